import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { auditCheckpointed } from '@signalos/contracts';
import { withClient } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startCompliance } from '../src/service.ts';
import { exportOf, startTestAudits, type TestAudits } from './audits.ts';
import { startTestCompliance } from './compliance.ts';

const ROUNDS_MS = 600;
const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function lines(audits: TestAudits): Promise<{ note: string; heads: any[] }[]> {
  const text = await audits.checkpointFile().catch(() => '');
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line));
}

const sizeIn = ({ note }: { note: string }) => Number(note.split('\n')[1]);

async function announced({ service }: TestAudits) {
  const events = await service.world.bus.announced('compliance');
  return events
    .filter(({ type }) => type === auditCheckpointed.type)
    .map((event) => auditCheckpointed.parse(event).data);
}

describe('checkpoints', () => {
  it('are announced and kept outside the database, with the heads that are new', async () => {
    await using audits = await startTestAudits();
    const { accountId: stream, client } = await audits.trader(3);
    const { body } = await client.get('/compliance/audit');

    await expect
      .poll(async () => (await announced(audits)).flatMap(({ heads }) => heads))
      .toEqual(expect.arrayContaining([{ stream, seq: 3, hash: body.items[2].hash }]));
    const events = await announced(audits);
    const kept = await lines(audits);
    expect(events.map(({ note, heads }) => ({ note, heads }))).toEqual(kept);
    expect(events.map(({ size }) => size)).toEqual(kept.map(sizeIn));
    expect(new Set(events.map(({ key }) => key))).toEqual(new Set([audits.key]));
  });

  it('are made only of what is new', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(2);
    const before = await lines(audits);

    await rest(ROUNDS_MS);
    const idle = await lines(audits);
    await trader.validate();
    await audits.covered(trader.accountId, 3);
    const after = await lines(audits);

    expect(idle).toEqual(before);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.slice(before.length).flatMap(({ heads }) => heads)).toMatchObject([{ seq: 3 }]);
  });

  it('make one log, whichever instance makes them', async () => {
    await using audits = await startTestAudits({ instances: 2 });
    const trader = await audits.trader(1);
    for (let n = 2; n < 6; n++) {
      await trader.validate({}, trader.clients[n % 2]);
      await audits.covered(trader.accountId, n);
    }

    const sizes = (await lines(audits)).map(sizeIn);
    const verified = await audits.verify(trader, [
      '--key',
      audits.key,
      '--checkpoints',
      audits.log,
    ]);

    expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => a - b));
    expect(verified).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('the checkpoints outside have seen entry 5'),
    });
  });

  it('miss no entry that was long in coming', async () => {
    await using audits = await startTestAudits();
    await audits.trader(1);

    await withClient(audits.service.world.database.url, async (late) => {
      await late.query('begin');
      await late.query(`select audit_append('late', now(), '{}')`);
      await audits.trader(2);
      await rest(ROUNDS_MS);
      await late.query('commit');
    });

    await audits.covered('late', 1);
    expect((await lines(audits)).at(-1)?.heads).toMatchObject([{ stream: 'late' }]);
  });

  it('take as many as it needs where many streams have grown', async () => {
    await using audits = await startTestAudits();
    await audits.query(
      `select audit_append('stream ' || n, now(), '{}') from generate_series(1, 1234) as n`,
    );

    await audits.covered('stream 999', 1);
    await expect.poll(async () => (await lines(audits)).map(sizeIn).at(-1)).toBe(1_234);

    const heads = (await lines(audits)).flatMap((line) => line.heads);
    expect(new Set(heads.map(({ stream }) => stream)).size).toBe(1_234);
    expect((await lines(audits)).map((line) => line.heads.length)).not.toContain(1_234);
  });

  it('find what was appended while nobody looked', async () => {
    await using audits = await startTestAudits();
    await audits.trader(1);

    await audits.query(
      `begin; alter table audit_entry alter appended_at set default now() - interval '1 day';
       select audit_append('old ' || n, now(), '{}') from generate_series(1, 600) as n;
       alter table audit_entry alter appended_at set default clock_timestamp(); commit`,
    );
    await rest(ROUNDS_MS);
    const before = await audits.checkpointFile();
    const { world } = audits.service;
    await using _next = await startCompliance({ ...world.config, audit: audits.audit }, world.log);
    await audits.covered('old 600', 1);
    await audits.covered('old 99', 1);

    expect(before).not.toContain('old 99');
  });
});

describe('the file of checkpoints', () => {
  it('loses the piece of a line that a crash has left, and nothing else', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(2);
    const before = await readFile(audits.log, 'utf8');

    await appendFile(audits.log, '{"note":"half a li');
    await trader.validate();
    await audits.covered(trader.accountId, 3);

    const after = await readFile(audits.log, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after).not.toContain('half a li');
    expect(await lines(audits)).not.toHaveLength(0);
  });

  it('gets again what it has lost', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(2);
    const before = await readFile(audits.log, 'utf8');

    await truncate(audits.log, before.indexOf('\n') + 1);
    await trader.validate();
    await audits.covered(trader.accountId, 3);

    expect((await readFile(audits.log, 'utf8')).startsWith(before)).toBe(true);
  });

  it('is left alone by a database with another past', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(2);
    const before = await readFile(audits.log, 'utf8');
    const other = before.replaceAll('compliance/audit', 'compliance/other');

    await writeFile(audits.log, other);
    await trader.validate();
    await rest(ROUNDS_MS);

    expect(await readFile(audits.log, 'utf8')).toBe(other);
    expect(await audits.verdict(trader)).toMatchObject({ ok: true, entries: 3 });
  });
});

describe('without a key of its own', () => {
  it('a service signs with one that lasts as long as it does', async () => {
    const audit = { signingKey: undefined, checkpointMs: 100, checkpointDirectory: undefined };
    await using service = await startTestCompliance({ audit });
    const { client, accountId } = await service.trader();

    await expect
      .poll(async () => {
        const { body } = await client.get(`/compliance/audit/verify?accountId=${accountId}`);
        return body.checkpoint?.seq;
      })
      .toBe(1);

    expect(await exportOf(client, accountId)).toContain('"checkpoint"');
  });
});
