import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { quotes as quoteFeed, violationDetected } from '@signalos/contracts';
import { publishToFeed } from '@signalos/messaging';
import { createLogger } from '@signalos/runtime';
import { startIssuer } from '@signalos/testing';
import { Decimal } from '@signalos/trading';
import type { Pool } from 'pg';
import type { AccountBook, Moment } from '../../services/compliance/src/accounts/book.ts';
import { reviewBook } from '../../services/compliance/src/accounts/review.ts';
import { openDesk } from '../../services/compliance/src/monitors/desk.ts';
import { readProfiles } from '../../services/compliance/src/profiles/profile.store.ts';
import type { TimedQuote } from '../../services/compliance/src/rules/situation.ts';
import { startCompliance } from '../../services/compliance/src/service.ts';
import { percentile } from './measure.ts';
import { openBenchBroker, openBenchDatabase } from './servers.ts';

// What it takes to watch accounts while prices move: how much of a core, with 10,000 accounts and 5,000
// ticks a second, against looking at every account that holds the symbol; both must find the same
// breaches. Then how long it takes from a price to the event on the bus, through the real service.
// PostgreSQL is that of the tests, which does not wait for the disk.
//
//   node --disable-warning=ExperimentalWarning bench/src/monitor.ts

const ACCOUNTS = 10_000;
const POSITIONS_EACH = 3;
const TICKS = 20_000;
const TICKS_PER_SECOND = 5_000;
/** Looking at all takes so long that a few must do. */
const NAIVE_TICKS = 40;
const ALERTS = 50;
const STARTED = new Date('2026-06-10T10:00:00.000Z');

const MARKET: readonly (readonly [symbol: string, price: number, digits: number])[] = [
  ['EURUSD', 1.1, 5],
  ['GBPUSD', 1.3, 5],
  ['USDJPY', 150, 3],
  ['USDCHF', 0.88, 5],
  ['USDCAD', 1.36, 5],
  ['AUDUSD', 0.655, 5],
  ['EURGBP', 0.85, 5],
  ['XAUUSD', 2350, 2],
];

/** The same numbers in every run. */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), 1 | state);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

const random = mulberry(7);
const FIRST = ['EURUSD', 1.1, 5] as const;
const anInstrument = () => MARKET[Math.floor(random() * MARKET.length)] ?? FIRST;
const decimal = (value: number, digits: number) => Decimal.parse(value.toFixed(digits));
const profiles = readProfiles();

function aBook(): AccountBook {
  const balance = Decimal.integer(100_000);
  const profile = profiles.get('ftmo');
  const dayStart = profile.limits.day(STARTED).start;
  const positions = Array.from({ length: POSITIONS_EACH }, () => {
    const [symbol, price, digits] = anInstrument();
    return {
      id: randomUUID(),
      symbol,
      side: random() < 0.5 ? ('buy' as const) : ('sell' as const),
      lots: decimal(0.1 + Math.floor(random() * 20) / 10, 2),
      openPrice: decimal(price * (1 + (random() - 0.5) * 0.01), digits),
      stopLoss: undefined,
      charges: Decimal.ZERO,
      initialMargin: undefined,
    };
  });
  const account = {
    id: randomUUID(),
    userId: randomUUID(),
    currency: 'USD',
    initialBalance: balance,
    balance,
    commissionPerLot: Decimal.ZERO,
    status: 'active' as const,
    tradingState: 'ACTIVE' as const,
    pausedUntil: undefined,
    phase: 'evaluation' as const,
    type: 'standard' as const,
    permittedSymbols: undefined,
    highestClosed: balance,
    peakEquity: balance,
    openedAt: STARTED,
    activation: undefined,
    toldUntil: undefined,
    dayStartEquity: balance,
    lowestEquityToday: balance,
    marks: { endOfDay: balance, closed: balance, equity: balance },
  };
  const equity = { startEquity: balance, startBalance: balance, lowestEquity: balance };
  const times = { takenAt: STARTED, lowestAt: STARTED };
  const boundary = 'Europe/Prague 00:00';
  const day = { accountId: account.id, dayStart, boundary, ...times, ...equity };
  const none = { reservations: [], closedTrades: [], seenElsewhere: undefined };
  return { account, profile, positions, day, ...none };
}

