import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parse } from '../src/parse.ts';
import type { RawReading } from '../src/read.ts';
import type { Labels } from './labels.ts';
import {
  areUpdatesRight,
  count,
  isCoreRight,
  isWhollyRight,
  newTally,
  show,
  type Tally,
} from './score.ts';

export function toLabels({
  kind,
  signals,
  updates,
}: Pick<RawReading, 'kind' | 'signals' | 'updates'>): Labels {
  const [update = null, ...moreUpdates] = updates;
  return { kind, signals, update, ...(moreUpdates.length > 0 && { moreUpdates }) };
}

/** A labelled message of a file. */
interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly lang: string;
  readonly family: string;
  readonly labels: Labels;
}

/** The messages of a file, one a line. */
export function readLabelled(file: string): Labelled[] {
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const message = JSON.parse(line) as Labelled;
    return { ...message, labels: asTexts(message.labels) as Labels };
  });
}

/** Numbers of a file are JSON numbers; ours are decimal texts. */
function asTexts(value: unknown): unknown {
  if (typeof value === 'number') return plain(value);
  if (Array.isArray(value)) return value.map(asTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, asTexts(each)]));
}
const plain = (value: number) =>
  Math.abs(value) < 1e-6 ? value.toFixed(12).replace(/0+$/, '') : String(value);

interface Scores {
  readonly kind: Tally;
  readonly core: Tally;
  readonly whole: Tally;
  readonly updates: Tally;
  readonly falseOrders: Tally;
  readonly falseOrdersKept: Tally;
  readonly kept: Tally;
  readonly coverage: Tally;
}

function evaluate(messages: readonly Labelled[], details: boolean): void {
  const scores: Scores = {
    kind: newTally(),
    core: newTally(),
    whole: newTally(),
    updates: newTally(),
    falseOrders: newTally(),
    falseOrdersKept: newTally(),
    kept: newTally(),
    coverage: newTally(),
  };
  const families = new Map<string, Tally>();
  const languages = new Map<string, Tally>();
  for (const message of messages) {
    const isRight = judge(message, scores);
    for (const [map, key] of [
      [families, message.family],
      [languages, message.lang],
    ] as const) {
      if (!map.has(key)) map.set(key, newTally());
      count(map.get(key) as Tally, isRight);
    }
    if (details && !isRight) explain(message);
  }
  for (const [name, tally] of Object.entries(scores))
    console.log(name.padEnd(16), show(tally as Tally));
  for (const map of [languages, families]) {
    const worst = [...map]
      .filter(([, { right, of }]) => right < of)
      .toSorted(([, a], [, b]) => a.right / a.of - b.right / b.of);
    console.log(worst.map(([name, { right, of }]) => `${name} ${right}/${of}`).join(', '));
  }
}

function judge({ text, labels }: Labelled, scores: Scores): boolean {
  const read = parse(text);
  if (read.kind === 'refused') throw new Error('A message is too long');
  const isRight = isWhollyRight(read, labels);
  count(scores.kind, read.kind === labels.kind);
  count(scores.whole, isRight);
  if (labels.kind === 'signal') count(scores.core, isCoreRight(read, labels));
  if (labels.kind === 'update') count(scores.updates, areUpdatesRight(read, labels));
  if (labels.kind !== 'signal') {
    count(scores.falseOrders, read.signals.length > 0);
    count(scores.falseOrdersKept, read.signals.length > 0 && !read.abstained);
  }
  if (read.signals.length > 0 && !read.abstained) count(scores.kept, isCoreRight(read, labels));
  if (labels.kind === 'signal') count(scores.coverage, read.signals.length > 0 && !read.abstained);
  return isRight;
}

function explain({ id, text, lang, family, labels }: Labelled): void {
  const read = parse(text);
  if (read.kind === 'refused') return;
  const { evidence: _evidence, warnings: _warnings, confidence, abstained, ...rest } = read;
  console.log(
    `\n${id} ${lang} ${family} (${confidence}${abstained ? `, ${abstained}` : ''})\n${text}\n  expected ${JSON.stringify(labels)}\n  read     ${JSON.stringify(rest)}`,
  );
}

function main(): void {
  const { values, positionals } = parseArgs({
    options: { details: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  for (const file of positionals) {
    const messages = readLabelled(file);
    console.log(`\n${file}: ${messages.length} messages`);
    evaluate(messages, values.details);
  }
}

if (import.meta.main) main();
