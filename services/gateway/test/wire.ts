import { once } from 'node:events';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { buffer, text } from 'node:stream/consumers';

export interface WireReply {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
}

export interface WireRequest extends Pick<RequestOptions, 'method' | 'path' | 'headers'> {
  readonly body?: Buffer | Readable;
}

/** One request on a connection of its own, with exactly these headers. */
export async function send(port: number, options: WireRequest): Promise<WireReply> {
  const { body, ...rest } = options;
  const req = request({ host: '127.0.0.1', port, agent: false, ...rest });
  req.on('error', () => {}); // Of sending on after the reply; what matters is the reply.
  const replied = once(req, 'response') as Promise<[IncomingMessage]>;
  if (body instanceof Readable) body.pipe(req);
  else req.end(body);
  const [res] = await replied;
  const { statusCode: status = 0, headers, rawHeaders } = res;
  return { status, headers, rawHeaders, body: await buffer(res) };
}

export async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Sends this as it is, and returns all that comes until the other side closes. */
export async function sendRaw(port: number, lines: readonly string[]): Promise<string> {
  const socket = await open(port);
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  return text(socket);
}