/** Prices that wander by a tenth of a pip a tick: at this rate ten times as fast as in a quiet market. */
function walk() {
  const prices = new Map(MARKET.map(([symbol, price]) => [symbol, price]));
  const quotes = new Map<string, TimedQuote>();
  const set = ([symbol, , digits]: (typeof MARKET)[number], move: number) => {
    const price = (prices.get(symbol) ?? 0) * (1 + move);
    prices.set(symbol, price);
    quotes.set(symbol, {
      bid: decimal(price, digits),
      ask: decimal(price + 10 ** -digits, digits),
      at: STARTED,
    });
    return symbol;
  };
  for (const instrument of MARKET) set(instrument, 0);
  const moment: Moment = { now: STARTED, profiles, quotes: (symbol) => quotes.get(symbol) };
  return {
    moment,
    tick: () => set(anInstrument(), (random() - 0.5) * 2e-5),
  };
}

/** Watches as the service does; whatever is found is taken for written down. */
function watchAll(books: readonly AccountBook[]) {
  const market = walk();
  const breached = new Set<string>();
  let found = 0;
  const desk = openDesk((seat) => {
    for (const { review } of seat.pending)
      if (review.breaches.length > 0) breached.add(seat.key.id);
    found++;
    seat.pending = [];
    if (breached.has(seat.key.id)) desk.leave(seat.key.id);
    else settle(seat);
  });
  function settle(seat: Parameters<typeof desk.look>[0]): void {
    const review = reviewBook(seat.watch.book, market.moment);
    if (!review) throw new Error('Every price is known');
    const { equity } = review.risk;
    const { account } = seat.watch.book;
    const { lowestEquityToday: low = equity } = account;
    const lowestEquityToday = Decimal.min(low, equity);
    const peakEquity = Decimal.max(account.peakEquity, equity);
    const warned = (limit: 'daily' | 'total') =>
      Math.max(
        seat.watch.told.warned[limit],
        review.warnings.find((use) => use.limit === limit)?.level ?? 0,
      );
    seat.watch = {
      ...seat.watch,
      told: { ...seat.watch.told, warned: { daily: warned('daily'), total: warned('total') } },
      book: { ...seat.watch.book, account: { ...account, lowestEquityToday, peakEquity } },
    };
  }
  for (const book of books) desk.look(desk.seat(book, '0'), market.moment);
  return { desk, market, breached, found: () => found };
}

function inProcess(): void {
  const books = Array.from({ length: ACCOUNTS }, aBook);
  const { desk, market, breached, found } = watchAll(books);
  const before = found();
  for (let n = 0; n < TICKS / 4; n++) desk.onPrice(market.tick(), market.moment); // Warm-up.

  const started = process.cpuUsage();
  for (let n = 0; n < TICKS; n++) desk.onPrice(market.tick(), market.moment);
  const oursUs = process.cpuUsage(started).user / TICKS;

  const holders = Map.groupBy(
    books.flatMap((book) =>
      [...new Set(book.positions.map(({ symbol }) => symbol))].map((symbol) => ({ symbol, book })),
    ),
    ({ symbol }) => symbol,
  );
  const naiveStarted = process.cpuUsage();
  for (let n = 0; n < NAIVE_TICKS; n++) {
    for (const { book } of holders.get(market.tick()) ?? []) reviewBook(book, market.moment);
  }
  const naiveUs = process.cpuUsage(naiveStarted).user / NAIVE_TICKS;
  const missed = books.filter(
    (book) =>
      !breached.has(book.account.id) && (reviewBook(book, market.moment)?.breaches.length ?? 0) > 0,
  );
  // The ticks of the slow one were seen by it alone: whoever they have broken, is not missed.
  if (missed.length > ACCOUNTS / 1_000) throw new Error(`${missed.length} breaches were not seen`);

  const share = (us: number) => `${((us * TICKS_PER_SECOND) / 10_000).toFixed(1)} %`;
  console.log(`\nWatching ${ACCOUNTS} accounts with ${POSITIONS_EACH} positions each`);
  console.log(`${found() - before} sightings, ${breached.size} accounts broke a limit`);
  console.table({
    'every account that holds it': {
      'µs of CPU a tick': naiveUs.toFixed(0),
      [`of a core at ${TICKS_PER_SECOND} ticks/s`]: share(naiveUs),
      ratio: '1',
    },
    'those whose band it leaves': {
      'µs of CPU a tick': oursUs.toFixed(1),
      [`of a core at ${TICKS_PER_SECOND} ticks/s`]: share(oursUs),
      ratio: (oursUs / naiveUs).toFixed(5),
    },
  });
}

