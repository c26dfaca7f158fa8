import data from './instruments.json' with { type: 'json' };

/** Dollars that one unit was worth in 2024 to 2026, roughly: enough to tell 1.0850 from 10,850. */
const CURRENCIES = mapOf(data.currencies);
const COINS = mapOf(data.coins);
const PRICES = mapOf(data.prices);
const AMBIGUOUS = new Set(data.ambiguousCoins);
/** Coins whose tickers are everyday words: only a tag or a quote currency makes them coins. */
const EVERYDAY = new Set(data.everydayCoins);
const COUNTRIES = mapOf(data.countries);

/** A text may name what every object has: `constructor` is no coin. */
function mapOf<Value>(record: Readonly<Record<string, Value>>): ReadonlyMap<string, Value> {
  return new Map(Object.entries(record));
}

/** An instrument named in a text. */
export interface Naming {
  readonly symbol: string;
  /** The word means other things too. */
  readonly isDoubtful: boolean;
}

const STABLE = ['usdt', 'usdc', 'busd', 'fdusd'];
const BROKER_SUFFIX = /^(.{6,})(?:perp|swap|pro|raw|ecn|std|cash|spot|[mrciz])$/;
const PERPETUAL = /(?:perp|swap|\.p)$/;
const TICKER = /^(?:10{2,6}|1(?=inch))?[a-z][a-z0-9]{1,9}$/;

/** The pair of two words, such as `xau` and `usd`, or undefined. */
export function pairOf(base: string, quote: string): string | undefined {
  if (base === quote) return undefined;
  if (STABLE.includes(quote)) return TICKER.test(base) ? (base + quote).toUpperCase() : undefined;
  const isPair = CURRENCIES.has(base) && CURRENCIES.has(quote);
  const isCoin = COINS.has(base) && (quote === 'usd' || quote === 'eur' || quote === 'btc');
  return isPair || isCoin ? (base + quote).toUpperCase() : undefined;
}

/** The instrument that one word names, by its ticker. */
export function instrumentOf(word: string): Naming | undefined {
  const plain = tickerOf(word);
  if (plain) return plain;
  const [, stem] = BROKER_SUFFIX.exec(word) ?? [];
  return (stem && tickerOf(stem)) || undefined;
}

function tickerOf(raw: string): Naming | undefined {
  const word = raw.replace(PERPETUAL, '');
  const stable = STABLE.find((quote) => word.endsWith(quote) && word.length > quote.length + 1);
  if (stable && TICKER.test(word)) return { symbol: word.toUpperCase(), isDoubtful: false };
  for (const cut of [3, 4, 5]) {
    const symbol = word.length >= 6 ? pairOf(word.slice(0, cut), word.slice(cut)) : undefined;
    if (symbol) return { symbol, isDoubtful: false };
  }
  if (!COINS.has(word) || EVERYDAY.has(word)) return undefined;
  return { symbol: `${word.toUpperCase()}USDT`, isDoubtful: AMBIGUOUS.has(word) };
}

/** The coin whose ticker is an everyday word, if it is written so that it is meant. */
export const everydayCoin = (word: string) =>
  EVERYDAY.has(word) ? `${word.toUpperCase()}USDT` : undefined;

/** The coin of a tag: `#foo` and `$foo` name one even if nobody knows it. */
export function taggedCoin(word: string): Naming | undefined {
  const isTicker = /^[a-z0-9]{2,10}$/.test(word) && /[a-z]/.test(word);
  return isTicker ? { symbol: `${word.toUpperCase()}USDT`, isDoubtful: true } : undefined;
}

/** Two flags are the pair of their currencies. */
export function pairOfFlags(base: string, quote: string): string | undefined {
  return pairOf(COUNTRIES.get(base) ?? '', COUNTRIES.get(quote) ?? '');
}

const METAL = /^x[a-z]{2}$/;

/** Whether an instrument is a coin, a pair of currencies, something else that is known, or none of these. */
export function classOf(symbol: string): 'coin' | 'currency' | 'known' | 'unknown' {
  const name = symbol.toLowerCase();
  const base = name.slice(0, -3);
  if (STABLE.some((quote) => name.endsWith(quote)) || COINS.has(base)) return 'coin';
  if (CURRENCIES.has(base) && !METAL.test(base)) return 'currency';
  return typicalPrice(symbol) === undefined ? 'unknown' : 'known';
}

/** About what an instrument costs, if that is known. */
export function typicalPrice(symbol: string): number | undefined {
  const known = PRICES.get(symbol);
  if (known !== undefined) return known;
  const name = symbol.toLowerCase();
  const quote = STABLE.find((each) => name.endsWith(each));
  if (quote) return COINS.get(name.slice(0, -quote.length));
  const base = name.slice(0, -3);
  const dollars = CURRENCIES.get(base) ?? COINS.get(base);
  const per =
    CURRENCIES.get(name.slice(-3)) ?? (name.endsWith('btc') ? COINS.get('btc') : undefined);
  return dollars === undefined || per === undefined ? undefined : dollars / per;
}
