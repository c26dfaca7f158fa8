import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { answerLines, type Answer } from './answer-lines.ts';

const echo: Answer = (line, number) => ({ number, line });

/** What is said to these pieces of a text. */
async function said(pieces: readonly string[], answer: Answer): Promise<string> {
  let text = '';
  const output = new Writable({
    decodeStrings: false,
    highWaterMark: 1,
    write(chunk: string, _encoding, done) {
      text += chunk;
      setImmediate(done);
    },
  });
  await answerLines(answer, {
    input: Readable.from(pieces.map((each) => Buffer.from(each))),
    output,
  });
  return text;
}

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  });
}

const saidTo = (output: Writable) => answerLines(echo, { input: Readable.from(['a\n']), output });

function failingAnswer(): never {
  throw new RangeError('no answer');
}

describe('lines', () => {
  it('are answered with their numbers, wherever they are cut', async () => {
    expect(await said(['a\nb', 'c\n\n', 'd'], echo)).toBe(
      '{"number":1,"line":"a"}\n{"number":2,"line":"bc"}\n{"number":4,"line":"d"}\n',
    );
  });

  it('are passed over where nothing is said', async () => {
    expect(await said(['a\nb\n'], (line) => (line === 'a' ? undefined : { line }))).toBe(
      '{"line":"b"}\n',
    );
  });

  it('end quietly when nobody reads on, and with any other error', async () => {
    await expect(saidTo(failing('EPIPE'))).resolves.toBeUndefined();
    await expect(saidTo(failing('EIO'))).rejects.toThrow('EIO');
  });

  it('fail with whoever answers them', async () => {
    await expect(said(['a\n'], failingAnswer)).rejects.toThrow('no answer');
  });
});
