import { fileURLToPath } from 'node:url';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { parse } from '@signalos/signal-parser';
import { generate } from '../../packages/signal-parser/training/messages.ts';
import { percentile } from './measure.ts';
import { readLabelled } from '../../packages/signal-parser/training/labelled.ts';
import { accuracyOf, type Read } from './parser/accuracy.ts';
import { readByPatterns } from './parser/patterns.ts';

// Reading a channel message: our model against a reader in the style that copiers of signals have, keywords
// and regular expressions. Time per message on labelled and on generated ones, in turn, so that a noisy
// moment hits both; time from a new process to the first answer; size; and how often each is right.
//
//   node --disable-warning=ExperimentalWarning bench/src/parser.ts [labelled.jsonl …]

const DATA = new URL('../../packages/signal-parser/test/data/', import.meta.url);
const SOURCES = new URL('../../packages/signal-parser/src/', import.meta.url);
const GENERATED = 5_000;
const ROUNDS = 9;
const STARTS = 5;

const files =
  process.argv.length > 2
    ? process.argv.slice(2)
    : ['signals', 'hostile', 'fresh', 'unseen'].map(named);
const readers: Readonly<Record<string, Read>> = {
  '@signalos/signal-parser': readByModel,
  'regular expressions': readByPatterns,
};

timesOf(
  'labelled messages',
  files.flatMap((file) => readLabelled(file).map(({ text }) => text)),
);
timesOf(
  'generated messages',
  [...generate({ seed: 1, count: GENERATED })].map(({ text }) => text),
);
loading();
size();
for (const file of files) accuracy(file);

function named(name: string): string {
  return fileURLToPath(new URL(`${name}.jsonl`, DATA));
}

function readByModel(text: string) {
  const reading = parse(text);
  if (reading.kind === 'refused') throw new Error('A message is too long');
  return reading;
}

/** The best of some rounds for each message, so that what else the machine does is not counted. */
function timesOf(title: string, texts: readonly string[]): void {
  const best = Object.keys(readers).map(() => texts.map(() => Infinity));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, text] of texts.entries()) {
      for (const [which, read] of Object.values(readers).entries()) {
        const started = performance.now();
        read(text);
        const times = best[which] ?? [];
        times[index] = Math.min(times[index] ?? Infinity, performance.now() - started);
      }
    }
  }
  console.log(`\nµs per message, ${texts.length} ${title} (best of ${ROUNDS} interleaved rounds)`);
  const rows = Object.keys(readers).map((name, which) => {
    const at = (share: number) => micros(percentile(best[which] ?? [], share));
    return [name, { p50: at(0.5), p99: at(0.99), longest: at(1) }];
  });
  console.table(Object.fromEntries(rows));
}

function micros(ms: number): number {
  return Math.round(10_000 * ms) / 10;
}

/** In a process of its own: from the import to the first answer. */
function loading(): void {
  const script = `const started = performance.now();
    const { parse } = await import('@signalos/signal-parser');
    const imported = performance.now();
    parse('GOLD BUY NOW 2331-2327 SL 2323 TP 2335');
    console.log(JSON.stringify([imported - started, performance.now() - imported]));`;
  const starts = Array.from({ length: STARTS }, () => {
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      encoding: 'utf8',
    });
    return JSON.parse(output) as [number, number];
  });
  const median = (which: 0 | 1) =>
    percentile(
      starts.map((each) => each[which]),
      0.5,
    ).toFixed(0);
  console.log(
    `\nIn a new process: import ${median(0)} ms, first message ${median(1)} ms (median of ${STARTS})`,
  );
}

function size(): void {
  console.log('\nSize of what is learnt, in KiB');
  const rows = ['weights.json', 'lexicon.json', 'instruments.json'].map((name) => {
    const content = readFileSync(new URL(name, SOURCES));
    return [name, { plain: kib(content.length), gzip: kib(gzipSync(content).length) }];
  });
  console.table(Object.fromEntries(rows));
}

function kib(bytes: number): number {
  return Math.round(bytes / 1024);
}

function accuracy(file: string): void {
  const messages = readLabelled(file);
  console.log(`\nRight, ${messages.length} messages of ${file.split('/').at(-1)}`);
  const rows = Object.entries(readers).map(([name, read]) => [name, accuracyOf(messages, read)]);
  console.table(Object.fromEntries(rows));
}
