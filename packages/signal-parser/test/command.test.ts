import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TEXT_BYTES_MAX } from '../src/index.ts';

const command = fileURLToPath(new URL('../src/parse.main.ts', import.meta.url));

async function run(args: readonly string[], input = '', env: Record<string, string> = {}) {
  const { FORCE_COLOR: _ofTestRunner, ...inherited } = process.env;
  const child = spawn(process.execPath, [command, ...args], { env: { ...inherited, ...env } });
  child.stdin.end(input);
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const [output, code] = await Promise.all([textOf(child.stdout), exited]);
  return { output, code };
}

const linesOf = (output: string) =>
  output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the command', () => {
  it('answers every line in its order', async () => {
    const texts = ['EURUSD buy 1.0850 sl 1.0820 tp 1.0910', 'good morning', 'Close half of gold'];
    const input = texts.map((text, id) => JSON.stringify({ id, text })).join('\r\n');

    const { output, code } = await run([], input);

    expect(code).toBe(0);
    expect(linesOf(output)).toMatchObject([
      { id: 0, labels: { kind: 'signal', signals: [{ symbol: 'EURUSD', entry: { low: 1.085 } }] } },
      { id: 1, labels: { kind: 'noise', signals: [], update: null }, abstained: false },
      { id: 2, labels: { kind: 'update', update: { type: 'closePartial', percent: 50 } } },
    ]);
  });

  it('answers a line that it cannot read with an error, and goes on', async () => {
    const input = '\uFEFF{"id":"a","text":"hi"}\n\nno\n[]\n{"id":"b"}\n{"text":"hi"}\n';

    const { output, code } = await run([], input);

    expect(code).toBe(1);
    expect(linesOf(output)).toMatchObject([
      { id: 'a', labels: { kind: 'noise' } },
      { id: null, error: expect.any(String) },
      { id: null, error: expect.any(String) },
      { id: 'b', error: 'text must be a string' },
      { id: null, labels: { kind: 'noise' } },
    ]);
  });

  it('answers with the id as it was written, and with none that is no id', async () => {
    const { output } = await run(
      [],
      '{"id":12345678901234567890,"text":"hi"}\n{"id":1.0,"text":"hi"}\n{"id":[1],"text":"hi"}',
    );

    expect(output).toMatch(
      /^\{"id":12345678901234567890,.*\n\{"id":1\.0,.*\n\{"id":null,"error":"id must/,
    );
  });

  it('answers before there are more lines', async () => {
    const child = spawn(process.execPath, [command]);
    child.stdin.write('{"id":1,"text":"hi"}\n');

    const [first] = await once(child.stdout, 'data');
    child.stdin.end();

    expect(String(first)).toMatch(/^\{"id":1,/);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [command]);
    const errors = textOf(child.stderr);
    child.stdin.on('error', () => undefined); // It ends before it has read all.
    child.stdin.end('{"id":1,"text":"hi"}\n'.repeat(100_000));
    await once(child.stdout, 'data');
    child.stdout.destroy();

    expect(await errors).toBe('');
  });

  it('tells its usage', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      output: expect.stringContaining('npm run'),
    });
  });

  it('takes what only looks like the end of a line for a part of the text', async () => {
    const { output } = await run([], '{"id":1,"text":"good\u2028morning\u2029all"}');

    expect(linesOf(output)).toMatchObject([{ id: 1, labels: { kind: 'noise' } }]);
  });

  it('says of a text that is too long that nobody read it', async () => {
    const text = 'x'.repeat(TEXT_BYTES_MAX + 1);

    const { output, code } = await run([], JSON.stringify({ id: 1, text }));

    expect(code).toBe(0);
    expect(linesOf(output)).toMatchObject([{ abstained: true, reason: 'text-too-long' }]);
  });

  it('answers a line that is too long with an error, without taking long', async () => {
    const long = JSON.stringify({ id: 1, text: 'x'.repeat(60e6) });

    const { output, code } = await run([], `${long}\n{"id":2,"text":"hi"}`);

    expect(code).toBe(1);
    expect(linesOf(output)).toMatchObject([
      { id: null, error: 'A line must have at most 16777216 characters' },
      { id: 2, labels: { kind: 'noise' } },
    ]);
  });

  it('explains one message, without colours where nobody looks', async () => {
    const args = ['EURUSD buy 1.0850', 'sl 1.0820 tp 1.0910'];

    const { output } = await run(args);

    expect(output).toMatch(/^EURUSD buy 1\.0850 sl 1\.0820 tp 1\.0910\n/);
    expect(output).toMatch(/stopLoss +1\.082 .*“1\.0820”/);
    expect(output).not.toContain('\u001b');
  });

  it('has colours where they are wanted, unless NO_COLOR is set', async () => {
    const wanted = await run(['buy gold'], '', { FORCE_COLOR: '1', NO_COLOR: '' });
    const unwanted = await run(['buy gold'], '', { NO_COLOR: '1' });

    expect(wanted.output).toContain('\u001b[');
    expect(unwanted.output).not.toContain('\u001b[');
  });
});
