import type { Consumer } from '@nats-io/jetstream';
import type { Log } from './broker.ts';
import { Delivery, type DeliveryOptions } from './delivery.ts';
import { HELD_MAX } from './limits.ts';
import type { ConsumerMetrics } from './metrics.ts';

const WATCH_MS = 10_000;
const SILENCE_MAX_MS = 2 * WATCH_MS;
const HEARTBEATS_MISSED_MAX = 2;

export interface PullOptions extends DeliveryOptions {
  readonly place: Consumer;
  readonly durable: string;
  readonly metrics: ConsumerMetrics;
  readonly log: Log;
  /** Told whenever it is known whether messages flow. */
  readonly onProgress: (flowing: boolean) => void;
}

type Messages = Awaited<ReturnType<Consumer['consume']>>;

/** Takes messages until told to stop, or until none come though some should. */
export async function pull(options: PullOptions): Promise<void> {
  const { place, stop, onProgress } = options;
  const messages = await place.consume({ max_messages: HELD_MAX });
  const delivery = new Delivery(options);
  const end = () => void messages.close();
  stop.addEventListener('abort', end, { once: true });
  if (stop.aborted) end();

  let heardAt = performance.now();
  async function look(): Promise<void> {
    const flowing = await watch(options, { delivery, silentMs: performance.now() - heardAt });
    onProgress(flowing);
    if (!flowing) end();
  }
  // It fails while the server is away, of which the connection tells itself.
  const watchdog = setInterval(() => void look().catch(() => {}), WATCH_MS);
  void endWithoutHeartbeats(messages, end);

  try {
    for await (const msg of messages) {
      heardAt = performance.now();
      onProgress(true);
      delivery.take(msg);
    }
  } finally {
    clearInterval(watchdog);
    stop.removeEventListener('abort', end);
    await delivery.finish();
  }
}

async function watch(
  { place, durable, metrics, log }: PullOptions,
  { delivery, silentMs }: { delivery: Delivery; silentMs: number },
): Promise<boolean> {
  const { num_pending: pending, num_ack_pending: unfinished } = await place.info();
  metrics.pending.set({ durable }, pending);
  metrics.unfinished.set({ durable }, unfinished);
  const flowing = pending === 0 || delivery.held > 0 || silentMs < SILENCE_MAX_MS;
  if (!flowing) log.warn({ durable, pending }, 'consumer stalled; restarting it');
  return flowing;
}

/** A consumer may lose its place when the stream's leader changes; asking anew finds it again. */
async function endWithoutHeartbeats(messages: Messages, end: () => void): Promise<void> {
  for await (const status of messages.status()) {
    if (status.type === 'heartbeats_missed' && status.count >= HEARTBEATS_MISSED_MAX) end();
  }
}