/** Accounts that differ in nothing but the price at which they break their limit. */
async function insertAccounts(pool: Pool, openedAt: Date): Promise<void> {
  await pool.query(
    `with opened as (
       insert into account (id, user_id, currency, initial_balance, balance, opened_at, profile_id,
         profile_version, activated_at, highest_closed, peak_equity)
       select gen_random_uuid(), gen_random_uuid(), 'USD', 100000, 100000, $2, 'ftmo', 1, $2,
         100000, 100000 from generate_series(1, $1) returning id)
     insert into position (id, account_id, symbol, side, lots, open_price, commission, opened_at)
     select gen_random_uuid(), id, 'EURUSD', 'buy', 2,
       1.10000 + 0.0001 * row_number() over (), 0, $2 from opened`,
    [ALERTS, openedAt],
  );
}

async function alerts(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const folder = new URL('../../services/compliance/', import.meta.url);
  const { url, pool } = await openBenchDatabase(stack, { folder, poolMax: 2 });
  const log = createLogger('bench', { level: 'warn' });
  const broker = await openBenchBroker(stack, log);
  const issuer = stack.use(await startIssuer());
  await insertAccounts(pool, new Date());
  const natsUrl = `nats://${broker.nats.getServer()}`;
  stack.use(
    await startCompliance(
      {
        port: 0,
        logLevel: 'warn',
        drainDelayMs: 0,
        nats: { url: natsUrl, password: undefined, namespace: 'bench' },
        auth: { issuer: issuer.url, jwksUrl: issuer.jwksUrl },
        database: { url, poolMax: 10 },
      },
      log,
    ),
  );

  let arrived: (() => void) | undefined;
  const subject = broker.names.eventPattern(violationDetected);
  const subscription = broker.nats.subscribe(subject, { callback: () => arrived?.() });
  stack.defer(() => subscription.unsubscribe());
  const publish = (price: number) => {
    const at = new Date().toISOString();
    publishToFeed(broker, quoteFeed, {
      symbol: 'EURUSD',
      bid: price.toFixed(5),
      ask: price.toFixed(5),
      at,
    });
  };
  publish(1.2);
  await sleep(3_000);

  const taken: number[] = [];
  for (let n = ALERTS; n > 0; n--) {
    const alert = new Promise<void>((resolve) => (arrived = resolve));
    // 5,000 USD on two lots are 250 pips; those that opened higher are broken already.
    const floor = 1.1 + 0.0001 * n - 0.025;
    publish(floor + 0.00002);
    await sleep(20);
    const started = performance.now();
    publish(floor - 0.00001);
    await Promise.race([alert, sleep(5_000)]);
    taken.push(performance.now() - started);
  }
  const show = (share: number) => percentile(taken, share).toFixed(1);
  console.log(`\nFrom a price to the violation event on the bus, ${ALERTS} breaches one by one`);
  console.table({
    ms: { p50: show(0.5), p90: show(0.9), p99: show(0.99), max: show(1), law: '5000.0' },
  });
}

inProcess();
await alerts();
process.exit();
