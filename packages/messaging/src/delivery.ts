import { setTimeout as sleep } from 'node:timers/promises';
import type { JsMsg } from '@nats-io/jetstream';
import type { Attempt } from './attempt.ts';
import type { Beginnings } from './beginnings.ts';
import type { Log } from './broker.ts';
import { Lanes, Slots } from './lanes.ts';
import {
  ACK_WAIT_MS,
  DELIVERIES_SUSPICIOUS,
  failureDelayMs,
  FAILURES_MAX,
  RUNNING_MAX,
} from './limits.ts';

const KEEP_MS = ACK_WAIT_MS / 3;
/** Beyond its delay: how long a message that was handed back may take to come again. */
const RETURN_GRACE_MS = 60_000;
const BLOCKED_PAUSE_MS = 500;

export interface DeliveryOptions {
  readonly attempt: (msg: JsMsg) => Promise<Attempt>;
  readonly bury: (msg: JsMsg, reason: string) => Promise<void>;
  readonly keyOf: (msg: JsMsg) => string;
  readonly beginnings: Beginnings;
  readonly log: Log;
  readonly stop: AbortSignal;
  /**
   * What was delivered over it must not be spoken of after that: a server that lost its store gives the
   * same numbers to other messages.
   */
  readonly connectionLost: AbortSignal;
}

/**
 * What a consumer holds in its hands: messages that run, and messages that wait for an earlier one
 * of their aggregate, also while that one is away to be delivered again.
 */
export class Delivery {
  readonly #options: DeliveryOptions;
  readonly #lanes = new Lanes();
  readonly #slots = new Slots(RUNNING_MAX);
  readonly #held = new Map<number, JsMsg>();
  readonly #awaited = new Map<number, (msg: JsMsg) => void>();
  readonly #keeping: NodeJS.Timeout;

  constructor(options: DeliveryOptions) {
    this.#options = options;
    this.#keeping = setInterval(() => this.#keep(), KEEP_MS);
  }

  get held(): number {
    return this.#held.size;
  }

  take(msg: JsMsg): void {
    if (this.#options.connectionLost.aborted) return;
    const { streamSequence: seq } = msg.info;
    const resume = this.#awaited.get(seq);
    if (resume) {
      resume(msg);
      return;
    }
    if (this.#held.has(seq)) return; // Delivered twice; the first is in hand.
    this.#held.set(seq, msg);
    this.#lanes.push(this.#options.keyOf(msg), () => this.#see(msg));
  }

  /** Hands back what did not start yet, and waits for what did. */
  async finish(): Promise<void> {
    await this.#lanes.idle();
    clearInterval(this.#keeping);
  }

  /** Sees one message through, over as many deliveries as it takes. */
  async #see(first: JsMsg): Promise<void> {
    const { log, stop } = this.#options;
    const { streamSequence: seq } = first.info;
    let failures = 0;
    try {
      for (let msg: JsMsg | undefined = first; msg;) {
        if (stop.aborted) return this.#handBack(msg);
        const result = await this.#attempt(msg);
        if (result.outcome === 'failed') failures++;
        msg = await this.#settle(msg, result, failures);
      }
    } catch (err) {
      // Neither acknowledged nor handed back: it comes again when its time is up.
      log.error({ err, seq }, 'message left unfinished');
    } finally {
      this.#held.delete(seq);
    }
  }

  async #attempt(msg: JsMsg): Promise<Attempt> {
    const { beginnings, attempt } = this.#options;
    const { streamSequence: seq, deliveryCount } = msg.info;
    if (deliveryCount <= DELIVERIES_SUSPICIOUS) return this.#slots.run(() => attempt(msg));

    // It kills its process; or it only waited in line, again and again, when that was killed.
    if (!(await beginnings.begin(seq))) {
      return { outcome: 'refused', reason: `delivered ${deliveryCount} times and never finished` };
    }
    const result = await this.#slots.run(() => attempt(msg));
    await beginnings.end(seq);
    return result;
  }

  /** Tells the server what became of a delivery; returns the one to try next, if any. */
  async #settle(msg: JsMsg, result: Attempt, failures: number): Promise<JsMsg | undefined> {
    const { log, stop } = this.#options;
    switch (result.outcome) {
      case 'refused':
        await this.#bury(msg, result.reason);
        return undefined;
      case 'failed':
        if (failures < FAILURES_MAX) return this.#again(msg, failureDelayMs(failures));
        await this.#bury(msg, result.reason);
        return undefined;
      case 'blocked':
        log.warn({ err: result.error }, 'consumer waits for what it needs');
        await sleep(BLOCKED_PAUSE_MS, undefined, { signal: stop }).catch(() => {});
        return msg;
      case 'handled':
      case 'duplicate':
      case 'ignored':
        this.#tell(() => msg.ack());
        return undefined;
    }
  }

  async #bury(msg: JsMsg, reason: string): Promise<void> {
    const { streamSequence: seq, deliveryCount } = msg.info;
    await this.#options.bury(msg, reason);
    // No sooner: it would be begun again if the bus was away just now.
    if (deliveryCount > DELIVERIES_SUSPICIOUS) await this.#options.beginnings.end(seq);
    // Without the reason: a server before 2.11 ignores `term(reason)` and delivers again.
    this.#tell(() => msg.term());
  }

  /** Hands a message back, and waits until it is delivered again. */
  async #again(msg: JsMsg, delayMs: number): Promise<JsMsg | undefined> {
    const { stop, log } = this.#options;
    const { streamSequence: seq } = msg.info;
    const waiting = new AbortController();
    const { promise: redelivered, resolve } = Promise.withResolvers<JsMsg>();

    this.#awaited.set(seq, resolve);
    this.#held.delete(seq); // Nothing may be said about it now.
    this.#handBack(msg, delayMs);
    const timeout = sleep(delayMs + RETURN_GRACE_MS, undefined, {
      signal: AbortSignal.any([stop, waiting.signal]),
    }).catch(() => {});
    const again = (await Promise.race([redelivered, timeout])) ?? undefined;
    waiting.abort();
    this.#awaited.delete(seq);
    if (again) this.#held.set(seq, again);
    else if (!stop.aborted) log.error({ seq }, 'message did not come back');
    return again;
  }

  /** Tells the server that what is held is being worked on. */
  #keep(): void {
    for (const msg of this.#held.values()) this.#tell(() => msg.working());
  }

  #handBack(msg: JsMsg, delayMs?: number): void {
    this.#tell(() => msg.nak(delayMs));
  }

  /** Tells the server something, unless it might take it to be about another message. */
  #tell(say: () => void): void {
    if (!this.#options.connectionLost.aborted) say();
  }
}
