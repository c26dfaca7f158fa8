import {
  instrumentOf,
  PROFILES,
  type Account,
  type Case,
  type Position,
  type Profile,
  type Quote,
  type Row,
  type Trade,
} from './case.ts';
import { dayStart, weeklyClose } from './clock.ts';
import { aCustomProfile, PROFILE_NAMES } from './custom-profile.ts';
import { entangled } from './entanglement.ts';
import { type Random } from './random.ts';
import {
  amountIn,
  aQuote,
  CURRENCIES,
  inSteps,
  quoteCurrencyOf,
  someRoute,
  stepsIn,
  SYMBOLS,
  tickOf,
} from './world.ts';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const INITIALS_USD = [1_000, 5_000, 10_000, 25_000, 50_000, 100_000, 99_999.99, 200_000];

/** The changes of the clock on both sides of the Atlantic and beyond, Fridays, and plain days. */
const DAYS = [
  '2026-03-07',
  '2026-03-08',
  '2026-03-09',
  '2026-03-13',
  '2026-03-28',
  '2026-03-29',
  '2026-03-30',
  '2026-04-04',
  '2026-04-24',
  '2026-06-10',
  '2026-06-12',
  '2026-09-06',
  '2026-10-03',
  '2026-10-24',
  '2026-10-25',
  '2026-10-30',
  '2026-10-31',
  '2026-11-01',
  '2026-11-06',
  '2026-12-31',
];

/** One situation and one order, of any kind. */
export function aCase(random: Random, id: string): Case {
  const currency = random.chance(0.4) ? 'USD' : random.pick(CURRENCIES);
  const initialUsd = random.pick(INITIALS_USD);
  const now = anInstant(random);
  const symbol = random.pick(SYMBOLS);
  const symbols = random.several(0, 4, () => (random.chance(0.4) ? symbol : random.pick(SYMBOLS)));
  const quotes = someQuotes(random, [symbol, ...symbols], currency);
  const profile = aProfile(random, currency);
  const rules = rulesOf(profile);
  const scene = {
    random,
    currency,
    initialUsd,
    now,
    quotes,
    rules,
    today: dayStart(now, rules.day),
  };
  const plain: Case = {
    id,
    profile,
    account: anAccount(scene),
    history: someRows(scene, symbol),
    openPositions: symbols.map((one, index) => aPosition(scene, one, index)),
    trade: aTrade(scene, symbol),
    now: isoAt(now),
    market: { quotes, ...(random.chance(0.4) && { news: someNews(scene, symbol) }) },
  };
  return entangled(random, plain);
}

interface Scene {
  readonly random: Random;
  readonly currency: string;
  readonly initialUsd: number;
  readonly now: number;
  readonly quotes: Readonly<Record<string, Quote>>;
  readonly rules: Profile;
  /** When the day of the profile began. */
  readonly today: number;
}

const aProfile = (random: Random, currency: string) =>
  random.chance(0.5) ? aCustomProfile(random, currency) : random.pick(PROFILE_NAMES);

function rulesOf(profile: Case['profile']): Profile {
  const rules = typeof profile === 'string' ? PROFILES[profile] : profile;
  if (!rules) throw new Error(`There is no profile ${JSON.stringify(profile)}`);
  return rules;
}

function anInstant(random: Random): number {
  const day = Date.parse(random.pick(DAYS));
  if (random.chance(0.1)) return day + random.integer(0, 23) * HOUR_MS - random.integer(0, 1);
  if (random.chance(0.1)) return weeklyClose(day) - random.integer(-1, 8 * HOUR_MS);
  return day + random.integer(0, DAY_MS - 1);
}

function someQuotes(random: Random, symbols: readonly string[], currency: string) {
  const routes = symbols.flatMap((symbol) => someRoute(random, quoteCurrencyOf(symbol), currency));
  const needed = [...new Set([...symbols, ...routes])];
  return Object.fromEntries(needed.map((symbol) => [symbol, aQuote(random, symbol)]));
}

