import { randomUUID } from 'node:crypto';
import { entryHash, genesisHash } from '@signalos/audit-trail';
import { violationDetected } from '@signalos/contracts';
import { client, withClient } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { exportOf, startTestAudits } from './audits.ts';
import { startTestCompliance } from './compliance.ts';

describe('an account’s audit trail', () => {
  it('tells in its order what happened to the account, and each decision says where', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    const { body: allowed } = await trader.validate();
    const { body: refused } = await trader.validate({ lots: '50.00' });

    const { status, body } = await trader.client.get(
      `/compliance/audit?accountId=${trader.accountId}`,
    );

    expect({ status, kinds: body.items.map((item: any) => item.body.kind) }).toEqual({
      status: 200,
      kinds: ['profile-activated', 'decision-taken', 'decision-taken'],
    });
    const [activated, first, second] = body.items;
    expect(allowed.audit).toEqual({ stream: trader.accountId, seq: 2, hash: first.hash });
    expect(refused.audit).toEqual({ stream: trader.accountId, seq: 3, hash: second.hash });
    expect([first.prevHash, second.prevHash]).toEqual([activated.hash, first.hash]);
    expect(activated.prevHash).toBe(genesisHash(trader.accountId).toString('hex'));
    expect(first.body).toMatchObject({
      at: allowed.decidedAt,
      data: { engine: expect.anything() },
    });
    expect(first.body.data.decision).toMatchObject({ decisionId: allowed.decisionId });
    expect(second.body.data.decision.violations).toEqual(refused.violations);
  });

  it('tells of switches, reservations and breaches too, whose events say where', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    const { client: owner, accountId } = trader;
    const kinds = async () => {
      const { body } = await owner.get('/compliance/audit');
      return body.items.map((item: any) => [item.body.kind, item.body.data]);
    };

    const { body: decided } = await trader.validate({ lots: '0.10' });
    await owner.post(`/compliance/reservations/${decided.reservation.id}/release`);
    const order = { clientTradeId: randomUUID(), lots: '0.20' };
    const { body: committed } = await trader.validate(order);
    const path = `/compliance/reservations/${committed.reservation.id}/commit`;
    await owner.post(path);
    await owner.post(path);
    await trader.fails(order.clientTradeId);
    await expect.poll(async () => (await kinds()).length).toBe(6);
    const halt = { scope: 'account', accountId, state: 'HALTED', reason: 'holidays' };
    await owner.post('/compliance/kill-switch', halt);
    await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    service.market.set('EURUSD', '1.00000');
    await expect
      .poll(async () => (await kinds()).map(([kind]: [string]) => kind))
      .toContain('violations-detected');

    expect((await kinds()).slice(1, 8)).toMatchObject([
      ['decision-taken', { decision: { decisionId: decided.decisionId } }],
      ['reservation-ended', { outcome: 'released' }],
      ['decision-taken', {}],
      ['reservation-committed', { reservationId: committed.reservation.id }],
      ['reservation-ended', { clientTradeId: order.clientTradeId, outcome: 'failed' }],
      ['kill-switch-changed', { state: 'HALTED', reason: 'holidays' }],
      ['violations-detected', { latched: true, violations: expect.anything() }],
    ]);
    const { body } = await owner.get('/compliance/audit');
    await expect
      .poll(() => trader.announced(violationDetected))
      .toMatchObject(
        expect.arrayContaining([
          expect.objectContaining({
            audit: { stream: accountId, seq: 8, hash: body.items[7].hash },
          }),
        ]),
      );
  });

  it('holds every decision once, and no question', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    const order = trader.order();
    const path = `/compliance/audit?accountId=${trader.accountId}`;

    const first = await trader.client.post('/compliance/validate-trade', order);
    const again = await trader.client.post('/compliance/validate-trade', order);
    const asked = await trader.validate({ reserve: { ttlMs: 0 } });
    const { body } = await trader.client.get(path);

    expect(again.body).toMatchObject({ replayed: true, audit: first.body.audit });
    expect(asked.body.audit).toBeNull();
    expect(body.items).toHaveLength(2);
  });

  it('comes in pages, oldest first', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    for (let n = 0; n < 4; n++) await trader.validate();
    const path = `/compliance/audit?accountId=${trader.accountId}&limit=2`;

    const seqs: number[][] = [];
    let next = path;
    while (next) {
      const { body } = await trader.client.get(next);
      seqs.push(body.items.map(({ seq }: { seq: number }) => seq));
      next = body.nextCursor === null ? '' : `${path}&cursor=${body.nextCursor}`;
    }

    expect(seqs).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('is not there for others, but for operators', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    const stranger = await service.user();
    const token = await service.world.issuer.token({ roles: ['operator'] });
    const operator = client(service.url, token);

    for (const path of ['/compliance/audit', '/compliance/audit/verify']) {
      for (const query of [`accountId=${trader.accountId}`, `accountId=${randomUUID()}`]) {
        const { status, body } = await stranger.get(`${path}?${query}`);
        expect({ status, code: body.code }).toEqual({
          status: 404,
          code: 'compliance-account-not-found',
        });
      }
      expect(await operator.get(`${path}?accountId=${trader.accountId}`)).toMatchObject({
        status: 200,
      });
      expect(await trader.client.get(path)).toMatchObject({ status: 200 });
    }
    const jsonl = `/compliance/audit?format=jsonl&accountId=${trader.accountId}`;
    expect(await stranger.get(jsonl)).toMatchObject({ status: 404 });
  });

  it('is sound, and says what signed statements have seen of it', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(4);

    const verdict = await audits.verdict(trader);
    const verified = await audits.verify(trader, [
      '--key',
      audits.key,
      '--checkpoints',
      audits.log,
    ]);

    expect(verdict).toMatchObject({
      accountId: trader.accountId,
      ok: true,
      entries: 4,
      firstSeq: 1,
      lastSeq: 4,
      fault: null,
      checkpoint: { seq: 4, key: audits.key },
    });
    expect(verified).toEqual({
      status: 0,
      stdout: expect.stringMatching(
        new RegExp(`^ok: 4 entries.* head ${verdict.headHash}; entry 4 seen by the checkpoint`),
      ),
    });
  });

  it('is empty where nothing has happened', async () => {
    await using service = await startTestCompliance();
    const { client: owner, accountId } = await service.trader({ profile: null });

    const verdict = await owner.get(`/compliance/audit/verify?accountId=${accountId}`);

    expect(verdict.body).toMatchObject({ ok: true, entries: 0, lastSeq: null, checkpoint: null });
    expect((await owner.get('/compliance/audit')).body).toEqual({ items: [], nextCursor: null });
    expect(JSON.parse(await exportOf(owner, accountId))).toEqual({
      format: 'signalos-audit-export-v1',
      stream: accountId,
      key: null,
    });
  });

  it('is exported whole, however long it is', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(1);
    const { accountId } = trader;
    await audits.query(
      `select audit_append($1, now(), '{"kind":"decision-taken","x":' || n || '}')
       from generate_series(2, 1750) as n`,
      [accountId],
    );
    await audits.covered(accountId, 1_750);

    expect(await audits.verdict(trader)).toMatchObject({ ok: true, entries: 1_750 });
    expect(await audits.verify(trader)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('1750 entries'),
    });
  });
});

