import { readFileSync } from 'node:fs';
import type { RawReading } from '../src/read.ts';
import type { Labels } from './labels.ts';

/** A message, and what a careful person reads in it. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly lang: string;
  readonly family: string;
  readonly labels: Labels;
}

/** The messages of a file, one a line. Its numbers are JSON's; ours are decimal texts. */
export const readLabelled = (file: string | URL): Labelled[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line, asText) as Labelled);

const asText = (_key: string, value: unknown) => (typeof value === 'number' ? plain(value) : value);

const EXPONENT_BELOW = 1e-6;
const plain = (value: number) =>
  Math.abs(value) < EXPONENT_BELOW ? value.toFixed(12).replace(/0+$/, '') : String(value);

/** A reading in the form of labels. */
export function toLabels({
  kind,
  signals,
  updates,
}: Pick<RawReading, 'kind' | 'signals' | 'updates'>): Labels {
  const [update = null, ...moreUpdates] = updates;
  return { kind, signals, update, ...(moreUpdates.length > 0 && { moreUpdates }) };
}
