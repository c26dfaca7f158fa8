import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface Upstream extends AsyncDisposable {
  readonly origin: string;
  /** Every request it got, oldest first. */
  readonly requests: readonly IncomingMessage[];
}

export interface UpstreamOptions {
  readonly document?: object;
  readonly port?: number;
}

export type Handler = (req: IncomingMessage, res: ServerResponse) => Promise<void> | void;

/** A service in miniature: a real HTTP server, which has an API document if it is given one. */
export async function startUpstream(
  handler: Handler = echo,
  { document, port = 0 }: UpstreamOptions = {},
): Promise<Upstream> {
  const requests: IncomingMessage[] = [];
  const server = createServer((req, res) => {
    if (req.url === '/openapi.json') {
      res.writeHead(document ? 200 : 404).end(JSON.stringify(document));
      return;
    }
    requests.push(req);
    Promise.try(handler, req, res).catch(() => res.destroy());
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const address = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Says what it was asked. */
export async function echo(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const { method, url, headers, rawHeaders } = req;
  const body = (await buffer(req)).toString();
  res.setHeader('content-type', 'application/json');
  res.end(JSON.stringify({ method, url, headers, rawHeaders, body }));
}

/** Nobody listens there. */
export async function freeOrigin(): Promise<string> {
  const upstream = await startUpstream();
  await upstream[Symbol.asyncDispose]();
  return upstream.origin;
}

/** An API document of these operations, each `open` or not: `{ 'POST /auth/login': 'open' }`. */
export function documentOf(operations: Readonly<Record<string, 'open' | 'closed'>>): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const [operation, access] of Object.entries(operations)) {
    const [method = '', path = ''] = operation.split(' ');
    const security = access === 'open' ? [] : [{ bearer: [] }];
    const responses = { 200: { description: 'Done' } };
    paths[path] = { ...paths[path], [method.toLowerCase()]: { security, responses } };
  }
  return { openapi: '3.1.0', paths, components: { schemas: {}, securitySchemes: {} } };
}