describe('the table of the trail', () => {
  const insert = `insert into audit_entry (stream, seq, prev_hash, hash, body, at)
    values ($1, $2, $3, $4, $5, now())`;
  const body = Buffer.from('{}');
  const entryAfter = (prevHash: Uint8Array, seq: number) =>
    [seq, prevHash, entryHash({ seq, prevHash, body }), body] as const;

  it('refuses to be changed', async () => {
    await using audits = await startTestAudits();
    await audits.trader(2);

    for (const table of ['audit_entry', 'audit_head', 'audit_node', 'audit_checkpoint']) {
      const column = table === 'audit_checkpoint' ? 'root' : 'hash';
      for (const statement of [
        `update ${table} set ${column} = ${column}`,
        `delete from ${table}`,
        `truncate ${table}`,
      ]) {
        await expect(audits.query(statement)).rejects.toThrow('never changes');
      }
    }
  });

  it('takes what it is computed to take, and nothing else', async () => {
    await using audits = await startTestAudits();
    const stream = 'a-stream';
    const genesis = genesisHash(stream);
    const first = entryAfter(genesis, 1);
    const [, , hash] = first;
    const add = (entry: readonly unknown[], to = stream) => audits.query(insert, [to, ...entry]);

    await expect(add([1, genesis, Buffer.alloc(32), body])).rejects.toThrow('hash_check');
    await expect(add(first, 'another')).rejects.toThrow('genesis_check');
    await expect(add(entryAfter(genesis, 2))).rejects.toThrow('genesis_check');
    await expect(add(entryAfter(genesisHash('b'), 1))).rejects.toThrow('genesis_check');
    await add(first);
    await add(entryAfter(hash, 2));
    await expect(add(entryAfter(Buffer.alloc(32), 2))).rejects.toThrow('audit_entry_pkey');
    await expect(add(entryAfter(hash, 3))).rejects.toThrow('prev_hash');
  });

  it('computes what the verifier does, also of what is not ASCII', async () => {
    await using audits = await startTestAudits();
    const text = '{"é":"😂 — \\u0000"}';

    const [row] = await audits.query(`select * from audit_append('straße', now(), $1)`, [text]);

    const prevHash = genesisHash('straße');
    expect(row.hash).toEqual(entryHash({ seq: 1, prevHash, body: Buffer.from(text) }));
  });
});

