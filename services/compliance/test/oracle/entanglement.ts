import { type Case, type EarlierRequest, type Position, type Trade } from './case.ts';
import { type Random } from './random.ts';
import { amountIn, inSteps, SYMBOLS } from './world.ts';

/** What else may be the matter: other orders and accounts, broken input, a state that forbids. */
export function entangled(random: Random, plain: Case): Case {
  const trouble = random.chance(TROUBLED_SHARE) ? TROUBLE : 1;
  const chosen = KNOTS.filter(([probability]) => random.chance(probability * trouble));
  return chosen.reduce((situation, [, tie]) => tie(situation, random), plain);
}

/** Of cases in which much is the matter at once, for the order in which things are told. */
const TROUBLED_SHARE = 0.15;
const TROUBLE = 5;

type Knot = readonly [probability: number, tie: (situation: Case, random: Random) => Case];

const KNOTS: readonly Knot[] = [
  [0.3, withReservations],
  [0.15, withLinkedPositions],
  [0.1, withEarlierRequest],
  [0.03, withSameRequest],
  [0.04, withMisconduct],
  [0.08, withReduction],
  [0.12, withQuoteTimes],
  [0.04, withoutSomeQuote],
  [0.02, (situation, random) => onTrade(situation, { lots: random.pick(ODD_LOTS) })],
  [0.01, (situation, random) => onTrade(situation, { lots: random.pick(OFF_STEP_LOTS) })],
  [0.01, (situation, random) => onTrade(situation, { symbol: random.pick(ODD_SYMBOLS) })],
  [0.04, withOddPrice],
  [0.02, withTurnedStop],
  [0.015, (situation) => ({ ...situation, profile: 'nope' })],
  [0.015, (situation) => onAccount(situation, { profileActive: false })],
  [
    0.03,
    (situation, random) =>
      onAccount(situation, { tradingState: random.pick(['HALTED', 'REDUCING']) }),
  ],
  [
    0.02,
    (situation, random) =>
      onAccount(situation, { status: random.pick(['breached', 'closed', 'suspended']) }),
  ],
  [0.04, withPause],
  [0.02, withLittleMoney],
  [0.05, withPermissions],
];

const ODD_LOTS = [
  '0',
  '-1',
  '-0.00',
  '',
  '.5',
  '1.',
  '1e1',
  'NaN',
  '+1',
  ' 1',
  '1,0',
  '1000000.01',
];
const OFF_STEP_LOTS = [
  '0.001',
  '0.005',
  '0.015',
  '1.005',
  '0.009',
  '2.50',
  '1000000',
  '1000000.00',
];
const ODD_SYMBOLS = ['FOOBAR', 'eurusd', 'EURUSD.x', '', 'toString', '__proto__'];
const ODD_PRICES = [
  '-1',
  '-0.00001',
  'NaN',
  '',
  '1e5',
  '0x1',
  '1000000',
  '1000000.01',
  '.5',
  '0',
  '-0',
  '0.00000',
];

function withReservations(situation: Case, random: Random): Case {
  const { currency } = situation.account;
  const now = Date.parse(situation.now);
  const reservations = random.several(1, 3, (index) => ({
    id: `r${index + 1}`,
    symbol: random.chance(0.5) ? situation.trade.symbol : random.pick(SYMBOLS),
    lots: inSteps(random.magnitude(1, 300), '0.01'),
    worstLoss: amountIn(currency, random.magnitude(1, 3_000)),
    expiresAt: isoAt(now + random.pick([-1, 0, 1, 1, 30_000, 30_000])),
  }));
  return onAccount(situation, { reservations });
}

function withLinkedPositions(situation: Case, random: Random): Case {
  const linkedPositions = random.several(1, 2, () => ({
    accountId: 'A2',
    symbol: random.chance(0.8) ? situation.trade.symbol : random.pick(SYMBOLS),
    side: random.pick(['buy', 'sell']),
    lots: '1.00',
  }));
  return onAccount(situation, { linkedPositions });
}

function withEarlierRequest(situation: Case, random: Random): Case {
  const { symbol, side, lots } = situation.trade;
  const earlier: EarlierRequest = {
    clientTradeId: 't-0',
    symbol: random.chance(0.9) ? symbol : random.pick(SYMBOLS),
    side: random.chance(0.9) ? side : turned(side),
    lots: random.chance(0.2) ? '0.33' : random.pick([lots, withoutZeros(lots)]),
    at: isoAt(Date.parse(situation.now) - random.pick([0, 1, 500, 1_999, 2_000, 4_999, 5_000])),
    ...anOutcome(random),
  };
  return addRequest(situation, earlier);
}

