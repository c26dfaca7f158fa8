import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startTestCompliance } from './compliance.ts';

const command = join(import.meta.dirname, '../src/decide.main.ts');
const golden = await readFile(new URL('golden.jsonl', import.meta.url), 'utf8');

async function decide(input: string, ...args: readonly string[]) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  const [output, errors] = [text(child.stdout), text(child.stderr)];
  child.stdin.end(input);
  const [code] = await once(child, 'exit');
  const lines = (await output).split('\n').filter((line) => line !== '');
  return { code, decisions: lines.map((line) => JSON.parse(line)), errors: await errors };
}

describe('the command that decides cases', () => {
  it('answers each line with the rules that it breaks', async () => {
    const { code, decisions } = await decide(golden);

    expect(code).toBe(0);
    expect(decisions).toHaveLength(127);
    expect(decisions[0]).toEqual({ id: 'G001', allowed: true, violations: [], warnings: [] });
    expect(decisions[1]).toMatchObject({ id: 'G002', violations: ['LOT_MAX_PER_TRADE'] });
  });

  it('decides them under another profile', async () => {
    const [first = ''] = golden.split('\n');

    const { decisions } = await decide(first, '--profile', 'ftuk');

    expect(decisions).toEqual([
      { id: 'G001', allowed: false, violations: ['LOT_MAX_PER_TRADE'], warnings: [] },
    ]);
  });

  it('goes on after lines that it cannot read, and says so at the end', async () => {
    const [first = ''] = golden.split('\n');
    const broken = JSON.stringify({ ...JSON.parse(first), id: 'broken', now: 'then' });

    const { code, decisions } = await decide(`{"id"\n[]\n\n${broken}\n${first}\n`);

    expect(code).toBe(1);
    expect(decisions).toMatchObject([
      { id: null, error: 'A line must be an object in JSON' },
      { id: null, error: 'A line must be an object in JSON' },
      { id: 'broken', error: expect.stringMatching(/^now must be an instant/) },
      { id: 'G001', allowed: true },
    ]);
  });

  it('answers the lines around one that nothing can be reckoned of', async () => {
    const [first = ''] = golden.split('\n');
    const good = JSON.parse(first);
    const spoilt = ['', 'x', '0'].map((currency) => ({
      ...good,
      id: currency,
      account: { ...good.account, currency },
    }));
    const ancient = { ...good, id: 'ancient', now: '0000-01-01T00:00:00.000Z' };
    const lines = [good, ...spoilt, ancient, good].map((line) => JSON.stringify(line));

    const { code, decisions } = await decide(lines.join('\n'));

    expect(code).toBe(1);
    expect(decisions).toMatchObject([
      { id: 'G001', allowed: true },
      { id: '', error: expect.stringMatching(/^currency must be/) },
      { id: 'x', error: expect.stringMatching(/^currency must be/) },
      { id: '0', error: expect.stringMatching(/^currency must be/) },
      { id: 'ancient', error: expect.stringMatching(/^now must be/) },
      { id: 'G001', allowed: true },
    ]);
  });

  it('passes over the mark that some files begin with', async () => {
    const [first = ''] = golden.split('\n');

    expect((await decide(`\uFEFF${first}\n`)).decisions).toMatchObject([{ id: 'G001' }]);
  });

  it('answers a line that is too long with an error, without taking long', async () => {
    const [first = ''] = golden.split('\n');
    const long = (characters: number) =>
      JSON.stringify({ ...JSON.parse(first), note: 'x'.repeat(characters) });

    const { decisions } = await decide(`${long(16e6)}\n${long(60e6)}\n${first}`);

    expect(decisions).toEqual([
      { id: 'G001', allowed: true, violations: [], warnings: [] },
      { id: null, error: 'A line must have at most 16777216 characters' },
      { id: 'G001', allowed: true, violations: [], warnings: [] },
    ]);
  });

  it('takes decisions of an audit trail again, and passes over what is none', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body: small } = await trader.validate();
    const { body: large } = await trader.validate({ lots: '1.80' });
    const url = `/compliance/audit?accountId=${trader.accountId}&format=jsonl`;
    const { body: trail } = await trader.client.get(url);

    const { decisions } = await decide(trail);
    const stricter = await decide(trail, '--profile', 'ftuk');

    expect(decisions).toEqual([
      { id: small.decisionId, allowed: true, violations: [], warnings: [] },
      { id: large.decisionId, allowed: true, violations: [], warnings: [] },
    ]);
    expect(stricter.decisions).toMatchObject([
      { id: small.decisionId, allowed: true },
      { id: large.decisionId, violations: expect.arrayContaining(['LOT_MAX_PER_TRADE']) },
    ]);
  });

  it('does not begin under a profile that is not there', async () => {
    const { code, decisions, errors } = await decide(golden, '--profile', 'nobody');

    expect(code).not.toBe(0);
    expect(decisions).toEqual([]);
    expect(errors).toContain('There is no profile nobody');
  });
});
