import { randomUUID } from 'node:crypto';
import { withClient } from '@signalos/testing';
import { expect, it } from 'vitest';
import { insist, signUp, tradeUnderFtmo, until, type Trader } from '../scripts/demo/trader.ts';
import { startPlatform, type Platform } from '../scripts/platform.ts';

const TRADES_PER_BLOW = 5;
const UNFINISHED = `select from action where state in ('queued', 'executing')`;

async function openAccount(trader: Trader): Promise<string> {
  const { accountId } = await trader.post<{ accountId: string }>('/offline/accounts', {
    currency: 'USD',
    initialBalance: '100000.00',
  });
  // All its trades are alike, and no mistake.
  await tradeUnderFtmo(trader, accountId, { duplicateWindowMs: 1 });
  return accountId;
}

/** A device that queues trades, and sends its queue until somebody takes it. */
async function openDevice(trader: Trader) {
  const { deviceId } = await trader.post<{ deviceId: string }>('/offline/devices', {
    name: 'phone',
  });
  const { items } = await trader.get<{ items: { symbol: string; bid: string }[] }>(
    '/offline/quotes',
  );
  const bid = Number(items.find(({ symbol }) => symbol === 'XAUUSD')?.bid);
  const payload = { symbol: 'XAUUSD', side: 'buy', lots: '0.01', stopLoss: (bid - 40).toFixed(2) };
  const epoch = randomUUID();
  let seq = 0;
  return {
    async trade(count: number): Promise<string[]> {
      const sentAt = new Date().toISOString();
      const opened = Array.from({ length: count }, () => ({
        seq: ++seq,
        kind: 'open',
        actionId: randomUUID(),
        createdAt: sentAt,
        payload,
      }));
      const batch = { deviceId, epoch, batchId: randomUUID(), sentAt, items: opened };
      await insist(() => trader.post('/offline/sync', batch));
      return opened.map(({ actionId }) => actionId);
    },
  };
}

async function rowsOf(platform: Platform, service: string, sql: string): Promise<unknown[]> {
  let rows: unknown[] = [];
  await withClient(platform.databases.get(service) ?? '', async (client) => {
    ({ rows } = await client.query(sql));
  });
  return rows;
}

const positionsIn = (table: string) => `
  select id, symbol, lots::float8 as lots, open_price::float8 as price from ${table} order by id`;

const settled = (trader: Trader) =>
  until(
    () =>
      insist(() => trader.get<{ counts: { actions: Record<string, number> } }>('/offline/status')),
    (status) =>
      ['queued', 'executing', 'inDoubt', 'working'].every(
        (state) => status?.counts.actions[state] === 0,
      ),
  );

it('executes each trade once, and compliance knows of it, whichever service is killed meanwhile', async () => {
  await using platform = await startPlatform();
  const trader = await signUp(platform.gatewayUrl);
  await openAccount(trader);
  const device = await openDevice(trader);
  const sent: string[] = [];
  let amid = 0;

  for (const service of ['compliance', 'offline-sync', 'auth', 'gateway', 'compliance']) {
    sent.push(...(await device.trade(TRADES_PER_BLOW)));
    amid += (await rowsOf(platform, 'offline-sync', UNFINISHED)).length;
    await platform.restart(service);
    if (service !== 'offline-sync') continue;
    // As 45 seconds later, when the lease of the dead has run out.
    await rowsOf(platform, service, `update lane set leased_until = now() - interval '1 second'`);
  }
  await settled(trader);

  expect(amid, 'trades under way when something was killed').toBeGreaterThan(0);
  const all = sent.toSorted();
  const actions = `select id, state from action order by id`;
  expect(await rowsOf(platform, 'offline-sync', actions)).toEqual(
    all.map((id) => ({ id, state: 'executed' })),
  );
  const orders = `select action_id as id, state, count(*)::int as count
                  from paper_order group by 1, 2 order by 1`;
  expect(await rowsOf(platform, 'offline-sync', orders)).toEqual(
    all.map((id) => ({ id, state: 'filled', count: 1 })),
  );
  const decisions = `select client_trade_id as id, count(*)::int as count
                     from decision group by 1 order by 1`;
  expect(await rowsOf(platform, 'compliance', decisions)).toEqual(
    all.map((id) => ({ id, count: 1 })),
  );
  const held = await rowsOf(platform, 'offline-sync', positionsIn('paper_position'));
  expect(held).toHaveLength(all.length);
  await expect.poll(() => rowsOf(platform, 'compliance', positionsIn('position'))).toEqual(held);
});
