import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountOpened, decisionMade, quotes, violationDetected } from '@signalos/contracts';
import { publishToFeed } from '@signalos/messaging';
import { startService, startWorld, withClient, type World } from '@signalos/testing';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { folder } from './compliance.ts';

const BLOWS = 6;
const ORDERS_PER_BLOW = 10;
const SEED = 20_260_610;
/** After one decision is committed, and somewhere within the next. */
const LATER_MS_MAX = 15;
const TICK_MS = 200;

/** What there is of each decision; of one that is whole, one of everything that it brings about. */
const TRACES = `
  select decision.id, allowed,
    (select count(*)::int from reservation
      where account_id = decision.account_id
        and client_trade_id = decision.client_trade_id) as reservations,
    (select count(*)::int from violation where decision_id = decision.id) as violations,
    (select count(*)::int from platform.outbox where type = $1
      and payload->'data'->>'decisionId' = decision.id::text) as made,
    (select count(*)::int from platform.outbox where type = $2
      and payload->'data'->>'decisionId' = decision.id::text) as detected,
    (select count(*)::int from audit_entry where stream = decision.account_id::text
      and convert_from(body, 'UTF8')::jsonb->'data'->'decision'->>'decisionId'
        = decision.id::text) as proofs
  from decision`;

interface Traces {
  readonly id: string;
  readonly allowed: boolean;
  readonly reservations: number;
  readonly violations: number;
  readonly made: number;
  readonly detected: number;
  readonly proofs: number;
}

/** A process of compliance, an account on it, and prices that do not stop. */
async function startScene(world: World, stack: AsyncDisposableStack) {
  const { environment } = world;
  const start = () => startService({ directory: folder, environment });
  let service = await start();
  stack.defer(() => service[Symbol.asyncDispose]());
  const prices = setInterval(() => {
    const at = new Date().toISOString();
    publishToFeed(world.bus.broker, quotes, { symbol: 'EURUSD', bid: '1.1', ask: '1.1', at });
  }, TICK_MS);
  stack.defer(() => clearInterval(prices));

  const [accountId, userId] = [randomUUID(), randomUUID()];
  const client = () => world.signedIn(service.url, userId);
  const openedAt = new Date().toISOString();
  const broker = 'paper' as const;
  const opened = { accountId, userId, broker, currency: 'USD', openedAt };
  await world.bus.announce(
    accountOpened.create({ ...opened, initialBalance: '100000.00' }, { at: new Date() }),
  );
  const activation = { accountId, profileId: 'ftmo' };
  await expect
    .poll(async () => (await (await client()).post('/compliance/activate', activation)).status)
    .toBe(200);

  return {
    accountId,
    /** Undefined when the process does not live to answer, or is not ready. */
    decide: async (order: object) => {
      const reply = await (
        await client()
      )
        .post('/compliance/validate-trade', { accountId, ...order })
        .catch(() => undefined);
      return reply?.status === 200 ? reply.body : undefined;
    },
    killAndRestart: async () => {
      service.kill('SIGKILL');
      await service.exited;
      service = await start();
    },
  };
}

it('leaves nothing half done, wherever in its decisions it is killed', async () => {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld(folder));
  const { accountId, decide, killAndRestart } = await startScene(world, stack);
  const blowArb = fc.record({
    taken: fc.integer({ min: 1, max: ORDERS_PER_BLOW - 2 }),
    laterMs: fc.integer({ min: 0, max: LATER_MS_MAX }),
  });
  const blows = fc.sample(blowArb, { seed: SEED, numRuns: BLOWS });
  const answered = new Map<string, string>();
  let unanswered = 0;

  for (const [blow, { taken, laterMs }] of blows.entries()) {
    const orders = Array.from({ length: ORDERS_PER_BLOW }, (_, n) => anOrder(blow, n));
    const first = orders.map(async (order) => [order, await decide(order)] as const);
    await decisionsTaken(world, blow * ORDERS_PER_BLOW + taken);
    await sleep(laterMs);
    await killAndRestart();

    for (const [order, decision] of await Promise.all(first)) {
      const again = await eventuallyDecided(() => decide(order));
      const promised = decision && { decisionId: decision.decisionId, replayed: true };
      expect(again).toMatchObject(promised ?? {});
      if (!decision) unanswered++;
      answered.set(order.clientTradeId, again.decisionId);
    }
  }

  expect(unanswered, 'orders whose process was killed before it answered').toBeGreaterThan(0);
  const traces = await tracesOf(world);
  expect(traces.map(({ id }) => id).toSorted()).toEqual([...answered.values()].toSorted());
  for (const trace of traces) expect(trace).toMatchObject(wholeTraces(trace));
  expect(traces.some(({ allowed }) => allowed)).toBe(true);
  expect(traces.every(({ allowed }) => allowed)).toBe(false);
  await expect
    .poll(() => announcedOf(world, accountId))
    .toEqual(traces.map(({ id }) => id).toSorted());
});

/** Each other than the rest: the lots tell them apart, and every third is too large to pass. */
function anOrder(blow: number, n: number) {
  const lots = n % 3 === 2 ? `2.${10 + blow}` : `0.${10 + blow * ORDERS_PER_BLOW + n}`;
  return {
    clientTradeId: `${blow}-${n}`,
    symbol: 'EURUSD',
    side: 'buy',
    type: 'market',
    lots,
    slPrice: '1.09990',
  };
}

async function eventuallyDecided<T>(ask: () => Promise<T | undefined>): Promise<T> {
  let decision: T | undefined;
  await expect.poll(async () => (decision ??= await ask())).toBeDefined();
  if (!decision) throw new Error('Nothing was decided');
  return decision;
}

/** Looks without a pause, so that the blow falls close behind. */
async function decisionsTaken({ database }: World, count: number): Promise<void> {
  await withClient(database.url, async (client) => {
    let taken: number;
    do {
      const { rows } = await client.query('select count(*)::int as taken from decision');
      ({ taken } = rows[0]);
    } while (taken < count);
  });
}

function wholeTraces({ allowed }: Traces): Partial<Traces> {
  return allowed
    ? { reservations: 1, violations: 0, made: 1, detected: 0, proofs: 1 }
    : { reservations: 0, violations: 1, made: 1, detected: 1, proofs: 1 };
}

async function tracesOf({ database }: World): Promise<Traces[]> {
  let traces: Traces[] = [];
  await withClient(database.url, async (client) => {
    ({ rows: traces } = await client.query(TRACES, [decisionMade.type, violationDetected.type]));
  });
  return traces;
}

/** The decisions that subscribers were told of. */
async function announcedOf({ bus }: World, accountId: string): Promise<string[]> {
  const events = await bus.announced('compliance');
  const made = events.filter(
    ({ type, subject }) => type === decisionMade.type && subject === `account/${accountId}`,
  );
  return [...new Set(made.map((event) => decisionMade.parse(event).data.decisionId))].toSorted();
}
