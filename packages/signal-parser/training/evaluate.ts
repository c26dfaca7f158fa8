import { parseArgs } from 'node:util';
import { parse } from '../src/parse.ts';
import type { Reading } from '../src/reading.ts';
import { readLabelled, type Labelled } from './labelled.ts';
import {
  count,
  countBy,
  isCoreRight,
  newOutcome,
  newTally,
  note,
  show,
  worstOf,
  type Tally,
} from './score.ts';

function evaluate(messages: readonly Labelled[], details: boolean): void {
  const outcome = newOutcome();
  const acted = { falseOrdersKept: newTally(), kept: newTally(), coverage: newTally() };
  const [families, languages] = [new Map<string, Tally>(), new Map<string, Tally>()];
  for (const message of messages) {
    const { text, labels, family, lang } = message;
    const read = readingOf(text);
    const isKept = read.signals.length > 0 && !read.abstained;
    const isRight = note(outcome, read, labels);
    count(labels.kind === 'signal' ? acted.coverage : acted.falseOrdersKept, isKept);
    if (isKept) count(acted.kept, isCoreRight(read, labels));
    countBy(families, family, isRight);
    countBy(languages, lang, isRight);
    if (details && !isRight) explain(message, read);
  }
  for (const [name, tally] of Object.entries({ ...outcome, ...acted })) {
    console.log(name.padEnd(16), show(tally));
  }
  for (const tallies of [languages, families]) console.log(worstOf(tallies));
}

function readingOf(text: string): Reading {
  const read = parse(text);
  if (read.kind === 'refused') throw new Error('A message is too long');
  return read;
}

function explain({ id, text, lang, family, labels }: Labelled, read: Reading): void {
  const { evidence: _evidence, warnings: _warnings, confidence, abstained, ...rest } = read;
  console.log(
    `\n${id} ${lang} ${family} (${confidence}${abstained ? `, ${abstained}` : ''})\n${text}\n  expected ${JSON.stringify(labels)}\n  read     ${JSON.stringify(rest)}`,
  );
}

const { values, positionals } = parseArgs({
  options: { details: { type: 'boolean', default: false } },
  allowPositionals: true,
});
for (const file of positionals) {
  const messages = readLabelled(file);
  console.log(`\n${file}: ${messages.length} messages`);
  evaluate(messages, values.details);
}
