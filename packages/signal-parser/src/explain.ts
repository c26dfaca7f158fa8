import { FIELDS } from './reading.ts';
import type { Evidence, Field, Parse, Reading, Signal, Stop, Target, Update } from './reading.ts';

/** How a stretch of an explanation is meant; a terminal gives each its colour. */
export type Meaning = Field | 'heading' | 'faint' | 'good' | 'doubtful';
export type Paint = (text: string, meaning: Meaning) => string;

/** A reading in words: the text with its evidence, a table of what was read, and every doubt. */
export function explain(text: string, parsed: Parse, paint: Paint): string {
  if (parsed.kind === 'refused') {
    return paint(`refused: the text has more than ${parsed.bytesMax} bytes`, 'doubtful');
  }
  return [
    highlight(text, parsed.evidence, paint),
    heading(parsed, paint),
    ...tablesOf(text, parsed, paint),
    verdict(parsed, paint),
  ].join('\n\n');
}

/** The text with the characters that gave a field in that field's colour. */
function highlight(text: string, evidence: readonly Evidence[], paint: Paint): string {
  let [shown, at] = ['', 0];
  for (const { field, start, end } of evidence.toSorted((a, b) => a.start - b.start)) {
    if (start < at) continue;
    shown += harmless(text.slice(at, start)) + painted(text.slice(start, end), field, paint);
    at = end;
  }
  return shown + harmless(text.slice(at));
}

/** Line by line, for a colour that runs over the end of a line fills the next. */
const painted = (text: string, field: Field, paint: Paint) =>
  harmless(text)
    .split('\n')
    .map((line) => (line === '' ? '' : paint(line, field)))
    .join('\n');

/** A message may hold what would command the terminal, or turn its lines around. */
const harmless = (text: string) =>
  text.replaceAll(/(?!\n)\p{Cc}|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '·');

const heading = ({ kind, confidence }: Reading, paint: Paint) =>
  `${paint(kind, 'heading')}, ${percent(confidence)} sure`;

const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function tablesOf(text: string, reading: Reading, paint: Paint): string[] {
  const updates = reading.update ? [reading.update, ...(reading.moreUpdates ?? [])] : [];
  return [
    ...reading.signals.map((signal, index) => {
      const rows = FIELDS.filter((field) => field !== 'update').map((field) => {
        const found = evidenceOf(reading, field, index);
        return rowOf({ field, value: valueOf(signal, field), found }, text, paint);
      });
      return table(paint(`signal ${index + 1}`, 'heading'), rows);
    }),
    ...updates.map((update, index) => {
      const found = evidenceOf(reading, 'update', index);
      const row = rowOf({ field: 'update', value: updateWords(update), found }, text, paint);
      return table(paint(`update ${index + 1}`, 'heading'), [row]);
    }),
  ];
}

const evidenceOf = ({ evidence }: Reading, field: Field, index: number) =>
  evidence.filter((each) => each.field === field && each.index === index);

interface Row {
  readonly field: Field;
  readonly value: string;
  readonly found: readonly Evidence[];
}

const FIELD_WIDTH = 12;
const VALUE_WIDTH = 24;
const SHARE_WIDTH = 9;

function rowOf({ field, value, found }: Row, text: string, paint: Paint): string {
  const name = field.padEnd(FIELD_WIDTH);
  if (value === NONE) return paint(name + NONE, 'faint');
  const least = Math.min(...found.map(({ confidence }) => confidence));
  if (found.length === 0) return paint(name, field) + value;
  const words = found.map(({ start, end }) => quoted(text.slice(start, end))).join(' ');
  return `${paint(name, field)}${value.padEnd(VALUE_WIDTH)} ${percent(least).padStart(SHARE_WIDTH)}  ${paint(words, 'faint')}`;
}

const quoted = (text: string) => `“${harmless(text).replaceAll(/\s+/g, ' ')}”`;

const table = (title: string, rows: readonly string[]) =>
  [title, ...rows.map((row) => `  ${row}`)].join('\n');

const NONE = '–';

function valueOf(signal: Signal, field: Exclude<Field, 'update'>): string {
  if (field === 'entry') return signal.entry ? zoneWords(signal.entry) : NONE;
  if (field === 'stopLoss') return signal.stopLoss ? levelWords(signal.stopLoss) : NONE;
  if (field === 'takeProfits') return signal.takeProfits.map(levelWords).join(', ') || NONE;
  return signal[field] ?? NONE;
}

const zoneWords = ({ low, high }: NonNullable<Signal['entry']>) =>
  low === high ? low : `${low} to ${high}`;

function levelWords(level: Stop | Target): string {
  if ('open' in level) return 'open';
  return 'price' in level ? level.price : `${level.pips} pips`;
}

const updateWords = ({ type, symbol, percent: part, price }: Update) =>
  [type, symbol, part && `${part} %`, price && `at ${price}`].filter(Boolean).join(' ');

function verdict({ abstained, warnings, kind }: Reading, paint: Paint): string {
  const lines = warnings.map((warning) => paint(`warning: ${warning}`, 'doubtful'));
  if (abstained !== null) {
    lines.push(paint(`A person must confirm it first: ${abstained}.`, 'doubtful'));
  } else if (kind === 'noise') lines.push(paint('Nothing to do.', 'faint'));
  else lines.push(paint('Sure enough to be acted on.', 'good'));
  return lines.join('\n');
}
