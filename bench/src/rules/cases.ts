import { randomUUID } from 'node:crypto';
import { Limits } from '../../../services/compliance/src/profiles/limits.ts';

const HISTORY_ROWS = 20;
const DAY_MS = 86_400_000;
const NOW = new Date('2026-06-10T10:00:00.000Z');

/** Prices, lots to hold of each, and what has to be converted on the way to dollars. */
const QUOTES = {
  EURUSD: { bid: '1.10000', ask: '1.10012' },
  GBPUSD: { bid: '1.30000', ask: '1.30015' },
  USDJPY: { bid: '150.000', ask: '150.012' },
  XAUUSD: { bid: '2600.00', ask: '2600.30' },
  EURGBP: { bid: '0.84600', ask: '0.84615' },
};

const HELD = [
  { symbol: 'EURUSD', side: 'buy', openPrice: '1.09900', slPrice: '1.09500' },
  { symbol: 'GBPUSD', side: 'sell', openPrice: '1.30200', slPrice: '1.30500' },
  { symbol: 'USDJPY', side: 'buy', openPrice: '149.800', slPrice: '149.400' },
  { symbol: 'XAUUSD', side: 'buy', openPrice: '2595.00', slPrice: '2580.00' },
  { symbol: 'EURGBP', side: 'sell', openPrice: '0.84700', slPrice: '0.84900' },
] as const;

export const LOTS_MAX = '2.00';
export const POSITIONS_MAX = 1_000;

/** The limits that a generic engine can be told of as well, and no others. */
export const limits = Limits.parse({
  maxLotsPerTrade: LOTS_MAX,
  riskPerTradePctEquity: '1',
  daily: { pct: '5', amountBase: 'initial', reference: 'balance' },
  total: { pct: '10', mode: 'static' },
  maxOpenPositions: POSITIONS_MAX,
  maxEffectiveLeverage: '30',
  boundary: 'below',
  day: { tz: 'Europe/Prague', at: '00:00' },
  missingSl: 'deny',
});

export interface Case {
  readonly [field: string]: unknown;
}

/** An account of 100,000 USD with so many positions and twenty closed trades, and an order for it. */
export function aCase(index: number, positions: number): Case {
  // A pip of stop more or less, and every seventh order too large: no two in a row are alike.
  const lots = index % 7 === 0 ? '2.50' : `1.${String(index % 90).padStart(2, '0')}`;
  return {
    id: `case-${index}`,
    profile: 'ftmo',
    account: {
      currency: 'USD',
      initialBalance: '100000.00',
      balance: `10${index % 10}000.00`,
      commissionPerLot: '3.50',
    },
    history: Array.from({ length: HISTORY_ROWS }, (_, row) => aClosedTrade(index, row)),
    openPositions: Array.from({ length: positions }, (_, held) => aPosition(held)),
    trade: {
      clientTradeId: `trade-${index}`,
      symbol: 'EURUSD',
      side: 'buy',
      type: 'market',
      lots,
      slPrice: `1.09${String(500 + (index % 300)).padStart(3, '0')}`,
      reduceOnly: false,
    },
    now: NOW.toISOString(),
    market: { quotes: QUOTES },
  };
}

function aPosition(held: number) {
  const { slPrice, ...position } = HELD[held % HELD.length] ?? HELD[0];
  return {
    id: randomUUID(),
    ...position,
    slPrice,
    lots: '0.02',
    commission: '-0.07',
    swap: '0.00',
  };
}

/** One in four is of today. */
function aClosedTrade(index: number, row: number) {
  const daysAgo = row % 4;
  return {
    time: new Date(NOW.getTime() - daysAgo * DAY_MS - row * 60_000).toISOString(),
    symbol: HELD[row % HELD.length]?.symbol,
    lots: '0.10',
    net: `${row % 3 === 0 ? '-' : ''}${20 + ((index + row) % 60)}.37`,
  };
}
