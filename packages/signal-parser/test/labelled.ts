import { readFileSync } from 'node:fs';
import type { Labels } from '../training/labels.ts';

/** A message, and what a careful person reads in it. */
export interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly labels: Labels;
}

export const labelledMessages = (name: string): Labelled[] =>
  readFileSync(new URL(`data/${name}.jsonl`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const message = JSON.parse(line) as Labelled;
      return { ...message, labels: asTexts(message.labels) as Labels };
    });

/** Numbers of a file are JSON's; the parser's are decimal texts. */
function asTexts(value: unknown): unknown {
  if (typeof value === 'number') return plain(value);
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTexts(each)]));
}

const EXPONENT_BELOW = 1e-6;
const plain = (value: number) =>
  value < EXPONENT_BELOW ? value.toFixed(12).replace(/0+$/, '') : String(value);
