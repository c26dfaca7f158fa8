import { execFile, spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { cleanUpAtExit } from './exit.ts';
import { freePort } from './port.ts';
import { programsFor } from './postgres.ts';
import { startProgram, type Program } from './server.ts';

const RESTART_PAUSE_MS = 100;
const RESTARTS_MAX = 100;
/**
 * What was committed must outlive a kill, so commits are written before they are answered, and pages are
 * written whole. It need not outlive a power cut: the kernel keeps what was written.
 */
const POSTGRES_SETTINGS = [
  'fsync=off',
  'synchronous_commit=on',
  'full_page_writes=on',
  'max_connections=200',
];

/** Containers are not killed: a test of mortal servers needs this one, which set-up installs without an engine. */
export const hasNatsServer = spawnSync('nats-server', ['--version']).status === 0;

/** A program of this machine that may be killed, and started again on the same data and port. */
export interface MortalServer extends AsyncDisposable {
  readonly url: string;
  signal(signal: NodeJS.Signals): void;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Deletes all that it kept. */
  wipe(): Promise<void>;
}

export async function startMortalNats(): Promise<MortalServer> {
  const directory = await mkdtemp(join(tmpdir(), 'signalos-nats-'));
  const port = await freePort();
  const store = join(directory, 'store');
  return mortal({
    url: `nats://127.0.0.1:${port}`,
    directory,
    wiped: store,
    launch: () =>
      startProgram({
        command: 'nats-server',
        args: ['-js', '-sd', store, '-a', '127.0.0.1', '-p', String(port)],
        ready: /Server is ready/,
      }),
  });
}

export async function startMortalPostgres(): Promise<MortalServer> {
  const directory = await mkdtemp(join(tmpdir(), 'signalos-postgres-'));
  const port = await freePort();
  const data = join(directory, 'data');
  const { programs, ...as } = await programsFor(directory);
  const create = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'];
  await promisify(execFile)(join(programs, 'initdb'), create, as);
  const settings = POSTGRES_SETTINGS.flatMap((setting) => ['-c', setting]);
  const at = ['-h', '127.0.0.1', '-k', directory, '-p', String(port)];
  return mortal({
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    directory,
    wiped: data,
    launch: () =>
      startProgram({
        command: join(programs, 'postgres'),
        args: ['-D', data, ...at, ...settings],
        ready: /ready to accept connections/,
        ...as,
      }),
  });
}

interface Mortal {
  readonly url: string;
  readonly directory: string;
  readonly wiped: string;
  readonly launch: () => Promise<Program>;
}

async function mortal({ url, directory, wiped, launch }: Mortal): Promise<MortalServer> {
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const removed = cleanUpAtExit(remove);
  let program = await launch();
  return {
    url,
    signal: (signal) => program.kill(signal),
    kill: () => program.stop('SIGKILL'),
    async start() {
      program = await relaunch(launch);
    },
    wipe: () => rm(wiped, { recursive: true }),
    async [Symbol.asyncDispose]() {
      await program.stop('SIGKILL');
      remove();
      removed();
    },
  };
}

/** PostgreSQL does not start as long as a process of the one that was killed lives. */
async function relaunch(launch: () => Promise<Program>): Promise<Program> {
  for (let tries = 1; ; tries++) {
    try {
      return await launch();
    } catch (error) {
      if (tries === RESTARTS_MAX) throw error;
      await sleep(RESTART_PAUSE_MS);
    }
  }
}
