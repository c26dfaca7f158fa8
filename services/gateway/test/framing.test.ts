import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { startTestGateway, type TestGateway } from './gateway.ts';
import { isWhole, startWiretap } from './wiretap.ts';
import { open } from './wire.ts';

type Expectation =
  /** Answered with this status and closed, and nothing of it sent on. */
  | number
  /** Answered with this status, and nothing of it sent on; what follows is a request of its own. */
  | { readonly status: number }
  /** Begun, for nothing was wrong yet, but never ended. */
  | 'broken off'
  /** Sent on as one request with this body, however it was written. */
  | { readonly body: string };

interface Attack {
  readonly name: string;
  /** After the request line. */
  readonly lines: readonly string[];
  readonly body?: string;
  readonly line?: string;
  readonly expected: Expectation;
}

/** Between what comes in one packet and what comes in the next. */
const APART_MS = 15;
/** A refusal with a body to read off takes two seconds to close. */
const SILENCE_MS = 4_000;

const POST = 'POST /compliance/x HTTP/1.1';
const HIDDEN = 'GET /compliance/hidden HTTP/1.1';
const chunked = 'Transfer-Encoding: chunked';
const of = (length: number | string) => `Content-Length: ${length}`;

const lengths: readonly Attack[] = [
  { name: 'length and chunked', lines: [of(5), chunked], body: '0\r\n\r\n', expected: 400 },
  { name: 'chunked and length', lines: [chunked, of(5)], body: '0\r\n\r\n', expected: 400 },
  { name: 'length 0 and chunked', lines: [of(0), chunked], body: '0\r\n\r\n', expected: 400 },
  { name: 'two lengths that differ', lines: [of(5), of(50)], body: 'hello', expected: 400 },
  { name: 'two lengths that do not', lines: [of(5), of(5)], body: 'hello', expected: 400 },
  { name: 'a list of lengths', lines: [of('5, 5')], body: 'hello', expected: 400 },
  { name: 'a negative length', lines: [of(-5)], body: 'hello', expected: 400 },
  { name: 'a length with a plus', lines: [of('+5')], body: 'hello', expected: 400 },
  { name: 'a length in hex', lines: [of('0x5')], body: 'hello', expected: 400 },
  { name: 'a length with a fraction', lines: [of('5.0')], body: 'hello', expected: 400 },
  { name: 'a length with an exponent', lines: [of('5e0')], body: 'hello', expected: 400 },
  { name: 'an empty length', lines: ['Content-Length:'], body: 'hello', expected: 400 },
  { name: 'a length of 2^64', lines: [of('18446744073709551621')], body: 'hello', expected: 400 },
  { name: 'a length of 2^53', lines: [of(2 ** 53)], body: 'hello', expected: 413 },
  {
    name: 'a length with zeros before',
    lines: [of('005')],
    body: 'hello',
    expected: { body: 'hello' },
  },
];

const codings: readonly Attack[] = [
  'xchunked',
  'chunked, identity',
  'identity',
  'identity, chunked',
  'gzip, chunked',
  'chunked, chunked',
  'chunked;q=1',
  '"chunked"',
  'chunked\x0b',
  '\x00chunked',
  'chunke',
  '',
  ',chunked',
].map((coding) => ({
  name: `coding ${JSON.stringify(coding)}`,
  lines: [`Transfer-Encoding: ${coding}`],
  body: '0\r\n\r\n',
  expected: 400,
}));

const moreCodings: readonly Attack[] = [
  { name: 'coding twice', lines: [chunked, chunked], body: '0\r\n\r\n', expected: 400 },
  {
    name: 'coding twice, one unknown',
    lines: [chunked, 'Transfer-encoding: cow'],
    body: '0\r\n\r\n',
    expected: 400,
  },
  {
    name: 'coding in HTTP/1.0',
    line: 'POST /compliance/x HTTP/1.0',
    lines: [chunked],
    body: '0\r\n\r\n',
    expected: 400,
  },
  {
    name: 'coding in capitals',
    lines: ['TRANSFER-ENCODING: CHUNKED'],
    body: '5\r\nhello\r\n0\r\n\r\n',
    expected: { body: 'hello' },
  },
  {
    name: 'coding with blanks around',
    lines: ['Transfer-Encoding: \t chunked \t'],
    body: '0\r\n\r\n',
    expected: 400,
  },
];

