import type { Side, Timeframe } from './reading.ts';

export type Role = 'entry' | 'stop' | 'target' | 'lots' | 'risk' | 'leverage';
export type Verb = 'close' | 'closed' | 'secure' | 'move' | 'cancel';
/** How far a break reaches: a comma ends a segment, a full stop a sentence, a new line a line. */
export type Break = 'segment' | 'colon' | 'sentence' | 'line';

/** What a word, phrase, number or mark contributes to the meaning. */
export type Item =
  | { readonly is: 'number'; readonly text: string; readonly unit: Unit }
  | { readonly is: 'symbol'; readonly symbol: string }
  | { readonly is: 'side'; readonly side: Side }
  | { readonly is: 'label'; readonly role: Role; readonly weak: boolean }
  | { readonly is: 'type'; readonly type: 'limit' | 'stop' }
  | { readonly is: 'timeframe'; readonly timeframe: Timeframe }
  | { readonly is: 'verb'; readonly verb: Verb }
  | { readonly is: 'share'; readonly percent: string | null }
  | { readonly is: 'break'; readonly reach: Break }
  | { readonly is: 'now' | 'open' | 'breakeven' | 'object' | 'list-mark' | 'word' };

/** `price` is a number that nothing beside it makes something else. */
export type Unit = 'price' | 'pips' | 'percent' | 'lots' | 'times' | 'ordinal' | 'count';

const label = (role: Role, weak = false): Item => ({ is: 'label', role, weak });
const side = (of: Side): Item => ({ is: 'side', side: of });
const verb = (of: Verb): Item => ({ is: 'verb', verb: of });
const share = (percent: string | null): Item => ({ is: 'share', percent });
const breakout: readonly Item[] = [{ is: 'type', type: 'stop' }, label('entry', true)];
const limit: Item = { is: 'type', type: 'limit' };

/** Phrases of up to three words, by what they mean; the longest that fits is taken. */
const MEANINGS: readonly (readonly [phrases: string, meaning: readonly Item[]])[] = [
  ['buy, buys, buying, bought, long, longs, longing, bullish', [side('buy')]],
  ['sell, sells, selling, sold, short, shorts, shorting, bearish', [side('sell')]],
  ['as long as, long term, short term, small short, buy side, sell side', [{ is: 'word' }]],
  ['limit, limits, limit order', [limit]],
  ['buy stop, buy stops', [side('buy'), { is: 'type', type: 'stop' }]],
  ['sell stop, sell stops', [side('sell'), { is: 'type', type: 'stop' }]],
  ['buy above, long above', [side('buy'), ...breakout]],
  ['sell below, short below', [side('sell'), ...breakout]],
  ['breaks above, breaks below, drops below, trigger', breakout],
  ['entry, entries, enter, entering, entry price, entry zone, entry target', [label('entry')]],
  ['entry targets, where to enter, zone to enter', [label('entry')]],
  ['in, at, from, around, price, open price, live price, between', [label('entry', true)]],
  ['zone, range, area, anywhere, up to', [label('entry', true)]],
  ['sl, stoploss, stop loss, stop, stops, hard stop, stop price, stop target', [label('stop')]],
  ['stop targets, loss, invalid above, invalid below, invalidation', [label('stop')]],
  ['protective stop, exit in loss', [label('stop')]],
  ['xstop', [label('stop', true)]],
  ['tp, tps, target, targets, take profit, take profits, takeprofit, profit', [label('target')]],
  ['take profit targets, sell targets, sell target, profit steps, profits', [label('target')]],
  ['objective, take, exit in profit, t', [label('target')]],
  ['xtarget, out', [label('target', true)]],
  ['lot, lots, lot size, lotsize, volume', [label('lots')]],
  ['risk, risking, risk per trade', [label('risk')]],
  ['leverage, lev, cross, isolated', [label('leverage')]],
  ['cmp', [{ is: 'now' }, label('entry', true)]],
  ['now, market, here, instantly, immediately, right now', [{ is: 'now' }]],
  ['open, runner', [{ is: 'open' }]],
  ['close under, close below, close above, close by, close to', [{ is: 'word' }]],
  ['close, exit, cut, closing, out of', [verb('close')]],
  ['closed', [verb('closed')]],
  ['secure, book, bank, cash, take a', [verb('secure')]],
  ['take some, take partial, take partials', [verb('secure'), share(null)]],
  ['take half', [verb('secure'), share('50')]],
  ['move, set, put, shift, adjust, change, trail, bring, raise, new', [verb('move')]],
  ['edit, correction, make, go, update', [verb('move')]],
  ['cancel, cancelled, canceled, delete, remove, no longer valid', [verb('cancel')]],
  ['half', [share('50')]],
  ['quarter', [share('25')]],
  ['partial, partials, some, part', [share(null)]],
  ['to breakeven, to break even', [verb('move'), { is: 'breakeven' }]],
  ['be, breakeven, break even, risk free, riskfree', [{ is: 'breakeven' }]],
  ['all, everything, it, position, positions, trade, trades', [{ is: 'object' }]],
  ['order, orders, pending, signal, manually', [{ is: 'object' }]],
];

const LEXICON: ReadonlyMap<string, readonly Item[]> = new Map(
  MEANINGS.flatMap(([phrases, meaning]) =>
    phrases.split(', ').map((phrase) => [phrase, meaning] as const),
  ),
);

export const PHRASE_WORDS_MAX = 3;

export function meaningOf(phrase: string): readonly Item[] | undefined {
  return LEXICON.get(phrase);
}

const UNITS: Readonly<Record<string, Unit>> = {
  pip: 'pips',
  pips: 'pips',
  point: 'pips',
  points: 'pips',
  pts: 'pips',
  '%': 'percent',
  percent: 'percent',
  lot: 'lots',
  lots: 'lots',
  x: 'times',
  st: 'ordinal',
  nd: 'ordinal',
  rd: 'ordinal',
  th: 'ordinal',
};
const COUNTED =
  /^(usd|usdt|account|accounts|days?|hours?|weeks?|min|mins|minutes?|trades|members|slots|wins|losses)$/;

/** What the word or mark right after a number makes of it. */
export function unitOf(word: string): Unit | undefined {
  return Object.hasOwn(UNITS, word) ? UNITS[word] : COUNTED.test(word) ? 'count' : undefined;
}

const TIMEFRAMES: Readonly<Record<string, Timeframe>> = {
  m1: 'M1',
  m5: 'M5',
  m15: 'M15',
  m30: 'M30',
  h1: 'H1',
  h2: 'H2',
  h4: 'H4',
  d1: 'D1',
  w1: 'W1',
};

/** `H4`, `4h`, `15m`: letter and number in either order. */
export function findTimeframe(letters: string, digits: string): Timeframe | undefined {
  const unit = /^(m|min|h|hr|hour|d|w)$/.test(letters) ? letters.charAt(0) : '';
  const name = unit + digits;
  return Object.hasOwn(TIMEFRAMES, name) ? TIMEFRAMES[name] : undefined;
}
