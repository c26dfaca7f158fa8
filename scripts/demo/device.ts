import { randomUUID } from 'node:crypto';
import { parse, type Reading, type Signal, type Stop, type Update } from '@signalos/signal-parser';
import { Decimal, findInstrument, type Instrument } from '@signalos/trading';
import type { ChannelMessage } from './messages.ts';

const LOTS_DEFAULT = '0.10';
const SOURCE = 'demo-channel';
/** A pip of a currency pair is ten of its ticks; of metals and indices, what traders call a point. */
const TICKS_PER_PIP = 10;

/** What stands in the device's queue, as `POST /offline/sync` takes it. */
export interface Item {
  readonly seq: number;
  readonly actionId: string;
  readonly kind: 'open' | 'close' | 'modify' | 'message';
  readonly createdAt: string;
  readonly payload: object;
}

/** A message, what the device read in it, and what it queued because of it. */
export interface Received {
  readonly text: string;
  readonly reading: Reading;
  readonly actionIds: readonly string[];
}

interface Opening {
  readonly actionId: string;
  readonly symbol: string;
  readonly lots: string;
  readonly entry: string | undefined;
}

/** A device without a connection: it reads messages, and queues what to do about them. */
export class OfflineDevice {
  readonly epoch = randomUUID();
  readonly items: Item[] = [];
  readonly received: Received[] = [];
  readonly #openings: Opening[] = [];

  receive({ text, ageMs = 0 }: ChannelMessage): void {
    const reading = parse(text);
    if (reading.kind === 'refused') throw new Error(`The message is too long: ${reading.bytesMax}`);
    const receivedAt = new Date(Date.now() - ageMs).toISOString();
    const messageId = String(this.received.length + 1);
    const payload = { text, source: SOURCE, messageId, receivedAt };
    this.#queue('message', payload, receivedAt);

    const origin = { source: SOURCE, messageId };
    const updates = reading.update ? [reading.update, ...(reading.moreUpdates ?? [])] : [];
    const actionIds = [
      ...reading.signals.map((signal) => this.#open(signal, { origin, receivedAt })),
      ...updates.flatMap((update) => this.#change(update, receivedAt)),
    ];
    this.received.push({ text, reading, actionIds });
  }

  #open(signal: Signal, context: { origin: object; receivedAt: string }): string {
    const { symbol, action: side, orderType: type, lots } = signal;
    const entry = side === 'buy' ? signal.entry?.high : signal.entry?.low;
    const opening = { symbol, lots: lots ?? LOTS_DEFAULT, entry };
    const payload = {
      symbol,
      side,
      type: entry === undefined ? 'market' : type,
      lots: opening.lots,
      entryPrice: type === 'market' || entry === undefined ? null : entry,
      stopLoss: levelOf(signal, signal.stopLoss),
      takeProfit: levelOf(signal, signal.takeProfits.find((target) => !('open' in target)) ?? null),
      origin: context.origin,
    };
    const actionId = this.#queue('open', payload, context.receivedAt);
    this.#openings.push({ ...opening, actionId });
    return actionId;
  }

  /** An update is about the trade that was opened last, in its instrument if it names one. */
  #change({ type, symbol, price }: Update, receivedAt: string): string[] {
    const opening = this.#openings.findLast((each) => symbol === null || each.symbol === symbol);
    if (!opening) return [];
    const openedBy = opening.actionId;
    switch (type) {
      case 'close':
        return [this.#queue('close', { openedBy }, receivedAt)];
      case 'closePartial':
        return [this.#queue('close', { openedBy, lots: halfOf(opening.lots) }, receivedAt)];
      case 'moveStop':
        return [this.#queue('modify', { openedBy, stopLoss: price }, receivedAt)];
      case 'breakeven':
        return [this.#queue('modify', { openedBy, stopLoss: opening.entry }, receivedAt)];
      case 'modifyTp':
        return [this.#queue('modify', { openedBy, takeProfit: price }, receivedAt)];
      case 'cancel':
        return [];
    }
  }

  #queue(kind: Item['kind'], payload: object, createdAt: string): string {
    const actionId = randomUUID();
    this.items.push({ seq: this.items.length + 1, actionId, kind, createdAt, payload });
    return actionId;
  }
}

/** A distance in pips becomes a price, if the entry is known. */
function levelOf(
  { action, entry, symbol, stopLoss }: Signal,
  level: Stop | { open: true } | null,
): string | null {
  if (!level || 'open' in level) return null;
  if ('price' in level) return level.price;
  const instrument = findInstrument(symbol);
  if (!instrument || !entry) return null;
  const away = level === stopLoss ? action === 'sell' : action === 'buy';
  const distance = Decimal.parse(level.pips).times(pipOf(instrument));
  const from = Decimal.parse(entry.low);
  return (away ? from.plus(distance) : from.minus(distance)).toString();
}

const pipOf = ({ tick }: Instrument) => tick.times(Decimal.integer(TICKS_PER_PIP));

const halfOf = (lots: string) =>
  Decimal.parse(lots).dividedBy(Decimal.integer(2), { digits: 2, rounding: 'floor' }).toString();
