/**
 * JSON in the one form that RFC 8785 allows: no spaces, keys in the order of their UTF-16 code
 * units, numbers and strings as ECMAScript writes them. The same content always has the same bytes,
 * so that a hash pins it. What JSON cannot say is refused, not left out.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return numeral(value);
  if (typeof value === 'boolean' || value === null) return String(value);
  if (typeof value === 'object') return compound(value);
  throw new TypeError(`Canonical JSON has no ${typeof value}`);
}

function compound(value: object): string {
  if (Array.isArray(value)) return `[${Array.from(value, canonicalJson).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError('Canonical JSON has plain objects only');
  }
  // The default order is that of UTF-16 code units, as the standard wants it.
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, item]) => `${quoted(key)}:${canonicalJson(item)}`).join(',')}}`;
}

function quoted(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('Canonical JSON has no lone surrogates');
  return JSON.stringify(text);
}

function numeral(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError(`Canonical JSON has no ${value}`);
  return String(Object.is(value, -0) ? 0 : value);
}
