import { withClient } from '@signalos/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const SEED = 20_260_610;
const RUNS = 5;
const ROUNDS = 6;
const RESERVED_MS = 60_000;
/** What the FTMO preset lets an account of 100,000 come down to in a day. */
const FLOOR = 95_000;
/** What an order of one lot may lose. */
const LOSS_PER_LOT = 1_000;

/** What may become of an order that was allowed, and of the position that it became. */
const FATES = ['commit', 'release', 'fill', 'fail', 'close', 'wait'] as const;
type Fate = (typeof FATES)[number];

interface Round {
  /** Lots, in hundredths. */
  readonly orders: readonly number[];
  /** Of earlier orders, oldest first; the rest wait. */
  readonly fates: readonly Fate[];
  /** Of what a position may lose, when it is closed; below zero it wins. */
  readonly lossPct: number;
  /** Whether time passes afterwards. */
  readonly expire: boolean;
}

const roundArb: fc.Arbitrary<Round> = fc.record({
  orders: fc.array(fc.integer({ min: 5, max: 200 }), { minLength: 3, maxLength: 8 }),
  // Most are filled in the end, as they are anywhere.
  fates: fc.array(fc.constantFrom(...FATES, 'commit', 'fill', 'fill'), {
    minLength: 8,
    maxLength: 8,
  }),
  lossPct: fc.integer({ min: -100, max: 100 }),
  expire: fc.boolean(),
});

/** If everything open ran to its stop, and all that is reserved were lost; in one snapshot. */
const WORST_EQUITY = `
  select (balance
    - (select coalesce(sum(worst_loss), 0) from reservation
        where account_id = account.id and ended_at is null and expires_at > $2)
    - (select coalesce(sum((open_price - stop_loss) * lots * 100000), 0) from position
        where account_id = account.id))::float8 as worst
  from account where id = $1`;

/** Looks at the account again and again while something is done to it. */
async function lowestWhile(test: TestCompliance, trader: Trader, work: Promise<void>) {
  let lowest = Number.POSITIVE_INFINITY;
  const over = new AbortController();
  const ended = work.finally(() => over.abort());
  await withClient(test.world.database.url, async (client) => {
    do {
      const { rows } = await client.query(WORST_EQUITY, [trader.accountId, test.clock.now()]);
      lowest = Math.min(lowest, rows[0].worst);
    } while (!over.signal.aborted);
  });
  await ended;
  return lowest;
}

interface OpenOrder {
  readonly clientTradeId: string;
  readonly lots: string;
  readonly reservationId: string;
  positionId?: string;
  isCommitted?: boolean;
}

/** One account, and all that is done to it at two instances; notes down what has happened. */
function stage(trader: Trader, happened: Set<string>) {
  const open: OpenOrder[] = [];
  let balance = 100_000;
  let turn = 0;
  const anyClient = () => trader.clients[turn++ % trader.clients.length];
  const forget = (one: OpenOrder) => void open.splice(open.indexOf(one), 1);

  async function order(hundredths: number): Promise<void> {
    const lots = (hundredths / 100).toFixed(2);
    const reserve = { ttlMs: RESERVED_MS };
    const { status, body } = await trader.validate({ lots, reserve }, anyClient());
    expect(status).toBe(200);
    for (const { ruleId } of body.violations) happened.add(ruleId);
    const { clientTradeId, reservation } = body;
    if (reservation) open.push({ clientTradeId, lots, reservationId: reservation.id });
  }

  async function end(one: OpenOrder, verb: 'commit' | 'release'): Promise<void> {
    const path = `/compliance/reservations/${one.reservationId}/${verb}`;
    const reply = await anyClient()?.post(path);
    // It may be filled already, which whoever asks is told.
    expect([200, 409]).toContain(reply?.status);
    if (reply?.status !== 200) return;
    if (verb === 'release') forget(one);
    else one.isCommitted = true;
  }

  async function fill(one: OpenOrder): Promise<void> {
    const { clientTradeId: actionId, lots } = one;
    one.positionId ??= await trader.opens({ actionId, lots });
  }

  async function fail(one: OpenOrder): Promise<void> {
    if (one.positionId) return;
    forget(one);
    await trader.fails(one.clientTradeId);
  }

  async function close(one: OpenOrder, lossPct: number): Promise<void> {
    if (!one.positionId) return;
    forget(one);
    const profit = (-Number(one.lots) * LOSS_PER_LOT * lossPct) / 100;
    balance += profit;
    const money = { profit: profit.toFixed(2), balance: balance.toFixed(2) };
    await trader.closes(one.positionId, { lots: one.lots, ...money });
  }

  async function meet(one: OpenOrder, fate: Fate, lossPct: number): Promise<void> {
    happened.add(fate);
    switch (fate) {
      case 'commit':
      case 'release':
        return end(one, fate);
      case 'fill':
        return fill(one);
      case 'fail':
        return fail(one);
      case 'close':
        return close(one, lossPct);
      case 'wait':
    }
  }

  return {
    /** Orders, and what becomes of earlier ones, all at the same time. */
    play: async ({ orders, fates, lossPct }: Round): Promise<void> => {
      const earlier = [...open];
      await Promise.all([
        ...orders.map(order),
        ...earlier.map((one, index) => meet(one, fates[index] ?? 'wait', lossPct)),
      ]);
    },
    /** Until it is known what was filled and closed. */
    settle: async (): Promise<void> => {
      const held = open.filter(({ positionId }) => positionId !== undefined);
      await expect.poll(async () => (await trader.status()).body.openPositions).toBe(held.length);
    },
    /** Whatever no broker is known to have by then is forgotten, by the account too. */
    expire: async ({ clock, market }: TestCompliance): Promise<void> => {
      const kept = open.filter(({ positionId, isCommitted }) => positionId ?? isCommitted);
      open.splice(0, open.length, ...kept);
      clock.advance(RESERVED_MS);
      market.set('EURUSD', '1.10000');
      happened.add('expire');
      // The prices are old until the new one arrives.
      await expect.poll(async () => (await trader.status()).body.risk).not.toBeNull();
    },
  };
}

it('keeps to its room, however orders, fills and ends fall together at two instances', async () => {
  await using test = await startTestCompliance({ instances: 2 });
  const happened = new Set<string>();
  const rounds = fc.array(roundArb, { minLength: ROUNDS, maxLength: ROUNDS });

  const playAll = fc.asyncProperty(rounds, async (all) => {
    const trader = await test.trader();
    const { play, settle, expire } = stage(trader, happened);
    for (const round of all) {
      const lowest = await lowestWhile(test, trader, play(round).then(settle));
      expect(lowest).toBeGreaterThanOrEqual(FLOOR);
      if (round.expire) await expire(test);
    }
    expect(Number((await trader.status()).body.risk.dailyRoom)).toBeGreaterThanOrEqual(0);
  });
  await fc.assert(playAll, { seed: SEED, numRuns: RUNS, endOnFailure: true });

  expect([...happened]).toEqual(expect.arrayContaining([...FATES, 'expire', 'DAILY_LOSS_LIMIT']));
});
