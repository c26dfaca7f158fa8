// Reads channel messages, one a line, with as much memory for a million as for one:
//   npm run --silent parse < messages.jsonl
// or explains how it reads the one it is given:
//   npm run parse -- 'BUY GOLD 2331-2327 SL 2323 TP 2335'
// A line that cannot be read, or is longer than 16 Mi characters, is answered with `{"id", "error"}`, and the command ends with 1.

import { styleText } from 'node:util';
import { answerFor } from './answer.ts';
import { explain, type Meaning, type Paint } from './explain.ts';
import { LINE_TOO_LONG, lineCutter } from './lines.ts';
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

type Reviver = (key: string, value: unknown, written: { readonly source?: string }) => unknown;
const json = JSON as unknown as {
  readonly parse: (text: string, reviver: Reviver) => unknown;
  readonly rawJSON: (text: string) => object;
  readonly isRawJSON: (value: unknown) => boolean;
};
const asWritten: Reviver = (key, value, { source }) =>
  key === 'id' && typeof value === 'number' && source ? json.rawJSON(source) : value;

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(); // Nobody reads on.
});

const words = process.argv.slice(2);
if (words[0] === '--help' || words[0] === '-h') process.stdout.write(USAGE);
else if (words.length > 0) explainOne(words.join(' '));
else await answerAll();

function explainOne(text: string): void {
  const parsed = parse(text);
  process.stdout.write(`${explain(text, parsed, paint)}\n`);
  process.exitCode = parsed.kind === 'refused' ? 1 : 0;
}

/** Answers what there is as soon as it is there: a write for every line would cost more than reading it. */
async function answerAll(): Promise<void> {
  for await (const lines of linesOf(process.stdin)) {
    const answers = lines.filter((line) => line?.trim() !== '').map(answerLine);
    if (answers.some((answer) => 'error' in answer)) process.exitCode = 1;
    await write(answers.map((answer) => `${JSON.stringify(answer)}\n`).join(''));
  }
}

/** Not of `node:readline`, to which U+2028 ends a line: in JSON it may stand within a text. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<(string | undefined)[]> {
  const { cut, rest } = lineCutter();
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) yield cut(chunk);
  yield [rest()];
}

function answerLine(line: string | undefined): object {
  if (line === undefined) return { id: null, error: LINE_TOO_LONG };
  const message = objectIn(line);
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

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value = json.parse(line.replace(/^\uFEFF/, ''), asWritten);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) {
    await new Promise<void>((resolve) => void process.stdout.once('drain', resolve));
  }
}
