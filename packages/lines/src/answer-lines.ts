import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lineCutter } from './cutter.ts';

/** What is said to a line, or nothing; `undefined` for one that is too long. Lines are counted from 1. */
export type Answer = (line: string | undefined, number: number) => object | undefined;

interface Streams {
  readonly input?: Readable;
  readonly output?: Writable;
}

/**
 * Answers the lines of standard input on standard output, in JSON: as soon as they are there, with as much
 * memory for a million as for one. Blank lines are counted, not answered. Ends quietly if nobody reads on.
 */
export async function answerLines(
  answer: Answer,
  { input = process.stdin, output = process.stdout }: Streams = {},
): Promise<void> {
  const { cut, rest } = lineCutter();
  let lines = 0;

  function answered(line: string | undefined): string {
    lines++;
    const said = line?.trim() === '' ? undefined : answer(line, lines);
    return said ? `${JSON.stringify(said)}\n` : '';
  }

  async function* answers(texts: AsyncIterable<string>) {
    for await (const text of texts) yield cut(text).map(answered).join('');
    yield answered(rest());
  }

  try {
    await pipeline(input.setEncoding('utf8'), answers, output, { end: false });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
  }
}