function anAccount(scene: Scene): Account {
  const { random, currency, initialUsd } = scene;
  const money = (dollars: number) => amountIn(currency, dollars);
  const share = (least: number, most: number) =>
    money((initialUsd * random.integer(least, most)) / 1_000);
  return {
    id: 'A1',
    currency,
    initialBalance: money(initialUsd),
    balance: random.chance(0.15) ? money(initialUsd) : share(890, 1_100),
    phase: random.pick(['evaluation', 'funded']),
    type: random.pick(['standard', 'swing']),
    status: 'active',
    tradingState: 'ACTIVE',
    commissionPerLot: random.pick(['0.00', '0.00', '3.50', '7', '0.005', '1.234']),
    ...(random.chance(0.4) && { dayStartEquity: share(930, 1_120) }),
    ...(random.chance(0.2) && { minEquityToday: share(930, 1_020) }),
    ...(random.chance(0.3) && { peakEquity: share(960, 1_120) }),
    ...(random.chance(0.3) && { eodBalances: someCloses(scene, share) }),
    ...(random.chance(0.4) && { counters: someCounters(random) }),
  };
}

const someCloses = ({ random, now }: Scene, share: (least: number, most: number) => string) =>
  random.several(0, 3, (index) => ({
    date: isoAt(now - (index + 1) * DAY_MS).slice(0, 10),
    balance: share(940, 1_120),
  }));

const someCounters = (random: Random) => ({
  ...(random.chance(0.6) && { messagesLastSecond: random.integer(0, 10) }),
  ...(random.chance(0.6) && { tradesToday: random.pick([0, 1, 5, 29, 1_999, 2_000]) }),
  ...(random.chance(0.6) && { strategyExecutions: random.integer(0, 21) }),
});

function someRows(scene: Scene, symbol: string): Row[] {
  const { random } = scene;
  const span = random.pick([2 * HOUR_MS, DAY_MS, 3 * DAY_MS]);
  let time = scene.now;
  const rows = random.several(0, 6, () => {
    if (!random.chance(0.2)) time = someTime(scene, span);
    return random.chance(0.25) ? aCashFlow(scene, time) : aClosedTrade(scene, time, symbol);
  });
  return random.chance(0.5) ? rows : rows.toSorted((a, b) => a.time.localeCompare(b.time));
}

/** Mostly before now; sometimes as the day began, just before, at this very moment or just after. */
function someTime({ random, now, today }: Scene, span: number): number {
  if (random.chance(0.3)) return random.pick([today - 1, today, now, now + 1]);
  return now - random.integer(random.chance(0.05) ? -HOUR_MS : 0, span);
}

function aClosedTrade({ random, currency, initialUsd }: Scene, time: number, symbol: string): Row {
  return {
    ...(random.chance(0.9) && { type: 'trade' }),
    time: isoAt(time),
    symbol: random.chance(0.7) ? symbol : random.pick(SYMBOLS),
    side: random.pick(['buy', 'sell']),
    lots: inSteps(random.magnitude(1, 400), '0.01'),
    net: amountIn(currency, (initialUsd * random.integer(-400, 300)) / 10_000),
  };
}

function aCashFlow({ random, currency, initialUsd }: Scene, time: number): Row {
  const type = random.pick(['deposit', 'withdrawal', 'payout', 'adjustment']);
  const sign = type === 'deposit' || random.chance(0.6) ? 1 : -1;
  const amount = amountIn(currency, (sign * initialUsd * random.integer(1, 300)) / 10_000);
  return { type, time: isoAt(time), ...(random.chance(0.5) ? { amount } : { net: amount }) };
}

