import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { Agent, createServer as createHttpServer, type RequestListener } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import httpProxy from '@fastify/http-proxy';
import { TOKEN_AUDIENCE } from '@signalos/http';
import express from 'express';
import fastify from 'fastify';
import { createProxyMiddleware } from 'http-proxy-middleware';
import jwt from 'jsonwebtoken';
import { Pool } from 'undici';

/** Upstream connections of each proxy: more than there are clients. */
const CONNECTIONS = 256;
/** Like an answer of a service; its last byte comes nowhere before. */
const BODY = `{"status":"ok","text":"${'x'.repeat(170)}"}`;
const REPLY = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/json',
  `Content-Length: ${BODY.length}`,
  '',
  BODY,
].join('\r\n');
const NO_DOCUMENT = 'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n';

const { UPSTREAM: upstream = '', ISSUER: issuer = '', JWKS: jwks = '' } = process.env;

/** Servers to compare the gateway with, each as its own documentation says it is to be set up. */
const peers: Readonly<Record<string, () => Promise<number> | number>> = {
  upstream: startUpstream,
  express: () => listen(express().use(hello)),
  'express-jwt': async () => {
    const verify = await verifier();
    const app = express();
    app.use((req, _res, next) => {
      verify(req.headers.authorization?.slice('Bearer '.length) ?? '');
      next();
    });
    return listen(app.use(hello));
  },
  /** As little as a proxy on Node can do: what our gateway would cost without a policy. */
  undici: () => listen(passOn(new Pool(upstream, { connections: CONNECTIONS }))),
  'http-proxy-middleware': () => {
    const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
    return listen(express().use(createProxyMiddleware({ target: upstream, agent })));
  },
  'fastify-http-proxy': async () => {
    const app = fastify();
    await app.register(httpProxy, { upstream, undici: { connections: CONNECTIONS } });
    await app.listen({ port: 0, host: '127.0.0.1' });
    return (app.server.address() as AddressInfo).port;
  },
};

const hello: express.RequestHandler = (_req, res) => void res.type('json').send(BODY);

async function verifier(): Promise<(token: string) => void> {
  const { keys } = (await (await fetch(jwks)).json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
  const options = { algorithms: ['ES256' as const], issuer, audience: TOKEN_AUDIENCE };
  return (token) => void jwt.verify(token, key, options);
}

const passOn =
  (pool: Pool): RequestListener =>
  (
    { url = '/', method = 'GET', headers: { host: _host, connection: _connection, ...headers } },
    res,
  ) =>
    void pool.dispatch(
      { path: url, method, headers },
      {
        onRequestStart: () => {}, // Without it undici takes this to be a handler of the old kind.
        onResponseStart: (_controller, status, { connection: _, ...reply }) =>
          void res.writeHead(status, reply),
        onResponseData: (_controller, chunk) => void res.write(chunk),
        onResponseEnd: () => void res.end(),
        onResponseError: () => void res.destroy(),
      },
    );

function listen(app: RequestListener): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createHttpServer(app);
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  return promise;
}

/** So little work that it is never what is waited for: a request is all that ends in an empty line. */
function startUpstream(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const server = createServer((socket) => {
    socket.setNoDelay();
    socket
      .on('error', () => {})
      .on('data', (chunk) => {
        if (chunk.toString('latin1', chunk.length - 4) !== '\r\n\r\n') return;
        socket.write(chunk.toString('latin1', 0, 17) === 'GET /openapi.json' ? NO_DOCUMENT : REPLY);
      });
  });
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  return promise;
}

const start = peers[process.argv[2] ?? ''];
if (!start) throw new Error(`No such peer: ${process.argv[2]}`);
console.log(`port ${await start()}`);
