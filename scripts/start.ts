import { once } from 'node:events';
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { OPERATOR } from '@signalos/contracts/documents';
import { startPlatform, type Platform } from './platform.ts';

// Runs all of SignalOS on this machine until Ctrl-C: `npm start`, or `PORT=9000 npm start`.

const PORT_DEFAULT = 8080;
const LAST_LINES = 5;
const logs = join(import.meta.dirname, '../.signalos/logs');

function portOf(text: string | undefined): number {
  const port = Number(text ?? PORT_DEFAULT);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new Error(`PORT must be a number from 1 to 65535, not ${text}`);
}

async function assertFree(port: number): Promise<void> {
  const probe = createServer();
  probe.listen(port);
  await once(probe, 'listening').catch((cause: unknown) => {
    throw new Error(`Port ${port} is in use. Choose another: PORT=9000 npm start`, { cause });
  });
  probe.close();
  await once(probe, 'close');
}

/** A file per service, so that the terminal shows what matters. */
function openLogs(): (service: string, text: string) => void {
  mkdirSync(logs, { recursive: true });
  const files = new Map<string, WriteStream>();
  return (service, text) => {
    let file = files.get(service);
    if (!file) {
      file = createWriteStream(join(logs, `${service}.log`));
      files.set(service, file);
    }
    file.write(text);
  };
}

function welcome({ gatewayUrl, metricsUrl, nats, databases }: Platform): void {
  const on = (user: string) => `NATS_URL=${nats.url} NATS_PASSWORD=${nats.passwordOf(user)}`;
  console.log(`
  SignalOS is up.

    API       ${gatewayUrl}
    docs      ${gatewayUrl}/docs
    health    ${gatewayUrl}/health/ready
    metrics   ${metricsUrl}
    logs      ${logs}
    events    ${on('subscriber')} npm run --silent subscribe
    operator  ${on(OPERATOR)} npm run --silent bus
    roles     DATABASE_URL=${databases.get('auth')} npm run --silent operators

  Its data is gone when it stops. Ctrl-C stops it.
`);
}

/** Not `once`: a library that sees no listener left would end the process at the signal itself. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => resolve());
  });
}

async function main(): Promise<void> {
  const stopped = stopSignal();
  const gatewayPort = portOf(process.env['PORT']);
  await assertFree(gatewayPort);
  await using platform = await startPlatform({
    gatewayPort,
    onOutput: openLogs(),
    onProgress: (step) => console.error(`… ${step}`),
  });
  welcome(platform);

  const crash = await Promise.race([stopped, platform.crashed]);
  if (crash) {
    const lines = crash.output.trim().split('\n').slice(-LAST_LINES).join('\n  ');
    console.error(
      `${crash.service} ended (${crash.signal ?? `exit code ${crash.code}`}); stopping.\n  ${lines}`,
    );
    process.exitCode = 1;
  } else console.error('… stopping');
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
process.exit(); // The schema engine leaves a timer of ten seconds behind.
