import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { canPin } from '../gateway/process.ts';

const REPOSITORY = fileURLToPath(new URL('../../..', import.meta.url));
const RUN = ['run', '--silent', 'decide'];
const SAMPLE_MS = 100;

export interface Stream {
  readonly lines: number;
  readonly seconds: number;
  /** Of the process that decides, at its highest. */
  readonly residentMib: number;
}

/** `npm run --silent decide` on a core of its own, fed these lines over and over. */
export async function runDecide(block: string, blocks: number): Promise<Stream> {
  const started = performance.now();
  const child = spawn(canPin ? 'taskset' : 'npm', canPin ? ['-c', '0', 'npm', ...RUN] : RUN, {
    cwd: REPOSITORY,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let answers = 0;
  child.stdout.on('data', (chunk: Buffer) => (answers += newlinesIn(chunk)));
  const residentMib = highestResident(child.pid ?? 0, exited);

  const text = Buffer.from(block);
  for (let n = 0; n < blocks; n++) {
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
  }
  child.stdin.end();
  const [code] = await exited;
  const lines = newlinesIn(text) * blocks;
  if (code !== 0 || answers !== lines)
    throw new Error(`${answers} answers, and ${code} at the end`);
  const seconds = (performance.now() - started) / 1_000;
  return { lines, seconds, residentMib: await residentMib };
}

const NEWLINE = '\n'.charCodeAt(0);

function newlinesIn(chunk: Buffer): number {
  let count = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) count++;
  return count;
}

async function highestResident(pid: number, exited: Promise<unknown>): Promise<number> {
  const over = new AbortController();
  void exited.then(() => over.abort());
  let highest = 0;
  while (!over.signal.aborted) {
    highest = Math.max(highest, residentMibOf(pid));
    await sleep(SAMPLE_MS, undefined, { signal: over.signal }).catch(() => {});
  }
  return highest;
}

/** Of the process below npm that runs the command; where there is no `/proc`, NaN. */
function residentMibOf(pid: number): number {
  try {
    const isIt = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('decide.main.ts');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const own = isIt ? Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024 : 0;
    const threads = readdirSync(`/proc/${pid}/task`);
    const below = threads.flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean),
    );
    return Math.max(own, ...below.map((child) => residentMibOf(Number(child))));
  } catch {
    return process.platform === 'linux' ? 0 : Number.NaN; // It has just ended.
  }
}
