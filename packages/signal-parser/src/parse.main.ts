// Reads channel messages, one a line, with as much memory for a million as for one:
//   npm run --silent parse < messages.jsonl
// or explains how it reads the one it is given:
//   npm run parse -- 'BUY GOLD 2331-2327 SL 2323 TP 2335'
// A line that cannot be read, or is longer than 16 Mi characters, is answered with `{"id", "error"}`, and the command ends with 1.

import { styleText } from 'node:util';
import { answerLines, LINE_TOO_LONG, objectIn, type Reviver } from '@signalos/lines';
import { answerFor } from './answer.ts';
import { explain, type Meaning, type Paint } from './explain.ts';
import { parse } from './parse.ts';

const COLOURS: Readonly<Record<Meaning, Parameters<typeof styleText>[0]>> = {
  action: ['bold', 'magenta'],
  orderType: 'magenta',
  symbol: ['bold', 'cyan'],
  entry: ['bold', 'blue'],
  stopLoss: ['bold', 'red'],
  takeProfits: ['bold', 'green'],
  lots: 'yellow',
  riskPercent: 'yellow',
  leverage: 'yellow',
  timeframe: 'cyan',
  update: ['bold', 'magenta'],
  heading: 'bold',
  faint: 'dim',
  good: 'green',
  doubtful: 'yellow',
};
/** Without colours where `NO_COLOR` asks for that, or where nobody looks. */
const paint: Paint = (text, meaning) =>
  styleText(COLOURS[meaning], text, { stream: process.stdout });

const USAGE = `npm run parse -- 'BUY GOLD …'                  explains how a message is read
npm run --silent parse < messages.jsonl       answers {"id","text"}, one a line
`;

const json = JSON as typeof JSON & {
  readonly rawJSON: (text: string) => object;
  readonly isRawJSON: (value: unknown) => boolean;
};
const asWritten: Reviver = (key, value, { source }) =>
  key === 'id' && typeof value === 'number' && source ? json.rawJSON(source) : value;

const words = process.argv.slice(2);
if (words[0] === '--help' || words[0] === '-h') process.stdout.write(USAGE);
else if (words.length > 0) explainOne(words.join(' '));
else await answerLines(answer);

function explainOne(text: string): void {
  const parsed = parse(text);
  process.stdout.write(`${explain(text, parsed, paint)}\n`);
  process.exitCode = parsed.kind === 'refused' ? 1 : 0;
}

function answer(line: string | undefined): object {
  const said = answerTo(line);
  if ('error' in said) process.exitCode = 1;
  return said;
}

function answerTo(line: string | undefined): object {
  if (line === undefined) return { id: null, error: LINE_TOO_LONG };
  const message = objectIn(line, asWritten);
  if (!message) return { id: null, error: 'A line must be an object in JSON' };
  const { id = null, text } = message;
  if (!isId(id)) return { id: null, error: 'id must be a string or a number' };
  if (typeof text !== 'string') return { id, error: 'text must be a string' };
  return answerFor(id, parse(text));
}

/** Numbers are answered digit by digit, as they came. */
function isId(id: unknown): boolean {
  return id === null || typeof id === 'string' || json.isRawJSON(id);
}
