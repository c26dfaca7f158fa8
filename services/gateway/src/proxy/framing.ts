/** As many as Apache takes. */
const HEADERS_MAX = 100;
/** A request line without a version would be one of HTTP/0.9, which knew no headers. */
const VERSIONS = new Set(['1.0', '1.1']);

/** How a request came: its headers by name, and as a list of names and values by turns. */
export interface Framing {
  readonly httpVersion: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly rawHeaders: readonly string[];
}

/**
 * What lets two readers of a request disagree on where it ends, or for whom it is, though our own
 * parser took it: RFC 9112 §3.2 and §6.1.
 */
export function flawOf({ httpVersion, headers, rawHeaders }: Framing): string | undefined {
  if (!VERSIONS.has(httpVersion)) return 'The request line must end with HTTP/1.1 or HTTP/1.0';
  const coding = headers['transfer-encoding']?.toString().toLowerCase();
  if (coding !== undefined && (coding !== 'chunked' || httpVersion !== '1.1')) {
    return 'The body may be chunked, in HTTP/1.1, and not be encoded otherwise';
  }
  if (rawHeaders.length > 2 * HEADERS_MAX) return `There may be ${HEADERS_MAX} headers at most`;
  return isTwice('host', rawHeaders) ? 'There may be one Host at most' : undefined;
}

function isTwice(name: string, rawHeaders: readonly string[]): boolean {
  let times = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const given = rawHeaders[index];
    if (given?.length === name.length && given.toLowerCase() === name) times++;
  }
  return times > 1;
}
