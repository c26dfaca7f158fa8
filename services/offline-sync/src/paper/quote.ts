import {
  Decimal,
  findInstrument,
  listInstruments,
  type AssetClass,
  type Instrument,
  type Quote,
} from '@signalos/trading';

/** A price holds this long: all who look in the meantime see the same. */
export const QUOTE_STEP_MS = 500;

/** Around which each instrument's price wanders. */
const ANCHORS: Readonly<Record<string, string>> = {
  EURUSD: '1.08500',
  GBPUSD: '1.27000',
  USDJPY: '150.000',
  USDCHF: '0.88000',
  USDCAD: '1.36000',
  EURGBP: '0.85430',
  EURJPY: '162.750',
  GBPJPY: '190.500',
  AUDUSD: '0.65500',
  XAUUSD: '2350.00',
  XAGUSD: '28.000',
  US30: '39000.00',
  NAS100: '18000.00',
  GER40: '18200.00',
  ESP35: '11000.00',
  BTCUSD: '65000.00',
  AAPL: '190.00',
  ES: '5200.00',
};

const SPREAD_TICKS: Readonly<Record<AssetClass, number>> = {
  'fx-major': 8,
  'fx-minor': 12,
  gold: 20,
  commodity: 20,
  'index-major': 150,
  'index-minor': 300,
  equity: 2,
  crypto: 1_500,
  future: 1,
};

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Slow and wide movements, and quick and narrow ones upon them: ±0.8 % of the anchor in all. */
const WAVES = [
  { periodMs: 8 * HOUR_MS, reach: 0.004 },
  { periodMs: HOUR_MS, reach: 0.002 },
  { periodMs: 10 * MINUTE_MS, reach: 0.0012 },
  { periodMs: MINUTE_MS, reach: 0.0005 },
  { periodMs: 5 * SECOND_MS, reach: 0.0002 },
  { periodMs: SECOND_MS, reach: 0.0001 },
] as const;

/** What prices are at a moment. */
export interface Market {
  quoteAt(symbol: string, at: Date): Quote | undefined;
}

/**
 * A simulated market: a price is a function of the seed, the instrument and the time, so that every
 * replica, every restart and every replay sees the same one.
 */
export function paperMarket(seed: string): Market {
  return {
    quoteAt(symbol, at) {
      const instrument = findInstrument(symbol);
      const anchor = ANCHORS[symbol];
      return instrument && anchor ? quoteOf(instrument, anchor, { seed, at }) : undefined;
    },
  };
}

function quoteOf(
  { symbol, tick, assetClass }: Instrument,
  anchor: string,
  { seed, at }: { seed: string; at: Date },
): Quote {
  const ticks = Number(
    Decimal.parse(anchor).dividedBy(tick, { digits: 0, rounding: 'half-even' }).units,
  );
  const bid = Math.round(ticks * (1 + driftAt(hashOf(`${seed}/${symbol}`), at.getTime())));
  const price = (count: number) => Decimal.integer(count).times(tick);
  return { bid: price(bid), ask: price(bid + SPREAD_TICKS[assetClass]) };
}

/** How far a price is from its anchor, as a share of it. */
function driftAt(hash: number, timeMs: number): number {
  const step = Math.floor(timeMs / QUOTE_STEP_MS) * QUOTE_STEP_MS;
  return WAVES.reduce((sum, { periodMs, reach }, wave) => {
    const cell = Math.floor(step / periodMs);
    const into = (step - cell * periodMs) / periodMs;
    const [from, to] = [levelAt(hash, wave, cell), levelAt(hash, wave, cell + 1)];
    const smooth = into * into * (3 - 2 * into);
    return sum + reach * (from + (to - from) * smooth);
  }, 0);
}

/** A number from −1 to 1 that looks random, and is always the same for the same place. */
function levelAt(hash: number, wave: number, cell: number): number {
  let bits = Math.imul(hash ^ Math.imul(wave + 1, 0x9e3779b1), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 15) ^ cell, 0xc2b2ae35);
  bits = Math.imul(bits ^ (bits >>> 13), 0x27d4eb2f);
  return ((bits ^ (bits >>> 16)) >>> 0) / 0x7fffffff - 1;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return hash;
}

export interface NamedQuote extends Quote {
  readonly symbol: string;
}

/** Every instrument's price at a moment. */
export function quotesAt(market: Market, at: Date): NamedQuote[] {
  return listInstruments().flatMap(({ symbol }) => {
    const quote = market.quoteAt(symbol, at);
    return quote ? [{ symbol, ...quote }] : [];
  });
}
