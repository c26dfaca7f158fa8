import { ROW_BITS } from './rows.ts';

export const KINDS = ['noise', 'signal', 'update', 'both'] as const;
export type MessageKind = (typeof KINDS)[number];

/** Tables of weights; the trainer's are floats, those that are shipped are bytes and a scale. */
export interface Model {
  readonly tagger: Float32Array | Int8Array;
  readonly taggerScale: number;
  /** Exponentials of the scores. */
  readonly transitions: Float64Array;
  readonly kinds: Float32Array | Int8Array;
  readonly kindScale: number;
}

/** How far to trust a reading: a logistic regression on what is known of how it came about. */
export interface Calibration {
  readonly weights: readonly number[];
  /** Below this confidence an order is left to a person. */
  readonly threshold: number;
}

export const KIND_SIZE = KINDS.length << ROW_BITS;
