import type { Labels } from './labels.ts';

/** Of how many it was asked, and how many were right. */
export interface Tally {
  right: number;
  of: number;
}

export const newTally = (): Tally => ({ right: 0, of: 0 });

export function count(tally: Tally, isRight: boolean): void {
  tally.of++;
  if (isRight) tally.right++;
}

/** Wilson's interval at 95 %, as shares. */
export function intervalOf({ right, of }: Tally): readonly [number, number] {
  if (of === 0) return [0, 1];
  const z = 1.96;
  const share = right / of;
  const middle = share + (z * z) / (2 * of);
  const half = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return [(middle - half) / whole, (middle + half) / whole];
}

const inPercent = (share: number) => (100 * share).toFixed(1);

export function show(tally: Tally): string {
  const [low, high] = intervalOf(tally);
  return `${inPercent(tally.of === 0 ? 0 : tally.right / tally.of)} % (${inPercent(low)}–${inPercent(high)}), ${tally.right} of ${tally.of}`;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

type Signals = Labels['signals'];

const coreOf = (signals: Signals) =>
  signals.map(({ action, orderType, symbol, entry, stopLoss, takeProfits }) => [
    action,
    orderType,
    symbol,
    entry && [entry.low, entry.high],
    stopLoss,
    takeProfits,
  ]);

const restOf = (signals: Signals) =>
  signals.map(({ lots, riskPercent, leverage, timeframe }) => [
    lots,
    riskPercent,
    leverage,
    timeframe,
  ]);

const updatesOf = ({ update, moreUpdates }: Labels) =>
  (update ? [update, ...(moreUpdates ?? [])] : []).map(({ type, symbol, percent, price }) => [
    type,
    symbol,
    percent,
    price,
  ]);

export const isCoreRight = (read: Labels, labels: Labels) =>
  read.kind === labels.kind && same(coreOf(read.signals), coreOf(labels.signals));

export const areUpdatesRight = (read: Labels, labels: Labels) =>
  same(updatesOf(read), updatesOf(labels));

export const isWhollyRight = (read: Labels, labels: Labels) =>
  isCoreRight(read, labels) &&
  areUpdatesRight(read, labels) &&
  same(restOf(read.signals), restOf(labels.signals));

/** How often readings were right, field by field. */
export interface Outcome {
  readonly kind: Tally;
  /** Of orders: all that is traded by. */
  readonly core: Tally;
  readonly whole: Tally;
  readonly updates: Tally;
  /** Of messages that give none: orders that were read in them. */
  readonly falseOrders: Tally;
}

export const newOutcome = (): Outcome => ({
  kind: newTally(),
  core: newTally(),
  whole: newTally(),
  updates: newTally(),
  falseOrders: newTally(),
});

/** Counts a reading, and tells whether it is wholly right. */
export function note(outcome: Outcome, read: Labels, labels: Labels): boolean {
  const isRight = isWhollyRight(read, labels);
  count(outcome.kind, read.kind === labels.kind);
  count(outcome.whole, isRight);
  if (labels.kind === 'signal') count(outcome.core, isCoreRight(read, labels));
  else count(outcome.falseOrders, read.signals.length > 0);
  if (labels.kind === 'update') count(outcome.updates, areUpdatesRight(read, labels));
  return isRight;
}

/** Counts an answer under a name of its own, such as a language. */
export function countBy(tallies: Map<string, Tally>, name: string, isRight: boolean): void {
  const tally = tallies.get(name) ?? newTally();
  count(tally, isRight);
  tallies.set(name, tally);
}

/** The names with the lowest shares first. */
export const worstOf = (tallies: ReadonlyMap<string, Tally>, most = Infinity): string =>
  [...tallies]
    .filter(([, { right, of }]) => right < of)
    .toSorted(([, a], [, b]) => a.right / a.of - b.right / b.of)
    .slice(0, most)
    .map(([name, { right, of }]) => `${name} ${right}/${of}`)
    .join(', ');
