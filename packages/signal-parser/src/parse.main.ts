// Reads channel messages, one a line, with as much memory for a million as for one:
//   npm run --silent parse < messages.jsonl
// or explains how it reads the one it is given:
//   npm run parse -- 'BUY GOLD 2331-2327 SL 2323 TP 2335'
// A line that cannot be read, or is longer than 16 Mi characters, is answered with `{"id", "error"}`, and the command ends with 1.

import { parseArgs, styleText } from 'node:util';
import { answerFor } from './answer.ts';
import { explain, type Meaning, type Paint } from './explain.ts';
import { LINE_TOO_LONG, lineCutter } from './lines.ts';
import { parse } from './parse.ts';

/** Written together: a write for every line would cost more than reading it. */
const CHUNK_CHARACTERS = 65_536;

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

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length > 0) explainOne(positionals.join(' '));
else await answerAll();

function explainOne(text: string): void {
  const parsed = parse(text);
  process.stdout.write(`${explain(text, parsed, paint)}\n`);
  process.exitCode = parsed.kind === 'refused' ? 1 : 0;
}

async function answerAll(): Promise<void> {
  let failures = 0;
  let chunk = '';
  for await (const line of linesOf(process.stdin)) {
    if (line?.trim() === '') continue;
    const answer = answerLine(line);
    if ('error' in answer) failures++;
    chunk += `${JSON.stringify(answer)}\n`;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    await write(chunk);
    chunk = '';
  }
  await write(chunk);
  process.exitCode = failures > 0 ? 1 : 0;
}

/** Not of `node:readline`, to which U+2028 ends a line: in JSON it may stand within a text. */
async function* linesOf(input: NodeJS.ReadStream): AsyncGenerator<string | undefined> {
  const { cut, rest } = lineCutter();
  for await (const chunk of input.setEncoding('utf8') as AsyncIterable<string>) yield* cut(chunk);
  yield rest();
}

function answerLine(line: string | undefined): object {
  if (line === undefined) return { id: null, error: LINE_TOO_LONG };
  const message = objectIn(line);
  if (!message) return { id: null, error: 'A line must be an object in JSON' };
  const { id = null, text } = message;
  if (typeof text !== 'string') return { id, error: 'text must be a string' };
  return answerFor(id, parse(text));
}

function objectIn(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const json: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    const isObject = typeof json === 'object' && json !== null && !Array.isArray(json);
    return isObject ? (json as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) {
    await new Promise<void>((resolve) => void process.stdout.once('drain', resolve));
  }
}
