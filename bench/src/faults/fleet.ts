import { fileURLToPath } from 'node:url';
import { startProgram } from '@signalos/testing';

const worker = fileURLToPath(new URL('worker.main.ts', import.meta.url));

const NAMES = [
  'producer-1',
  'producer-2',
  'relay-1',
  'relay-2',
  'relay-3',
  'consumer-1',
  'consumer-2',
] as const;

/** What is killed: a process of ours, or a server under them. */
export interface Mortal {
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
  start(): Promise<void>;
}

/** The processes that make, pass on and handle events, each to be killed and started again. */
export interface Fleet extends AsyncDisposable {
  readonly processes: ReadonlyMap<string, Mortal>;
}

export async function startFleet(environment: Record<string, string>): Promise<Fleet> {
  await using stack = new AsyncDisposableStack();
  const processes = new Map<string, Mortal>();
  for (const name of NAMES) {
    processes.set(name, stack.use(await startProcess({ ...environment, NAME: name })));
  }
  const resources = stack.move();
  return { processes, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

async function startProcess(environment: Record<string, string>) {
  const launch = () =>
    startProgram({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', worker],
      ready: /ready/,
      env: { ...process.env, ...environment },
    });
  let program = await launch();
  return {
    signal: (signal: NodeJS.Signals) => program.kill(signal),
    kill: () => program.stop('SIGKILL'),
    async start() {
      program = await launch();
    },
    [Symbol.asyncDispose]: () => program.stop('SIGKILL'),
  };
}
