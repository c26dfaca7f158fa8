import type { Side } from '../src/reading.ts';
import type { Group, Instrument } from './market.ts';
import { power } from './numbers.ts';
import type { Rng } from './rng.ts';

/** A trade somebody could mean; prices are whole ticks of 10^-decimals. */
export interface Trade {
  readonly instrument: Instrument;
  side: Side;
  readonly type: 'market' | 'limit' | 'stop';
  readonly decimals: number;
  /** The market price now. */
  readonly price: number;
  /** One price, or the ends of a zone, or the steps of a ladder; the first is the nearest. */
  readonly entries: number[];
  stop: number;
  readonly targets: number[];
  /** Prices of a pip, in ticks. */
  readonly pip: number;
}

export interface TradeWish {
  readonly instrument: Instrument;
  readonly type?: Trade['type'];
  readonly entries?: number;
  readonly targets?: number;
  readonly side?: Side;
  /** Prices in whole hundreds, as those who write 63.5k have them. */
  readonly coarse?: boolean;
}

const REACH: Readonly<Record<Group, readonly [number, number]>> = {
  metal: [0.0012, 0.009],
  forex: [0.0008, 0.007],
  index: [0.0015, 0.01],
  energy: [0.004, 0.025],
  synthetic: [0.002, 0.03],
  coin: [0.008, 0.08],
};
const DRIFT: Readonly<Record<Group, readonly [number, number]>> = {
  metal: [0.5, 2],
  forex: [0.75, 1.25],
  index: [0.5, 2],
  energy: [0.5, 1.6],
  synthetic: [0.5, 2],
  coin: [0.2, 5],
};

/** A number of decimals this price is quoted with. */
function pickDecimals(rng: Rng, { group, label }: Instrument, price: number): number {
  if (group === 'forex') return decimalsOfPair(rng, price);
  if (label === 'XAUUSD') return rng.pick([0, 0, 0, 0, 1, 1, 2, 2, 2]);
  if (label === 'NATGAS') return rng.pick([2, 3, 3]);
  if (price > 10_000) return rng.pick([0, 0, 0, 1, 2]);
  if (price > 1000) return rng.pick([0, 0, 1, 1, 2]);
  if (price > 100) return rng.pick([0, 1, 2, 2]);
  if (price > 10) return rng.pick([2, 2, 3]);
  const zeros = zerosOf(price);
  return zeros + rng.pick([3, 4, 4]);
}

const decimalsOfPair = (rng: Rng, price: number) => {
  if (price > 50) return rng.pick([2, 2, 3, 3]);
  return price > 8 ? rng.pick([3, 4]) : rng.pick([4, 4, 5, 5]);
};

function pipOf({ group, label }: Instrument, decimals: number, price: number): number {
  if (group === 'forex') return power(Math.max(0, decimals - (price > 50 ? 2 : 4)));
  if (label === 'XAUUSD') return Math.max(1, power(decimals) / 10);
  return 1;
}

/** To a step people like: whole tens or fives more often than not. */
function neaten(rng: Rng, ticks: number, reach: number): number {
  const step = rng.pick([1, 1, 5, 5, 10, ticks > 5000 ? 50 : 5, ticks > 20_000 ? 100 : 10]);
  const fine = step * 3 > reach ? 1 : step;
  return Math.max(1, Math.round(ticks / fine) * fine);
}