describe('many at once', () => {
  it('make one chain also of a stream that has no account to lock', async () => {
    await using audits = await startTestAudits();
    const append = () => audits.query(`select seq::int from audit_append('platform', now(), '{}')`);

    const rows = (await Promise.all(Array.from({ length: 40 }, append))).flat();

    const seqs = rows.map(({ seq }) => seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
  });
});

describe('a decision beside somebody who appends without the account', () => {
  it('waits for him, and follows his entry', async () => {
    await using service = await startTestCompliance();
    const trader = await service.trader();
    const entry = '{"at":"2026-06-10T10:00:00.000Z","data":{},"kind":"kill-switch-changed"}';

    const decided = await withClient(service.world.database.url, async (other) => {
      await other.query('begin');
      await other.query('select audit_append($1, now(), $2)', [trader.accountId, entry]);
      const asked = trader.validate();
      await expect
        .poll(async () => {
          const waiting = `select from pg_locks where locktype = 'advisory' and not granted
          and database = (select oid from pg_database where datname = current_database())`;
          return (await other.query(waiting)).rowCount;
        })
        .toBe(1);
      await other.query('commit');
      return asked;
    });

    expect(decided).toMatchObject({ status: 200, body: { audit: { seq: 3 } } });
    const { body } = await trader.client.get('/compliance/audit/verify');
    expect(body).toMatchObject({ ok: true });
  });
});

describe('decisions by two instances at once', () => {
  it('make one chain, and none of them fails', async () => {
    await using service = await startTestCompliance({ instances: 2 });
    const trader = await service.trader();
    const { accountId, clients } = trader;

    const trade = (n: number) =>
      trader.validate({ lots: '0.01', symbol: n % 2 ? 'EURUSD' : 'GBPUSD' }, clients[n % 2]);
    const lanes = Array.from({ length: 6 }, async (_, lane) => {
      const replies = [];
      for (let n = 0; n < 10; n++) replies.push(await trade(lane + n));
      return replies;
    });
    const replies = (await Promise.all(lanes)).flat();

    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200]));
    const seqs = replies.map(({ body }) => body.audit.seq).toSorted((a, b) => a - b);
    expect(seqs).toEqual(Array.from({ length: 60 }, (_, n) => n + 2));
    const { body } = await trader.client.get(`/compliance/audit/verify?accountId=${accountId}`);
    expect(body).toMatchObject({ ok: true, entries: 61, fault: null });
  });
});
