import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromEnvironment, startProgram, tryContainer, type Server } from './server.ts';

/** The one that TEST_NATS_URL names, else a container, else a process of this machine. */
export async function startNats(): Promise<Server> {
  const { TEST_NATS_URL: given } = process.env;
  if (given) return fromEnvironment(given);

  const container = await tryContainer({
    image: 'nats:2',
    ports: [4222, 6222, 8222],
    command: ['-js'],
    ready: [/Server is ready/, 1],
  });
  return container ? { ...container, url: `nats://${container.url}` } : startNatsProcess();
}

interface NatsProcessOptions {
  /** A configuration file's path, such as one that names users. */
  readonly config?: string;
  /** What the configuration refers to. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A nats-server of this machine, with JetStream, for whoever needs one of its own. */
export async function startNatsProcess(options: NatsProcessOptions = {}): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), 'signalos-nats-'));
  const { config, environment } = options;
  const program = await startProgram({
    command: 'nats-server',
    args: [
      ...(config ? ['-c', config] : []),
      '-js',
      '-sd',
      directory,
      '-a',
      '127.0.0.1',
      '-p',
      '-1',
    ],
    ready: /Server is ready/,
    ...(environment && { env: { ...process.env, ...environment } }),
  });
  const port = /client connections on \S+:(\d+)/.exec(program.log)?.[1] ?? '';
  return {
    url: `nats://127.0.0.1:${port}`,
    source: 'process',
    async [Symbol.asyncDispose]() {
      await program.stop('SIGTERM');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
