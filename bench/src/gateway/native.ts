import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, type Issuer } from '@signalos/testing';
import { startProcess, type Measured } from './process.ts';

interface NativeOptions {
  readonly upstreamPort: number;
  readonly core: number;
}

/** A plain proxy with keep-alive on both sides, and nothing else. */
export async function startNginx({ upstreamPort, core }: NativeOptions): Promise<Measured> {
  const port = await freePort();
  return inFolder(
    {
      'nginx.conf': `
        daemon off; worker_processes 1; pid nginx.pid; error_log stderr notice;
        events { worker_connections 4096; }
        http {
          access_log off; keepalive_requests 1000000000;
          upstream service { server 127.0.0.1:${upstreamPort}; keepalive 256; keepalive_requests 1000000000; }
          server {
            listen 127.0.0.1:${port};
            location / {
              proxy_pass http://service; proxy_http_version 1.1; proxy_set_header Connection "";
            }
          }
        }`,
    },
    (folder) =>
      startProcess({
        command: 'nginx',
        args: ['-p', folder, '-e', 'stderr', '-c', 'nginx.conf'],
        core,
        port,
        ready: /start worker process \d+/,
      }),
  );
}

/** Verifies the token's signature, algorithm and expiry on each request, and limits nothing. */
export async function startHaproxy(
  { upstreamPort, core }: NativeOptions,
  issuer: Issuer,
): Promise<Measured> {
  const port = await freePort();
  const { keys } = (await (await fetch(issuer.jwksUrl)).json()) as { keys: JsonWebKey[] };
  const key = createPublicKey({ key: keys[0] ?? {}, format: 'jwk' });
  return inFolder(
    {
      'issuer.pem': key.export({ type: 'spki', format: 'pem' }).toString(),
      'haproxy.cfg': `
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:${port}
  http-request set-var(txn.bearer) http_auth_bearer
  http-request set-var(txn.alg) var(txn.bearer),jwt_header_query('$.alg')
  http-request deny deny_status 401 unless { var(txn.alg) -m str ES256 }
  http-request deny deny_status 401 unless { var(txn.bearer),jwt_verify(txn.alg,"issuer.pem") -m int 1 }
  http-request set-var(txn.exp) var(txn.bearer),jwt_payload_query('$.exp','int')
  http-request set-var(txn.left) date(),neg,add(txn.exp)
  http-request deny deny_status 401 unless { var(txn.left) -m int gt 0 }
  default_backend service
backend service
  http-reuse always
  server service 127.0.0.1:${upstreamPort}
`,
    },
    (folder) =>
      startProcess({
        command: 'haproxy',
        args: ['-db', '-W', '-C', folder, '-f', 'haproxy.cfg'],
        core,
        port,
        ready: /New worker/i,
      }),
  );
}

/** Runs a program with these files in a folder of its own, which goes with it. */
async function inFolder(
  files: Readonly<Record<string, string>>,
  start: (folder: string) => Promise<Measured>,
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'signalos-bench-'));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  const running = await start(folder);
  return {
    ...running,
    async [Symbol.asyncDispose]() {
      await running[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
