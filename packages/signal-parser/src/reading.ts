import type { Timeframe } from './timeframes.ts';

export type Side = 'buy' | 'sell';

/** A plain decimal without an exponent or needless zeros, such as `2331.5`: never a float. */
export type DecimalText = string;

export type Stop = { readonly price: DecimalText } | { readonly pips: DecimalText };
export type Target = Stop | { readonly open: true };

/** The price of a level that has one. */
export const priceIn = (level: Target | null | undefined) =>
  level && 'price' in level ? Number(level.price) : undefined;

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

/** What speaks against an order so much that a person must look at it, however sure the model is. */
export const SERIOUS = [
  'negated',
  'withdrawn',
  'asked',
  'hidden-text',
  'stop-on-wrong-side',
  'target-on-wrong-side',
  'two-stops',
  'maybe-distances',
  'implausible-level',
  'implausible-size',
] as const;

export const WARNINGS = [
  'direction-inferred',
  'no-stop-loss',
  'shorthand-expanded',
  ...SERIOUS,
] as const;
export type Warning = (typeof WARNINGS)[number];

export const FIELDS = [
  'action',
  'orderType',
  'symbol',
  'entry',
  'stopLoss',
  'takeProfits',
  'lots',
  'riskPercent',
  'leverage',
  'timeframe',
  'update',
] as const;
export type Field = (typeof FIELDS)[number];

/** The characters of the original text that gave a field, and how sure the model is of them. */
export interface Evidence {
  readonly field: Field;
  /** Index of the signal, or of the update, in the reading. */
  readonly index: number;
  /** UTF-16 offsets, the end excluded. */
  readonly start: number;
  readonly end: number;
  /** From 0 to 1. */
  readonly confidence: number;
}

/** Why a person must confirm an order before it is placed. */
export const DOUBTS = ['unsure', 'incomplete', ...SERIOUS] as const;
export type Doubt = (typeof DOUBTS)[number];

/** What a message says, how sure the reader is of it, and which characters say so. */
export interface Reading {
  readonly kind: 'signal' | 'update' | 'noise';
  readonly signals: readonly Signal[];
  readonly update: Update | null;
  readonly moreUpdates?: readonly Update[];
  /** The chance that all of it is right, from 0 to 1, calibrated. */
  readonly confidence: number;
  /** Nothing may be executed without a person's consent: why. */
  readonly abstained: Doubt | null;
  readonly evidence: readonly Evidence[];
  readonly warnings: readonly Warning[];
}

/** A text that is not read at all. */
export interface Refusal {
  readonly kind: 'refused';
  readonly reason: 'text-too-long';
  readonly bytesMax: number;
}

export type Parse = Reading | Refusal;
