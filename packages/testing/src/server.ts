import { spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { cleanUpAtExit } from './exit.ts';

/** A real server for one run. Stopping it forgets everything it holds. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  readonly source: 'environment' | 'container' | 'process';
}

/** A server that someone else started and will stop. */
export function fromEnvironment(url: string): Server {
  return { url, source: 'environment', [Symbol.asyncDispose]: () => Promise.resolve() };
}

export interface ContainerOptions {
  readonly image: string;
  /** All that the image exposes, for Podman publishes no fewer; the first is the one to use. */
  readonly ports: readonly [number, ...number[]];
  readonly command: string[];
  readonly environment?: Record<string, string>;
  readonly files?: { readonly content: string; readonly target: string }[];
  /** What it logs when it is ready, and how often it says so on the way. */
  readonly ready: [line: RegExp, times: number];
}

/** Starts a container if a Docker engine answers; `url` is `host:port`. */
export async function tryContainer(options: ContainerOptions): Promise<Server | undefined> {
  const { GenericContainer, getContainerRuntimeClient, Wait } = await import('testcontainers');
  const engine = await getContainerRuntimeClient().catch(() => undefined);
  if (!engine) return undefined;

  const container = await new GenericContainer(options.image)
    .withExposedPorts(...options.ports)
    .withCommand(options.command)
    .withEnvironment(options.environment ?? {})
    .withCopyContentToContainer(options.files ?? [])
    .withWaitStrategy(Wait.forLogMessage(...options.ready))
    .start();
  return {
    url: `${container.getHost()}:${String(container.getMappedPort(options.ports[0]))}`,
    source: 'container',
    async [Symbol.asyncDispose]() {
      await container.stop();
    },
  };
}

export interface Program {
  /** What it has logged until it was ready. */
  readonly log: string;
  kill(signal: NodeJS.Signals): void;
  stop(signal: NodeJS.Signals): Promise<void>;
}

export interface ProgramOptions extends Pick<SpawnOptions, 'uid' | 'gid' | 'env'> {
  readonly command: string;
  readonly args: readonly string[];
  readonly ready: RegExp;
}

/** Starts a program of this machine and waits until it logs that it is ready. */
export async function startProgram(options: ProgramOptions): Promise<Program> {
  const { command, args, ready, ...as } = options;
  const child = spawn(command, args, {
    ...as,
    detached: true, // Ctrl-C is for us; we stop it in its turn.
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await once(child, 'spawn').catch((cause: unknown) => {
    throw new Error(`${command} cannot be started: is it installed, and on the PATH?`, { cause });
  });
  const exited = once(child, 'exit').finally(cleanUpAtExit(() => void child.kill('SIGKILL')));
  return {
    log: await logUntil(ready, child.stderr),
    kill: (signal) => void child.kill(signal),
    async stop(signal) {
      child.kill('SIGCONT');
      child.kill(signal);
      await exited;
    },
  };
}

/** Reads on for ever: a full pipe would stop the program. */
function logUntil(ready: RegExp, stderr: Readable): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let log = '';
  let isReady = false;
  stderr.on('data', (chunk: Buffer) => {
    if (isReady) return;
    log += chunk.toString();
    isReady = ready.test(log);
    if (isReady) resolve(log);
  });
  stderr.once('end', () => {
    reject(new Error(`The program did not start\n${log}`));
  });
  return promise;
}
