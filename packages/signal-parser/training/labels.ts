import type { Signal, Update } from '../src/reading.ts';

/** What a careful human reads in a message; numbers are decimal strings. */
export interface Labels {
  readonly kind: 'signal' | 'update' | 'noise';
  readonly signals: readonly Signal[];
  readonly update: Update | null;
  readonly moreUpdates?: readonly Update[];
}

export type Timeframe = NonNullable<Signal['timeframe']>;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

export interface SignalDraft extends Mutable<Omit<Signal, 'action' | 'symbol' | 'takeProfits'>> {
  action: Signal['action'] | undefined;
  symbol: string | undefined;
  takeProfits: Signal['takeProfits'][number][];
}
export type UpdateDraft = Mutable<Update>;

export const newSignal = (): SignalDraft => ({
  action: undefined,
  orderType: 'market',
  symbol: undefined,
  entry: null,
  stopLoss: null,
  takeProfits: [],
  lots: null,
  riskPercent: null,
  leverage: null,
  timeframe: null,
});
