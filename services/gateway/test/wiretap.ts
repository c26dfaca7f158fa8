import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';

const NO_DOCUMENT = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

export interface Wiretap extends AsyncDisposable {
  readonly origin: string;
  /** What came since the last time, of each connection that said anything, byte for byte. */
  drain(): string[];
}

/** An upstream that takes down every byte, and answers whatever looks like a whole request. */
export async function startWiretap(reply: string | readonly string[] = OK): Promise<Wiretap> {
  const replies = typeof reply === 'string' ? [reply] : [...reply];
  const nextReply = () => (replies.length > 1 ? replies.shift() : replies[0]) ?? '';
  const connections = new Map<Socket, string>();
  const server = createServer((socket) => {
    connections.set(socket, '');
    let pending = '';
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        connections.set(socket, `${connections.get(socket)}${chunk.toString('latin1')}`);
        pending += chunk.toString('latin1');
        if (!isWhole(pending)) return;
        socket.write(isDocumentRead(pending) ? NO_DOCUMENT : nextReply(), 'latin1');
        pending = '';
      });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    drain() {
      const said = [...connections.values()].filter((text) => !isDocumentRead(text));
      for (const socket of connections.keys()) connections.set(socket, '');
      return said.filter((text) => text !== '');
    },
    async [Symbol.asyncDispose]() {
      server.close();
      for (const socket of connections.keys()) socket.destroy();
      await once(server, 'close');
    },
  };
}

/** The gateway asks for the API document by itself. */
const isDocumentRead = (text: string) => text.startsWith('GET /openapi.json ');

export function isWhole(text: string): boolean {
  const end = text.indexOf('\r\n\r\n');
  if (end < 0) return false;
  const head = text.slice(0, end).toLowerCase();
  if (head.includes('transfer-encoding: chunked')) return text.endsWith('0\r\n\r\n');
  const length = Number(/content-length: (\d+)/.exec(head)?.[1] ?? 0);
  return text.length >= end + 4 + length;
}
