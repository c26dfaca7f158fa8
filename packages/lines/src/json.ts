/** What `JSON.parse` asks about each value; `source` is how a number was written. */
export type Reviver = (
  key: string,
  value: unknown,
  written: { readonly source?: string },
) => unknown;

const json = JSON as unknown as { readonly parse: (text: string, reviver?: Reviver) => unknown };

/** The object that a line is in JSON, if it is one; a mark of the byte order before it means nothing. */
export function objectIn(
  line: string,
  reviver?: Reviver,
): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = json.parse(line.replace(/^\uFEFF/, ''), reviver);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