export function newTrade(rng: Rng, wish: TradeWish): Trade {
  const { instrument, type = 'market', coarse = false } = wish;
  const [low, high] = DRIFT[instrument.group];
  const worth = instrument.price * rng.between(low, high);
  const decimals = coarse ? 0 : pickDecimals(rng, instrument, worth);
  const side = wish.side ?? rng.pick(['buy', 'sell'] as const);
  const up = side === 'buy' ? 1 : -1;
  const [near, far] = REACH[instrument.group];
  const unit = Math.max(3, Math.round(worth * power(decimals) * rng.between(near, far)));
  const round = (ticks: number) =>
    coarse ? Math.max(100, Math.round(ticks / 100) * 100) : neaten(rng, ticks, unit);
  const price = round(worth * power(decimals));
  const away = { market: 0, limit: -up, stop: up }[type] * unit * rng.between(0.3, 1.5);
  const entries = pickEntries(price + away, { rng, wish, step: -up * unit, round });
  const base = Math.min(...entries);
  const top = Math.max(...entries);
  const stop = round((up > 0 ? base : top) - up * unit * rng.between(0.8, 1.4));
  const targets = pickTargets((up > 0 ? top : base) + up, { rng, wish, step: up * unit, round });
  const pip = pipOf(instrument, decimals, worth);
  return { instrument, side, type, decimals, price, entries, stop, targets, pip };
}

interface Steps {
  readonly rng: Rng;
  readonly wish: TradeWish;
  readonly step: number;
  readonly round: (ticks: number) => number;
}

function pickEntries(from: number, { rng, wish, step, round }: Steps): number[] {
  const first = round(from);
  const entries = [first];
  const count = wish.entries ?? (rng.chance(0.42) ? 2 : 1);
  const width = step * rng.between(0.15, count > 2 ? 0.8 : 0.6);
  for (let at = 1; at < count; at += 1) {
    const next = Math.round(round(first + width * at));
    const taken = entries.includes(next) || next <= 0;
    entries.push(
      taken ? first + Math.sign(step) * at * Math.max(2, Math.abs(Math.round(width))) : next,
    );
  }
  return entries.map((ticks) => Math.max(1, ticks));
}

function pickTargets(from: number, { rng, wish, step, round }: Steps): number[] {
  const count = wish.targets ?? rng.pick([1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 6, 8]);
  const targets: number[] = [];
  let ticks = from;
  for (let at = 0; at < count; at += 1) {
    ticks += step * rng.between(at === 0 ? 0.5 : 0.25, at === 0 ? 1.5 : 0.9);
    const next = round(ticks);
    const last = targets.at(-1);
    const min = Math.max(1, Math.abs(Math.round(step * 0.1)));
    const distinct =
      last === undefined || (next - last) * step > 0 ? next : last + Math.sign(step) * min;
    targets.push(Math.max(1, Math.round(distinct)));
  }
  // Somebody copied a line and forgot to change it.
  if (count > 1 && rng.chance(0.01)) targets[count - 1] = targets[count - 2] ?? ticks;
  return targets;
}

/** A further step into the same trade, at a better price: the same stop and targets. */
export function nextStep(rng: Rng, trade: Trade): Trade {
  const [entry = trade.price] = trade.entries;
  const step = Math.round((trade.stop - entry) * rng.between(0.2, 0.45));
  const price = Math.max(1, entry + (step === 0 ? Math.sign(trade.stop - entry) : step));
  return { ...trade, price, entries: [price], type: 'limit' };
}

/** Something that does not fit: the stop beyond the entry, or the word for the other side. */
export function contradict(rng: Rng, trade: Trade): void {
  const { entries, stop } = trade;
  const [entry = stop] = entries;
  if (rng.chance(0.5)) trade.stop = Math.max(1, 2 * entry - stop);
  else trade.side = trade.side === 'buy' ? 'sell' : 'buy';
}

/** A price of no particular meaning, some way from the market. */
export function somePrice(rng: Rng, { price, instrument }: Trade): number {
  const [, far] = REACH[instrument.group];
  return neaten(rng, Math.max(1, price * (1 + rng.between(-1.5, 1.5) * far)), price * far);
}

/** How many zeros stand between the point and the first digit. */
function zerosOf(price: number): number {
  let zeros = 0;
  for (let scaled = price * 10; scaled < 1 && zeros < 9; scaled *= 10) zeros += 1;
  return zeros;
}