const chunks: readonly Attack[] = [
  ['a size that is no number', 'x\r\nhello\r\n0\r\n\r\n'],
  ['a negative size', '-5\r\nhello\r\n0\r\n\r\n'],
  ['a size with a plus', '+5\r\nhello\r\n0\r\n\r\n'],
  ['a size with 0x', '0x5\r\nhello\r\n0\r\n\r\n'],
  ['no size', '\r\nhello\r\n0\r\n\r\n'],
  ['a size of 2^64', '10000000000000005\r\nhello\r\n0\r\n\r\n'],
  ['a size that is too small', '3\r\nhello\r\n0\r\n\r\n'],
  ['a size that is too large', '7\r\nhello\r\n0\r\n\r\n'],
  ['a size that ends in LF alone', '5\nhello\r\n0\r\n\r\n'],
  ['a size that ends in CR alone', '5\rhello\r\n0\r\n\r\n'],
  ['a chunk that ends in LF alone', '5\r\nhello\n0\r\n\r\n'],
  ['an extension with a line feed', '5;a\nb\r\nhello\r\n0\r\n\r\n'],
  ['a blank before the size', ' 5\r\nhello\r\n0\r\n\r\n'],
].map(([name = '', body = '']) => ({ name, lines: [chunked], body, expected: 'broken off' }));

const moreChunks: readonly Attack[] = [
  {
    name: 'chunk extensions',
    lines: [chunked],
    body: '5;a=b;c="d"\r\nhello\r\n0;e\r\n\r\n',
    expected: { body: 'hello' },
  },
  {
    name: 'sizes with zeros before, in capitals',
    lines: [chunked],
    body: '00A\r\nhellohello\r\n000\r\n\r\n',
    expected: { body: 'hellohello' },
  },
  {
    name: 'trailers',
    lines: [chunked],
    body: '5\r\nhello\r\n0\r\nX-SignalOS-User: admin\r\nHost: y\r\n\r\n',
    expected: { body: 'hello' },
  },
  {
    name: 'a length among the trailers',
    lines: [chunked],
    body: '5\r\nhello\r\n0\r\nContent-Length: 9\r\n\r\n',
    expected: 'broken off',
  },
];

const heads: readonly Attack[] = [
  { name: 'a folded header', lines: ['X-A: b', ' c'], expected: 400 },
  {
    name: 'a folded coding',
    lines: ['Transfer-Encoding:', ' chunked'],
    body: '0\r\n\r\n',
    expected: 400,
  },
  { name: 'a blank before the first header', lines: [' X-A: b'], expected: 400 },
  { name: 'a blank before a colon', lines: ['Content-Length : 5'], body: 'hello', expected: 400 },
  { name: 'a tab before a colon', lines: ['Transfer-Encoding\t: chunked'], expected: 400 },
  { name: 'a header without a colon', lines: ['X-A'], expected: 400 },
  { name: 'a header without a name', lines: [': b'], expected: 400 },
  { name: 'NUL in a value', lines: ['X-A: b\x00c'], expected: 400 },
  { name: 'NUL in a name', lines: ['X-\x00A: b'], expected: 400 },
  { name: 'DEL in a value', lines: ['X-A: b\x7fc'], expected: 400 },
  { name: 'CR alone in a value', lines: ['X-A: b\rX-SignalOS-User: admin'], expected: 400 },
  { name: 'LF alone between headers', lines: ['X-A: b\nContent-Length: 5'], expected: 400 },
  { name: 'LF alone at the end', lines: ['X-A: b\n\nGET /compliance/y HTTP/1.1'], expected: 400 },
  { name: 'a parenthesis in a name', lines: ['X(A): b'], expected: 400 },
  { name: 'two hosts', lines: ['Host: y'], expected: 400 },
  { name: '101 headers', lines: Array.from({ length: 99 }, (_, n) => `X-${n}: b`), expected: 400 },
  { name: '2,500 headers', lines: Array.from({ length: 2_500 }, () => 'a:'), expected: 431 },
  { name: '17 kB of headers', lines: [`X-A: ${'b'.repeat(17_000)}`], expected: 431 },
  {
    name: '17 kB of small headers',
    lines: Array.from({ length: 1_700 }, () => 'X-A: bcdef'),
    expected: 431,
  },
];

const lines: readonly Attack[] = [
  ['an absolute target', 'GET http://x/compliance/x HTTP/1.1', { status: 400 }],
  ['a target of another scheme', 'GET file:///compliance/x HTTP/1.1', { status: 400 }],
  ['a target with a blank', 'GET /compliance/x y HTTP/1.1', 400],
  ['a target with CR', 'GET /compliance/x\ry HTTP/1.1', 400],
  ['a target with NUL', 'GET /compliance/x\x00y HTTP/1.1', 400],
  ['a target of 17 kB', `GET /compliance/${'x'.repeat(17_000)} HTTP/1.1`, 431],
  ['no version', 'GET /compliance/x', 400],
  ['version 0.9', 'GET /compliance/x HTTP/0.9', 400],
  ['version 1.2', 'GET /compliance/x HTTP/1.2', 400],
  ['version 2.0', 'GET /compliance/x HTTP/2.0', 400],
  ['a protocol that is none', 'GET /compliance/x HTTQ/1.1', 400],
  ['a version in small letters', 'GET /compliance/x http/1.1', 400],
  ['a method in small letters', 'get /compliance/x HTTP/1.1', 400],
  ['a method that is unknown', 'SMUGGLE /compliance/x HTTP/1.1', 400],
  ['two blanks', 'GET  /compliance/x HTTP/1.1', { body: '' }],
  ['the preface of HTTP/2', 'PRI * HTTP/2.0', 400],
].map(([name, line, expected]) => ({ name, line, lines: [], expected }) as Attack);

