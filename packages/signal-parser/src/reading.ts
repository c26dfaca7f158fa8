export type Side = 'buy' | 'sell';

/** A plain decimal without an exponent or needless zeros, such as `2331.5`: never a float. */
export type DecimalText = string;

export type Stop = { readonly price: DecimalText } | { readonly pips: DecimalText };
export type Target = Stop | { readonly open: true };

export type Timeframe = 'M1' | 'M5' | 'M15' | 'M30' | 'H1' | 'H2' | 'H4' | 'D1' | 'W1';

/** An order as the text words it: nothing repaired, nothing completed, nothing checked. */
export interface Signal {
  readonly action: Side;
  readonly orderType: 'market' | 'limit' | 'stop';
  readonly symbol: string;
  readonly entry: { readonly low: DecimalText; readonly high: DecimalText } | null;
  readonly stopLoss: Stop | null;
  readonly takeProfits: readonly Target[];
  readonly lots: DecimalText | null;
  readonly riskPercent: DecimalText | null;
  readonly leverage: DecimalText | null;
  readonly timeframe: Timeframe | null;
}

export type UpdateType =
  'close' | 'closePartial' | 'breakeven' | 'moveStop' | 'cancel' | 'modifyTp';

/** An instruction about trades that exist; a symbol of null means the one talked about last. */
export interface Update {
  readonly type: UpdateType;
  readonly symbol: string | null;
  readonly percent: DecimalText | null;
  readonly price: DecimalText | null;
}

export const WARNINGS = [
  'direction-inferred',
  'no-stop-loss',
  'stop-on-wrong-side',
  'target-on-wrong-side',
  'unread-number',
  'hesitant',
] as const;
export type Warning = (typeof WARNINGS)[number];

/** What a message says, and how sure the reader is of it, from 0 to 1. */
export interface Reading {
  readonly kind: 'signal' | 'update' | 'noise';
  readonly signals: readonly Signal[];
  readonly update: Update | null;
  readonly moreUpdates?: readonly Update[];
  readonly confidence: number;
  readonly warnings: readonly Warning[];
}

/** A text that is not read at all. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: 'text-too-long';
  readonly bytesMax: number;
}

export type Parse = Reading | Refusal;
