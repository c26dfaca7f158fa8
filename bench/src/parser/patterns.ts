import type { Labels } from '../../../packages/signal-parser/training/labels.ts';
import type { Signal, Target, Update } from '@signalos/signal-parser';

// A reader as copiers of signals commonly have it: a list of instruments and their nicknames, keywords, and
// one regular expression after another for each field. English, with the usual words of other languages.

const NAMES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:xau ?\/? ?usd\w?|gold|oro|ouro|emas)\b|золот|ذهب/, 'XAUUSD'],
  [/\b(?:xag ?\/? ?usd|silver)\b/, 'XAGUSD'],
  [/\b(?:us ?30|dow(?: jones)?|dj30|ws30)\b/, 'US30'],
  [/\b(?:nas ?100|nasdaq|us ?100|ustec|nas)\b/, 'NAS100'],
  [/\b(?:ger ?[34]0|dax|de40)\b/, 'GER40'],
  [/\b(?:spx ?500|us ?500|s&p ?500)\b/, 'SPX500'],
  [/\b(?:us ?oil|wti|crude)\b/, 'USOIL'],
  [/\b(?:gu|cable)\b/, 'GBPUSD'],
  [/\bgj\b/, 'GBPJPY'],
  [/\buj\b/, 'USDJPY'],
];
const PAIR = /\b(eur|gbp|usd|jpy|chf|cad|aud|nzd)[ /]?(eur|gbp|usd|jpy|chf|cad|aud|nzd)\b/;
const COIN = /[#$]?\b([a-z0-9]{2,10})[ /_-]?usdt\b/;
const BARE_COIN = /[#$]?\b(btc|eth|sol|xrp|bnb|doge|ada|avax|link|ltc)(?:[ /_-]?(usd))?\b/;

const BUY = /\b(?:buy(?:ing)?|bought|long|compra\w*|beli|achat|kaufen)\b|покупк|купить|شراء|📈/;
const SELL =
  /\b(?:sell(?:ing)?|sold|short|vend\w*|venta|jual|vente|verkaufen)\b|продаж|продать|بيع|📉/;
const NUMBER = String.raw`(\d+(?:[.,]\d+)?)`;
const ENTRY = new RegExp(
  String.raw`(?:entry|entries|enter|entrada|price|zone|@|at|now|cmp|buy|sell|long|short|limit|stop)[^\d\n]{0,16}?${NUMBER}(?:\s*(?:-|–|to|/|~)\s*${NUMBER})?`,
);
const STOP = new RegExp(
  String.raw`(?:\bsl\b|stop ?-?loss|\bstop\b|🛑|❌)[^\d\n]{0,12}${NUMBER}(\s*pips?)?`,
);
const TARGET = new RegExp(
  String.raw`(?:\btp ?\d?\b|take ?-?profit ?\d?|targets? ?\d?|🎯|✅)[^\d\n]{0,8}(?:${NUMBER}(?!\d|\))(\s*pips?)?|(open)\b)`,
  'g',
);
const LOTS = new RegExp(String.raw`${NUMBER}\s*lots?\b|\blots?(?: size)?\s*[:=]?\s*${NUMBER}`);
const RISK = new RegExp(String.raw`risk[^\d\n]{0,10}${NUMBER}\s*%|${NUMBER}\s*%\s*risk`);
const LEVERAGE = /\b(?:cross|lev\w*|leverage)?[ :(]*x?(\d{1,3})x\b|\bx(\d{1,3})\b/;
const FRAME = /\b(?:(m1|m5|m15|m30|h1|h2|h4|d1|w1)|(\d{1,2}) ?(m|min|h)\b)/;

const NOISE =
  /\b(?:tp ?\d? ?(?:hit|reached|done|smashed)|sl hit|hit ✅|\+ ?\d+ ?pips|profit!|vip|join|subscribe|dm me|good morning|recap|results?|watch\w*|should i|get ready|news)\b|should|\?$/;
const UPDATES: readonly (readonly [RegExp, Update['type']])[] = [
  [/\b(?:close (?:half|partial)|partials?|take (?:some|half)|secure)\b/, 'closePartial'],
  [/\b(?:break ?-?even|b\.?e\b|sl to entry|risk free)/, 'breakeven'],
  [/\b(?:move|set|trail|change|put) (?:your )?(?:sl|stop(?: loss)?)\b.*?\d/, 'moveStop'],
  [/\b(?:new|change|move|set) (?:the )?(?:tp|target|take profit)\b/, 'modifyTp'],
  [/\b(?:cancel|delete|remove)\b/, 'cancel'],
  [/\b(?:close|exit|closed)\b/, 'close'],
];

const NOTHING: Labels = { kind: 'noise', signals: [], update: null };

/** Reads a message the common way. */
export function readByPatterns(message: string): Labels {
  const text = message.toLowerCase();
  const symbol = symbolIn(text);
  const [update, ...moreUpdates] = updatesIn(text, symbol ?? null);
  if (update && !isWholeOrder(text)) {
    return { kind: 'update', signals: [], update, ...(moreUpdates.length > 0 && { moreUpdates }) };
  }
  const isOrder = symbol !== undefined && hasSide(text) && !NOISE.test(text);
  return isOrder ? { ...NOTHING, kind: 'signal', signals: [signalIn(text, symbol)] } : NOTHING;
}

const hasSide = (text: string) => BUY.test(text) || SELL.test(text);
const isWholeOrder = (text: string) => hasSide(text) && STOP.test(text) && text.search(TARGET) >= 0;

/** What the first group that matched holds. */
const groupOf = (pattern: RegExp, text: string) =>
  pattern
    .exec(text)
    ?.slice(1)
    .find((group: string | undefined) => group !== undefined);

const symbolIn = (text: string) =>
  NAMES.find(([pattern]) => pattern.test(text))?.[1] ?? pairIn(text) ?? coinIn(text);

function pairIn(text: string): string | undefined {
  const [, base, quote] = PAIR.exec(text) ?? [];
  return base && quote && (base + quote).toUpperCase();
}

function coinIn(text: string): string | undefined {
  const [, coin] = COIN.exec(text) ?? [];
  if (coin) return `${coin}usdt`.toUpperCase();
  const [, bare, dollars] = BARE_COIN.exec(text) ?? [];
  return bare && `${bare}${dollars ?? 'usdt'}`.toUpperCase();
}

const signalIn = (text: string, symbol: string): Signal => ({
  action: isFirst(text, SELL, BUY) || !BUY.test(text) ? 'sell' : 'buy',
  orderType: orderTypeIn(text),
  symbol,
  entry: entryIn(text),
  stopLoss: stopIn(text),
  takeProfits: targetsIn(text),
  lots: plainOrNull(groupOf(LOTS, text)),
  riskPercent: plainOrNull(groupOf(RISK, text)),
  leverage: plainOrNull(groupOf(LEVERAGE, text)),
  timeframe: frameIn(text),
});

function orderTypeIn(text: string): Signal['orderType'] {
  if (/\blimit\b/.test(text)) return 'limit';
  return /\b(?:buy|sell) stop\b/.test(text) ? 'stop' : 'market';
}

function entryIn(text: string): Signal['entry'] {
  const before = text.split(/\b(?:sl|tp|stop ?-?loss|take ?-?profit|targets?)\b/)[0] ?? text;
  const [, from, to] = ENTRY.exec(before) ?? [];
  return from ? zone(plain(from), plain(to ?? from)) : null;
}

function stopIn(text: string): Signal['stopLoss'] {
  const [, stop, pips] = STOP.exec(text) ?? [];
  if (!stop) return null;
  return pips ? { pips: plain(stop) } : { price: plain(stop) };
}

const isFirst = (text: string, one: RegExp, other: RegExp) =>
  one.test(text) && text.search(one) < text.search(other);

const zone = (one: string, other: string) =>
  Number(one) <= Number(other) ? { low: one, high: other } : { low: other, high: one };

function targetsIn(text: string): Target[] {
  return [...text.matchAll(TARGET)].map(([, price = '', pips, open]) => {
    if (open) return { open: true };
    return pips ? { pips: plain(price) } : { price: plain(price) };
  });
}

function frameIn(text: string): Signal['timeframe'] {
  const [, name, number, unit] = FRAME.exec(text) ?? [];
  const frame = name ?? (number && unit && `${unit[0]}${number}`);
  return (frame?.toUpperCase() ?? null) as Signal['timeframe'];
}

function updatesIn(text: string, symbol: string | null): Update[] {
  const isPart = /partial|half/.test(text);
  const found = UPDATES.filter(
    ([pattern, type]) => pattern.test(text) && !(isPart && type === 'close'),
  );
  return found.map(([, type]) => {
    const percent = type === 'closePartial' ? percentIn(text) : null;
    const price = type === 'moveStop' || type === 'modifyTp' ? groupOf(NEW_LEVEL, text) : undefined;
    return { type, symbol, percent, price: plainOrNull(price) };
  });
}

const NEW_LEVEL = /(?:to|at|:)\s*(\d+(?:[.,]\d+)?)/;
const percentIn = (text: string) =>
  /half/.test(text) ? '50' : (/(\d+) ?%/.exec(text)?.[1] ?? null);

const plain = (text: string) => String(Number(text.replace(',', '.')));
const plainOrNull = (text: string | undefined) => (text === undefined ? null : plain(text));
