import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PIN = 'taskset';
const PEER = fileURLToPath(new URL('peer.main.ts', import.meta.url));

/** Whether processes can be kept to one core each, so that they do not take from each other. */
export const canPin = isOnPath(PIN, '-V');

export function isOnPath(command: string, versionFlag: string): boolean {
  return spawnSync(command, [versionFlag], { stdio: 'ignore' }).error === undefined;
}

/** Keeps this process, and what it starts without saying otherwise, to a core. */
export function pinSelf(core: number): void {
  if (canPin) spawnSync(PIN, ['-acp', String(core), String(process.pid)]);
}

export interface Measured extends AsyncDisposable {
  readonly port: number;
  /** Of it and its children, since their start. */
  cpuMs(): number;
}

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly core: number;
  readonly cwd?: URL;
  readonly environment?: Readonly<Record<string, string>>;
  /** The port, if it is known before; else the first group of `ready` says it. */
  readonly port?: number;
  readonly ready: RegExp;
}

export async function startProcess(options: ProcessOptions): Promise<Measured> {
  const { command, args, core, cwd, environment, ready } = options;
  const pin = canPin ? [PIN, '-c', String(core)] : [];
  const [executable = command, ...all] = [...pin, command, ...args];
  const child = spawn(executable, all, {
    cwd,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const output = await new Promise<string>((resolve, reject) => {
    let text = '';
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (ready.test(text)) resolve(text);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    void exited.then(() => reject(new Error(`${command} did not start\n${text}`)));
  });
  const pid = child.pid ?? 0;
  return {
    port: options.port ?? Number(ready.exec(output)?.[1]),
    cpuMs: () => cpuMsOf(pid),
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

interface PeerOptions {
  readonly core: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** One of the servers in `peer.main.ts`. */
export function startPeer(kind: string, { core, environment }: PeerOptions): Promise<Measured> {
  return startProcess({
    command: process.execPath,
    args: [PEER, kind],
    core,
    environment: { NODE_ENV: 'production', ...environment },
    ready: /port (\d+)/,
  });
}

/** Linux counts in nanoseconds; elsewhere nothing is as exact, and the column says NaN. */
function cpuMsOf(pid: number): number {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    return threads.reduce((sum, thread) => sum + threadCpuMs(`/proc/${pid}/task/${thread}`), 0);
  } catch {
    return Number.NaN;
  }
}

function threadCpuMs(folder: string): number {
  const [own = '0'] = readFileSync(`${folder}/schedstat`, 'utf8').split(' ');
  const children = readFileSync(`${folder}/children`, 'utf8').split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + cpuMsOf(Number(child)), Number(own) / 1e6);
}
