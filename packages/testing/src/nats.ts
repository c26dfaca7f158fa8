import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cleanUpAtExit } from './exit.ts';
import { fromEnvironment, startProgram, tryContainer, type Server } from './server.ts';

/** The one that TEST_NATS_URL names, else a container, else a process of this machine. */
export async function startNats(): Promise<Server> {
  const { TEST_NATS_URL: given } = process.env;
  if (given) return fromEnvironment(given);
  return (await startContainer({})) ?? startProcess({});
}

export interface NatsSecurity {
  /** The `authorization` of its configuration. */
  readonly authorization?: string;
  /** What that refers to. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A server of one's own, with users who may do only what they need. */
export async function startSecureNats(security: NatsSecurity): Promise<Server> {
  return (await startContainer(security)) ?? startProcess(security);
}

async function startContainer({ authorization, environment }: NatsSecurity) {
  const target = '/etc/nats/authorization.conf';
  const container = await tryContainer({
    image: 'nats:2',
    ports: [4222, 6222, 8222],
    command: ['-js', ...(authorization ? ['-c', target] : [])],
    ready: [/Server is ready/, 1],
    ...(environment && { environment }),
    ...(authorization && { files: [{ content: authorization, target }] }),
  });
  return container && { ...container, url: `nats://${container.url}` };
}

async function startProcess({ authorization, environment }: NatsSecurity): Promise<Server> {
  const directory = await mkdtemp(join(tmpdir(), 'signalos-nats-'));
  const removed = cleanUpAtExit(() => rmSync(directory, { recursive: true, force: true }));
  const config = join(directory, 'authorization.conf');
  if (authorization) await writeFile(config, authorization);
  const store = ['-sd', join(directory, 'store')];
  const address = ['-a', '127.0.0.1', '-p', '-1'];
  const program = await startProgram({
    command: 'nats-server',
    args: ['-js', ...(authorization ? ['-c', config] : []), ...store, ...address],
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
      removed();
    },
  };
}
