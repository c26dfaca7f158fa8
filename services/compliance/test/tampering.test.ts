import { entryHash } from '@signalos/audit-trail';
import { describe, expect, it } from 'vitest';
import { startTestAudits, type TestAudits } from './audits.ts';
import type { Trader } from './compliance.ts';

const ENTRIES = 7;
const LIE = Buffer.from('{"at":"2026-01-01T00:00:00.000Z","data":{},"kind":"decision-taken"}');

interface Row {
  readonly seq: number;
  readonly prevHash: Buffer;
  readonly body: Buffer;
}

/** Everything since an entry is written anew, with hashes that are right. */
async function rewriteSince(audits: TestAudits, stream: string, from: number): Promise<void> {
  const rows: (Row & { hash: Buffer })[] = await audits.query(
    `select seq::int, prev_hash as "prevHash", hash, body from audit_entry
     where stream = $1 order by seq`,
    [stream],
  );
  let prevHash = rows[from - 2]?.hash ?? Buffer.alloc(0);
  for (const { seq } of rows.slice(from - 1)) {
    const hash = entryHash({ seq, prevHash, body: LIE });
    await audits.tamper(
      'update audit_entry set body = $1, prev_hash = $2, hash = $3 where stream = $4 and seq = $5',
      [LIE, prevHash, hash, stream, seq],
    );
    prevHash = hash;
  }
}

/** A second entry after another, with hashes that are right. */
async function fork(audits: TestAudits, stream: string, seq: number): Promise<void> {
  const [row]: Row[] = await audits.query(
    'select prev_hash as "prevHash" from audit_entry where stream = $1 and seq = $2',
    [stream, seq],
  );
  const prevHash = row?.prevHash ?? Buffer.alloc(0);
  await audits.tamper(
    `insert into audit_entry (stream, seq, prev_hash, hash, body, at)
     values ($1, $2, $3, $4, $5, now())`,
    [stream, seq, prevHash, entryHash({ seq, prevHash, body: LIE }), LIE],
  );
}

interface Due {
  readonly seq: number;
  readonly reason: RegExp;
  readonly from?: number;
}

type Crime = (audits: TestAudits, stream: string) => Promise<void>;

const CRIMES: readonly [string, Crime, Due][] = [
  [
    'alters one byte',
    ({ tamper }, stream) =>
      tamper(
        `update audit_entry set body = set_byte(body, 10, get_byte(body, 10) # 1)
         where stream = $1 and seq = 4`,
        [stream],
      ),
    { seq: 4, reason: /^altered$/ },
  ],
  [
    'drops a row',
    ({ tamper }, stream) =>
      tamper('delete from audit_entry where stream = $1 and seq = 4', [stream]),
    { seq: 4, reason: /^missing$/ },
  ],
  [
    'drops the first row',
    ({ tamper }, stream) =>
      tamper('delete from audit_entry where stream = $1 and seq = 1', [stream]),
    { seq: 1, reason: /^missing$/ },
  ],
  [
    'swaps two rows',
    ({ tamper }, stream) =>
      tamper('update audit_entry set seq = 9 - seq where stream = $1 and seq in (4, 5)', [stream]),
    { seq: 4, reason: /^altered$/ },
  ],
  [
    'cuts off the tail',
    ({ tamper }, stream) =>
      tamper('delete from audit_entry where stream = $1 and seq > 5', [stream]),
    { seq: 6, reason: /^truncated$/ },
  ],
  [
    'writes all since an entry anew',
    (audits, stream) => rewriteSince(audits, stream, 4),
    // The server knows what every checkpoint has seen, an export only what the last has.
    { seq: 7, reason: /^checkpoint-mismatch$/, from: 4 },
  ],
  [
    'adds a second entry',
    (audits, stream) => fork(audits, stream, 4),
    { seq: 4, reason: /^(fork|checkpoint-mismatch)$/ },
  ],
];

/** The first entry since it was written anew that a checkpoint has seen. */
async function firstSeen({ query }: TestAudits, stream: string, { seq, from }: Due) {
  if (from === undefined) return seq;
  const [row] = await query(
    'select min(seq)::int as seq from audit_head where stream = $1 and seq >= $2',
    [stream, from],
  );
  return row.seq;
}

async function findings(audits: TestAudits, trader: Trader) {
  return { server: await audits.verdict(trader), export: await audits.verify(trader) };
}

describe('whoever owns the tables', () => {
  it.each(CRIMES)(
    '%s, and is found out by the server and by an export',
    async (_what, act, due) => {
      await using audits = await startTestAudits();
      const trader = await audits.trader(ENTRIES);
      expect(await audits.verdict(trader)).toMatchObject({ ok: true });

      await act(audits, trader.accountId);

      const found = await findings(audits, trader);
      expect(found.server.ok).toBe(false);
      expect(found.server.fault.reason).toMatch(due.reason);
      expect(found.server.fault.seq).toBe(await firstSeen(audits, trader.accountId, due));
      expect(found.export.status).toBe(1);
      expect(found.export.stdout).toMatch(/^bad: entry \d: /);
      expect(found.export.stdout).toContain(`entry ${due.seq}: `);
    },
  );

  it('takes the entry of another account for his own, and is found out', async () => {
    await using audits = await startTestAudits();
    const [mine, other] = [await audits.trader(3), await audits.trader(3)];

    await audits.tamper(
      `delete from audit_entry where stream = '${mine.accountId}';
       update audit_entry set stream = '${mine.accountId}' where stream = '${other.accountId}'`,
    );

    const found = await findings(audits, mine);
    expect(found.server.fault).toMatchObject({ seq: 1, reason: 'wrong-stream' });
    expect(found.export.stdout).toContain('entry 1: wrong-stream');
  });

  it('forges what checkpoints have seen too, and is found out by their proofs', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(ENTRIES);
    const { accountId: stream } = trader;

    await rewriteSince(audits, stream, 4);
    await audits.tamper(
      `update audit_head set hash = entry.hash from audit_entry entry
       where entry.stream = audit_head.stream and entry.seq = audit_head.seq`,
    );

    const found = await findings(audits, trader);
    expect(found.server.fault).toMatchObject({ reason: 'bad-proof' });
    expect(found.export.stdout).toContain('bad-proof');
  });

  it('takes the checkpoints away too, and is found out by those outside', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(ENTRIES);
    const { accountId: stream } = trader;

    await rewriteSince(audits, stream, 4);
    await audits.tamper(
      'delete from audit_checkpoint; delete from audit_head; delete from audit_node',
    );

    const verified = await audits.verify(trader, [
      '--key',
      audits.key,
      '--checkpoints',
      audits.log,
    ]);
    expect(verified).toEqual({
      status: 1,
      stdout: expect.stringMatching(/^bad: .*(checkpoint-mismatch|log-fork)/),
    });
  });

  it('writes what is no JSON, which can still be looked at', async () => {
    await using audits = await startTestAudits();
    const { client, accountId } = await audits.trader(2);

    await audits.tamper(`update audit_entry set body = '}' where stream = $1 and seq = 2`, [
      accountId,
    ]);

    const { status, body } = await client.get('/compliance/audit');
    expect({ status, last: body.items[1].body }).toEqual({ status: 200, last: '}' });
  });
});
