import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { violationDetected, type EventOf } from '@signalos/contracts';
import type { Trader } from './trader.ts';

export type ViolationEvent = EventOf<typeof violationDetected>;

/** Somebody who receives violation events. */
export interface Subscriber extends AsyncDisposable {
  readonly received: readonly ViolationEvent[];
}

/** A process of its own with NATS credentials of its own. */
export async function subscribeOnTheBus(url: string, password: string): Promise<Subscriber> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'subscriber.ts')], {
    env: { ...process.env, NATS_URL: url, NATS_PASSWORD: password },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const received: ViolationEvent[] = [];
  const lines = createInterface(child.stdout);
  const ready = once(lines, 'line');
  lines.on('line', (line) => {
    const message: unknown = JSON.parse(line);
    if (!isReady(message)) received.push(violationDetected.parse(message));
  });
  await Promise.race([ready, once(child, 'exit').then(failed)]);

  return {
    received,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

const isReady = (message: unknown) =>
  typeof message === 'object' && message !== null && 'ready' in message;

function failed(): never {
  throw new Error('The subscriber could not connect');
}

/** The trader's own server-sent events, where there is no way to the bus. */
export async function subscribeAtTheGateway(trader: Trader): Promise<Subscriber> {
  const stop = new AbortController();
  const { body } = await trader.events(stop.signal);
  const received: ViolationEvent[] = [];

  async function follow(): Promise<void> {
    let text = '';
    for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const parts = (text + chunk).split('\n\n');
      text = parts.pop() ?? '';
      received.push(...parts.flatMap(violationIn));
    }
  }
  const done = follow().catch(() => {}); // Ends by our own abort.
  return {
    received,
    async [Symbol.asyncDispose]() {
      stop.abort();
      await done;
    },
  };
}

function violationIn(block: string): ViolationEvent[] {
  const data = block.split('\n').find((line) => line.startsWith('data:'));
  const result = data && violationDetected.schema.safeParse(JSON.parse(data.slice('data:'.length)));
  return result && result.success ? [result.data] : [];
}