function aPosition(scene: Scene, symbol: string, index: number): Position {
  const { random, currency, initialUsd } = scene;
  const side = random.pick(['buy', 'sell']);
  const { bid } = quoteIn(scene, symbol);
  const tick = tickOf(symbol);
  const price = stepsIn(bid, tick);
  const open = price + awayFrom(scene, price);
  const stop = price + awayFrom(scene, price);
  return {
    id: `p${index + 1}`,
    symbol,
    side,
    lots: someLots(scene, symbol),
    openPrice: inSteps(Math.max(1, open), tick),
    slPrice: random.chance(0.2)
      ? random.pick([null, '0', '0.00'])
      : inSteps(Math.max(1, stop), tick),
    swap: random.chance(0.5) ? '0.00' : amountIn(currency, random.integer(-900, 300) / 100),
    commission: random.chance(0.5) ? '0.00' : amountIn(currency, random.integer(-900, 0) / 100),
    ...(random.chance(0.3) && {
      initialMargin: amountIn(currency, (initialUsd * random.magnitude(10, 1_200)) / 1_000),
    }),
  };
}

function aTrade(scene: Scene, symbol: string): Trade {
  const { random } = scene;
  const side = random.pick(['buy', 'sell']);
  const type = random.pick(['market', 'market', 'limit', 'stop']);
  const tick = tickOf(symbol);
  const { bid, ask } = quoteIn(scene, symbol);
  const price = stepsIn(side === 'buy' ? ask : bid, tick);
  const entry = type === 'market' ? price : Math.max(2, price + awayFrom(scene, price));
  const distance = Math.max(1, Math.abs(awayFrom(scene, entry)));
  const stop = side === 'buy' ? Math.max(1, entry - distance) : entry + distance;
  return {
    clientTradeId: 't-1',
    symbol,
    side,
    lots: someLots(scene, symbol),
    type,
    entryPrice: type === 'market' && random.chance(0.8) ? null : inSteps(entry, tick),
    slPrice: random.chance(0.15) ? random.pick([null, '0', '0.000']) : inSteps(stop, tick),
    tpPrice: random.chance(0.3) ? inSteps(entry + distance, tick) : null,
    reduceOnly: false,
    ...(random.chance(0.3) && { leverage: String(random.pick([1, 2, 5, 10, 20, 30, 50])) }),
  };
}

/** Mostly lots that an account of this size would trade, sometimes far too many. */
function someLots({ random, initialUsd }: Scene, symbol: string): string {
  const { contractSize, lotStep, minLot } = instrumentOf(symbol);
  const usual = (initialUsd / 100_000) * (Number(contractSize) < 1_000 ? 4 : 1);
  const lots = (usual * random.magnitude(2, 1_500)) / 100;
  return inSteps(Math.max(stepsIn(lots, lotStep), stepsIn(minLot, lotStep)), lotStep);
}

/** Ticks, up or down, mostly few. */
function awayFrom({ random }: Scene, price: number): number {
  const most = Math.max(2, Math.round(price * random.pick([0.002, 0.01, 0.04])));
  return random.magnitude(1, most) * (random.chance(0.5) ? 1 : -1);
}

const someNews = (scene: Scene, symbol: string) =>
  scene.random.several(1, 2, () => ({
    time: isoAt(scene.now + untilRelease(scene)),
    currency: scene.random.chance(0.7)
      ? (instrumentOf(symbol).base ?? quoteCurrencyOf(symbol))
      : scene.random.pick(['USD', 'EUR', 'JPY']),
    impact: scene.random.chance(0.8) ? 'high' : 'medium',
  }));

/** Often at one end of the interval that the profile keeps free, or just beyond. */
function untilRelease({ random, rules }: Scene): number {
  const { beforeMs, afterMs } = rules.news ?? { beforeMs: 0, afterMs: 0 };
  const ends = [beforeMs, beforeMs + 1, -afterMs, -afterMs - 1];
  return random.chance(0.4) ? random.pick(ends) : random.integer(-400, 400) * SECOND_MS;
}

function quoteIn({ quotes }: Scene, symbol: string): Quote {
  const quote = quotes[symbol];
  if (!quote) throw new Error(`There is no quote of ${symbol}`);
  return quote;
}

const isoAt = (instant: number) => new Date(instant).toISOString();
