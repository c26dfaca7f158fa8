import type { DecimalText, Parse, Reading, Signal, Stop, Target, Update } from './reading.ts';

/** Written into JSON as it stands: as many digits as the text has, through no float. */
const number = (text: DecimalText): unknown => raw.rawJSON(text);
const raw = JSON as typeof JSON & { readonly rawJSON: (text: string) => unknown };

const numberOrNull = (text: DecimalText | null) => (text === null ? null : number(text));

/** What the labels of a message are called in a file of labelled messages; numbers are JSON's. */
export interface Answer {
  readonly id: unknown;
  readonly labels: object;
  readonly confidence: number;
  readonly abstained: boolean;
  /** Why a person must look at it first. */
  readonly reason?: string;
}

const NOTHING = { kind: 'noise', signals: [], update: null } as const;

/** What is said of one message, to be written as a line of JSON. */
export function answerFor(id: unknown, parsed: Parse): Answer {
  if (parsed.kind === 'refused') {
    return { id, labels: NOTHING, confidence: 0, abstained: true, reason: parsed.reason };
  }
  const { confidence, abstained: reason } = parsed;
  const answer = { id, labels: labelsOf(parsed), confidence, abstained: reason !== null };
  return reason === null ? answer : { ...answer, reason };
}

const labelsOf = ({ kind, signals, update, moreUpdates }: Reading) => ({
  kind,
  signals: signals.map(signalIn),
  update: update && updateIn(update),
  ...(moreUpdates && { moreUpdates: moreUpdates.map(updateIn) }),
});

const signalIn = (signal: Signal) => ({
  action: signal.action,
  orderType: signal.orderType,
  symbol: signal.symbol,
  entry: signal.entry && { low: number(signal.entry.low), high: number(signal.entry.high) },
  stopLoss: signal.stopLoss && stopIn(signal.stopLoss),
  takeProfits: signal.takeProfits.map(targetIn),
  lots: numberOrNull(signal.lots),
  riskPercent: numberOrNull(signal.riskPercent),
  leverage: numberOrNull(signal.leverage),
  timeframe: signal.timeframe,
});

const stopIn = (stop: Stop) =>
  'price' in stop ? { price: number(stop.price) } : { pips: number(stop.pips) };

const targetIn = (target: Target) => ('open' in target ? target : stopIn(target));

const updateIn = ({ type, symbol, percent, price }: Update) => ({
  type,
  symbol,
  percent: numberOrNull(percent),
  price: numberOrNull(price),
});
