import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type Trader } from './compliance.ts';

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

async function trailOf({ client, accountId }: Trader): Promise<string> {
  return (await client.get(`/compliance/audit?accountId=${accountId}&format=jsonl`)).body;
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
      { line: 1, id: null, error: 'A line must be an object in JSON' },
      { line: 2, id: null, error: 'A line must be an object in JSON' },
      { line: 4, id: 'broken', error: expect.stringMatching(/^now must be an instant/) },
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
      { line: 2, id: null, error: 'A line must have at most 16777216 characters' },
      { id: 'G001', allowed: true, violations: [], warnings: [] },
    ]);
  });

  it('takes decisions of an audit trail again, and passes over what is none', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body: small } = await trader.validate();
    const { body: large } = await trader.validate({ lots: '1.80' });
    const trail = await trailOf(trader);

    const { decisions } = await decide(trail);
    const stricter = await decide(trail, '--profile', 'ftuk');

    const same = { allowed: true, violations: [], warnings: [], asRecorded: true };
    expect(decisions).toEqual([
      { id: small.decisionId, ...same },
      { id: large.decisionId, ...same },
    ]);
    expect(stricter.decisions).toMatchObject([
      { id: small.decisionId, allowed: true },
      { id: large.decisionId, violations: expect.arrayContaining(['LOT_MAX_PER_TRADE']) },
    ]);
  });

  it('finds that whatever the service decided is decided so again, and what was changed is not', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: 'ftmo' });
    const funded = { accountId: trader.accountId, profileId: 'ftmo', phase: 'funded' };
    await trader.client.post('/compliance/activate', funded);
    await trader.validate();
    await trader.validate({ lots: '0.50', slPrice: undefined });
    await trader.validate({ symbol: 'XXXYYY' });
    await trader.activate('eu-mifid2');
    await trader.validate({ lots: '90.00', reserve: { ttlMs: 1_000 } });
    const bare = await test.trader({ profile: null });
    await bare.validate();
    const trails = [await trailOf(trader), await trailOf(bare)].join('');

    const { code, decisions } = await decide(trails);
    const changed = trails.replaceAll('"lots":"1.00"', '"lots":"900.00"');

    expect(decisions.filter(({ asRecorded }) => asRecorded !== true)).toEqual([]);
    expect(decisions.flatMap(({ violations, warnings }) => [...violations, ...warnings])).toEqual(
      expect.arrayContaining(['PROFILE_NOT_ACTIVE', 'SL_REQUIRED', 'NEWS_CALENDAR_EMPTY']),
    );
    expect(code).toBe(0);
    expect((await decide(changed)).code).toBe(1);
  });

  it('decides under an earlier version of a profile, and says under which', async () => {
    const { errors } = await decide(golden, '--profile', 'ftuk@1');

    expect(errors).toMatch(/^Under ftuk version 1, [0-9a-f]{64}\n$/);
  });

  it('ends in peace where nobody reads on', async () => {
    const child = spawn(process.execPath, [command], { stdio: ['pipe', 'pipe', 'pipe'] });
    const errors = text(child.stderr);
    child.stdin.on('error', () => {});
    child.stdout.once('data', () => child.stdout.destroy());
    child.stdin.end(golden.repeat(200));
    const [code] = await once(child, 'exit');

    expect([code, await errors]).toEqual([0, '']);
  });

  it('does not begin under a profile that is not there', async () => {
    const { code, decisions, errors } = await decide(golden, '--profile', 'nobody');

    expect(code).toBe(2);
    expect(decisions).toEqual([]);
    expect(errors).toMatch(/^There is no profile nobody. There are: ftmo, .*ftuk.*\n$/);
    expect(await decide(golden, '--profil')).toMatchObject({ code: 2, decisions: [] });
  });
});