interface Reply {
  readonly text: string;
  readonly isClosed: boolean;
}

/** All that comes back to these pieces, until the other side closes or has nothing more to say. */
async function attack(gateway: TestGateway, pieces: readonly string[]): Promise<Reply> {
  const socket = await open(gateway.port);
  let reply = '';
  socket.on('error', () => {}).on('data', (chunk) => (reply += chunk.toString('latin1')));
  const closed = once(socket, 'close').then(() => true);
  for (const piece of pieces) {
    socket.write(piece, 'latin1');
    await sleep(APART_MS);
  }
  const isClosed = await Promise.race([closed, sleep(SILENCE_MS, false)]);
  socket.destroy();
  return { text: reply, isClosed };
}

const statusesOf = ({ text }: Reply) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));

/** Of one request as the upstream got it. */
function bodyOf(request = ''): string {
  const body = request.slice(request.indexOf('\r\n\r\n') + 4);
  if (!/\r\ntransfer-encoding: chunked\r\n/i.test(request)) return body;
  return body.replace(/[\da-f]+\r\n([^\r]*)\r\n/gi, '$1').replace(/\r\n$/, '');
}

const requestLines = (bytes: readonly string[]) =>
  bytes.flatMap((text) => text.match(/^[A-Z]+ \S+ HTTP\/1\.1\r$/gm) ?? []);

/** How a wiretap sees it, but for how its end is told, which is the gateway's choice. */
function headOf(request: string): string {
  const head = request.slice(0, request.indexOf('\r\n\r\n') + 2);
  return head
    .replace(/(content-length: \d+|transfer-encoding: chunked)\r\n/, '')
    .replace(/(x-request-id): [\da-f-]{36}\r\n/, '$1: …\r\n');
}

const answered = (...statuses: number[]) => ({ statuses, isClosed: true });

interface Verdict {
  readonly outcome: object;
  readonly wanted: object;
}

/** What became of an attack, beside what should have. */
function judge({ line, expected }: Attack, reply: Reply, { sent, head }: Sent): Verdict {
  const seen = { statuses: statusesOf(reply), isClosed: reply.isClosed };
  if (typeof expected === 'number') {
    return { outcome: { ...seen, sent }, wanted: { ...answered(expected), sent: [] } };
  }
  if (expected === 'broken off') {
    const whole = sent.filter(isWhole);
    const isSmuggled = requestLines(sent).length > 1;
    const wanted = { ...answered(400), whole: [], isSmuggled: false };
    return { outcome: { ...seen, whole, isSmuggled }, wanted };
  }
  if ('status' in expected) {
    const wanted = { ...answered(expected.status, 200), asked: [`${HIDDEN}\r`] };
    return { outcome: { ...seen, asked: requestLines(sent) }, wanted };
  }
  const [request = '', ...more] = sent;
  const asked = (line ?? POST).replace('  ', ' ');
  return {
    outcome: { ...seen, head: headOf(request), body: bodyOf(request), more },
    wanted: { ...answered(200), head: `${asked}\r\n${head}`, body: expected.body, more: [] },
  };
}

interface Sent {
  /** Byte for byte, by connection. */
  readonly sent: readonly string[];
  /** What a request that passes has beside its first line and its length. */
  readonly head: string;
}

const all = [lengths, codings, moreCodings, chunks, moreChunks, heads, lines].flat();

describe('a request', () => {
  it('that can be read in two ways is refused, and what follows it is read by nobody', async () => {
    await using wiretap = await startWiretap();
    await using gateway = await startTestGateway({ compliance: wiretap.origin });
    const authorization = `Bearer ${await gateway.issuer.token()}`;
    const ours = ['Host: x', `Authorization: ${authorization}`];
    const last = [...ours, 'Connection: close', '', ''];
    const hidden = [HIDDEN, ...last].join('\r\n');
    const head = [
      `host: ${new URL(wiretap.origin).host}`,
      'connection: keep-alive',
      `authorization: ${authorization}`,
      'x-forwarded-for: 127.0.0.1',
      'x-forwarded-proto: http',
      'x-forwarded-host: x',
      'x-request-id: …',
      '',
    ].join('\r\n');

    for (const one of all) {
      const { line = POST, lines: extra, body = '', expected } = one;
      const passes = typeof expected === 'object' && 'body' in expected;
      const pieces = passes
        ? [[line, ...extra, ...last].join('\r\n'), body]
        : [[line, ...ours, ...extra, '', ''].join('\r\n'), `${body}${hidden}`];
      for (const sending of [[pieces.join('')], pieces]) {
        wiretap.drain();
        const reply = await attack(gateway, sending);
        const { outcome, wanted } = judge(one, reply, { sent: wiretap.drain(), head });
        expect({ name: one.name, ...outcome }).toEqual({ name: one.name, ...wanted });
      }
    }
  });
});