function withSameRequest(situation: Case, random: Random): Case {
  const { clientTradeId, symbol, side, lots } = situation.trade;
  const same: EarlierRequest = {
    clientTradeId,
    symbol: random.chance(0.9) ? symbol : random.pick(SYMBOLS),
    side: random.chance(0.9) ? side : turned(side),
    lots: random.chance(0.2) ? '0.33' : random.pick([lots, withoutZeros(lots)]),
    at: isoAt(Date.parse(situation.now) - random.integer(0, 100_000)),
    ...anOutcome(random),
  };
  return addRequest(situation, same);
}

/** Too fast, twice the same, without permission: two of these, or all. */
function withMisconduct(situation: Case, random: Random): Case {
  const { symbol, side, lots } = situation.trade;
  const twin = { clientTradeId: 't-0', symbol, side, lots, at: situation.now };
  const isSpared = random.integer(0, 3);
  const twice =
    isSpared === 0 ? situation : addRequest(situation, { ...twin, ...anOutcome(random) });
  return onAccount(twice, {
    ...(isSpared !== 1 && { counters: { messagesLastSecond: 20 } }),
    ...(isSpared !== 2 && { permittedSymbols: [] }),
  });
}

function anOutcome(random: Random): Pick<EarlierRequest, 'allowed' | 'violations'> {
  if (random.chance(0.5)) return { allowed: true, violations: [] };
  return { allowed: false, violations: random.pick([['LOT_MAX_PER_TRADE'], ['SL_REQUIRED']]) };
}

/** Closes a position, or tries to close more, another, or on the wrong side. */
function withReduction(situation: Case, random: Random): Case {
  const position = situation.openPositions.find(() => random.chance(0.6));
  if (!position) return onTrade(situation, { reduceOnly: true, positionId: 'p9' });
  return onTrade(situation, {
    reduceOnly: true,
    positionId: random.chance(0.95) ? position.id : 'p9',
    symbol: random.chance(0.92) ? position.symbol : random.pick(SYMBOLS),
    side: random.chance(0.92) ? turned(position.side) : position.side,
    lots: random.chance(0.8) ? position.lots : inSteps(random.magnitude(1, 600), '0.01'),
    slPrice: random.chance(0.8) ? null : '1.00',
  });
}

function withQuoteTimes(situation: Case, random: Random): Case {
  const now = Date.parse(situation.now);
  const isOftenStale = random.chance(0.5);
  const quotes = Object.entries(situation.market.quotes).map(([symbol, quote]) => {
    const isStale = isOftenStale && random.chance(0.3);
    const ageMs = random.pick(isStale ? [5_001, 5_000, 60_000] : [0, 1, 400, -200]);
    return [symbol, random.chance(0.8) ? { ...quote, ts: isoAt(now - ageMs) } : quote] as const;
  });
  return { ...situation, market: { ...situation.market, quotes: Object.fromEntries(quotes) } };
}

function withoutSomeQuote(situation: Case, random: Random): Case {
  const quotes = Object.entries(situation.market.quotes).filter(() => random.chance(0.75));
  return { ...situation, market: { ...situation.market, quotes: Object.fromEntries(quotes) } };
}

function withOddPrice(situation: Case, random: Random): Case {
  const field = random.pick(['entryPrice', 'slPrice', 'tpPrice']);
  return onTrade(situation, { [field]: random.pick([...ODD_PRICES, null]) });
}

/** As if of an order the other way. */
function withTurnedStop(situation: Case): Case {
  return onTrade(situation, { side: turned(situation.trade.side) });
}

function withPause(situation: Case, random: Random): Case {
  const awayMs = random.pick([-3_600_000, -1, 0, 1, 3_600_000]);
  return onAccount(situation, { pausedUntil: isoAt(Date.parse(situation.now) + awayMs) });
}

function withLittleMoney(situation: Case, random: Random): Case {
  const { currency } = situation.account;
  return onAccount(situation, { balance: amountIn(currency, random.pick([0, 0.01, -5, 40])) });
}

function withPermissions(situation: Case, random: Random): Case {
  const others = random.several(0, 8, () => random.pick(SYMBOLS));
  const isMeant = random.chance(0.6);
  const permittedSymbols = isMeant ? [situation.trade.symbol, ...others] : others;
  return onAccount(situation, { permittedSymbols });
}

const onTrade = (situation: Case, change: Partial<Trade>): Case => ({
  ...situation,
  trade: { ...situation.trade, ...change },
});

const onAccount = (situation: Case, change: Partial<Case['account']>): Case => ({
  ...situation,
  account: { ...situation.account, ...change },
});

const addRequest = (situation: Case, request: EarlierRequest): Case =>
  onAccount(situation, { recentRequests: [...(situation.account.recentRequests ?? []), request] });

const turned = (side: Position['side']) => (side === 'buy' ? 'sell' : 'buy');
const withoutZeros = (lots: string) => (lots.includes('.') ? lots.replace(/\.?0+$/, '') : lots);
const isoAt = (instant: number) => new Date(instant).toISOString();
