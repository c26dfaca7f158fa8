import type { Draft } from '../../draft.ts';
import { writeLayout } from '../../render.ts';
import { type Family, signal } from '../family.ts';

const strict = { plain: true, shorthand: false, entries: 1 } as const;

const KIND_CODE = '<MARKET|MKT|<L:LIMIT>|<S:STOP>>';

const KIND_LOWER = '<market|<L:limit>|<S:stop>>';

/** Names of fields, word by word, so that each notation can put them together. */
const KEYS: Readonly<Record<'symbol' | 'side' | 'entry' | 'stop' | 'target', readonly string[]>> = {
  symbol: ['symbol', 'symbol', 'pair', 'ticker', 'instrument', 'asset', 'sym', 'market', 'coin'],
  side: ['side', 'action', 'direction', 'order side', 'trade type', 'position', 'signal', 'dir'],
  entry: ['entry', 'entry', 'price', 'entry price', 'open price', 'open', 'px', 'enter at'],
  stop: ['sl', 'stop loss', 'stop loss', 'stop', 'stoploss', 'sl price', 'stop price'],
  target: ['tp', 'take profit', 'take profit', 'target', 'tp price', 'takeprofit', 'tgt'],
};

const SIDES: readonly string[] = [
  '{side}',
  '{side}',
  '[buy/sell]',
  '[BUY/SELL]',
  '[long/short]',
  '[LONG/SHORT]',
  '[Buy/Sell]',
];

const EXTRA_FIELDS: readonly (readonly [number, string, string, isText?: boolean])[] = [
  [0.12, 'id', '{id}'],
  [0.06, 'ticket', '{id}'],
  [0.05, 'magic', '{num}'],
  [0.12, 'time', '{time}', true],
  [0.05, 'date', '{date}', true],
  [0.08, 'lots', '{lots}'],
  [0.06, 'volume', '{lots}'],
  [0.08, 'risk percent', '{risk}'],
  [0.06, 'risk', '{risk}%', true],
  [0.1, 'leverage', '{lev}'],
  [0.05, 'leverage', '{lev}x', true],
  [0.1, 'timeframe', '{tf}', true],
  [0.08, 'confidence', '<0.78|0.91|0.64|82|77>'],
  [0.05, 'rr', '<2|2.5|3|1.8>'],
  [0.06, 'strategy', '<breakout|ema_cross|scalper v2|SMC|grid>', true],
  [0.06, 'exchange', '<binance|bybit|okx|kucoin|BINANCE>', true],
  [0.04, 'version', '<1|2|1.4.2|3.0>', true],
  [0.05, 'comment', '<auto|scalp|from vip|TG copy|no note>', true],
  [0.04, 'source', '<telegram|tv|desk|EA>', true],
];

interface Notation {
  readonly open: string;
  readonly key: string;
  readonly equals: string;
  readonly text: readonly [string, string];
  readonly after: string;
  readonly between: string;
  readonly close: string;
  readonly list: readonly [string, string, string] | undefined;
  readonly cases: readonly Case[];
}

type Case = (words: readonly string[]) => string;

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

const snake: Case = (words) => words.join('_');

const camel: Case = ([first = '', ...rest]) => first + rest.map(capital).join('');

const pascal: Case = (words) => words.map(capital).join('');

const shout: Case = (words) => words.join('_').toUpperCase();

const kebab: Case = (words) => words.join('-');

const spaced: Case = (words) => capital(words.join(' '));

const BARE: Notation = {
  open: '',
  key: '',
  equals: '=',
  text: ['', ''],
  after: '',
  between: ' ',
  close: '',
  list: undefined,
  cases: [snake, snake, camel, shout, pascal],
};

const QUOTED: Notation = {
  ...BARE,
  open: '{',
  key: '"',
  equals: '":',
  text: ['"', '"'],
  between: ',',
  close: '}',
  list: ['[', ', ', ']'],
  cases: [snake, snake, camel, camel, pascal],
};

const PRETTY: Notation = {
  ...QUOTED,
  open: '{\n  ',
  equals: '": ',
  between: ',\n  ',
  close: '\n}',
};

const NOTATIONS: readonly Notation[] = [
  QUOTED,
  { ...QUOTED, equals: '": ', between: ', ' },
  PRETTY,
  PRETTY,
  { ...PRETTY, open: '{ "signal": {\n  ', close: '\n} }' },
  { ...PRETTY, open: '[\n {\n  ', close: '\n }\n]' },
  { ...PRETTY, open: '```json\n{\n  ', close: '\n}\n```' },
  { ...QUOTED, key: '', equals: ': ', text: ["'", "'"], between: ', ', open: '{ ', close: ' }' },
  { ...QUOTED, key: "'", equals: "': ", text: ["'", "'"], between: ', ' },
  { ...QUOTED, key: "'", equals: "' => ", text: ["'", "'"], between: ', ', open: '[', close: ']' },
  { ...QUOTED, open: 'order(', key: '', equals: '=', between: ', ', close: ')' },
  { ...BARE, equals: ': ', between: '\n', list: ['[', ', ', ']'], cases: [snake, camel, kebab] },
  {
    ...BARE,
    open: 'signal:\n  ',
    equals: ': ',
    between: '\n  ',
    list: ['\n    - ', '\n    - ', ''],
  },
  { ...BARE, open: '- ', equals: ': ', between: '\n  ', text: ['"', '"'] },
  {
    ...BARE,
    open: '[signal]\n',
    equals: ' = ',
    text: ['"', '"'],
    between: '\n',
    list: ['[', ', ', ']'],
  },
  { ...BARE, open: '[ORDER]\n', between: '\n', list: ['', ';', ''] },
  { ...BARE, between: '\n', cases: [shout] },
  { ...BARE, between: '\n', equals: ' : ', cases: [spaced, spaced, shout] },
  { ...BARE, list: ['', ',', ''] },
  { ...BARE, between: ';' },
  { ...BARE, between: '; ', equals: ': ', cases: [spaced, snake] },
  { ...BARE, between: ' | ', equals: ': ', cases: [spaced, shout] },
  { ...BARE, between: '|' },
  { ...BARE, between: ', ' },
  { ...BARE, between: '&', list: ['', ',', ''] },
  { ...BARE, open: 'https://hook.example.io/v1/order?', between: '&' },
  { ...BARE, open: 'POST /signal?', between: '&' },
  { ...BARE, open: 'place-order ', key: '--', equals: ' ', cases: [kebab], list: ['', ',', ''] },
  { ...BARE, open: '/trade ', equals: ':', list: ['', ',', ''] },
  { ...BARE, open: '{lit:<order }', text: ['"', '"'], close: '{lit: />}' },
  {
    ...BARE,
    open: '{lit:<signal>}\n',
    key: '{lit:<}',
    equals: '{lit:>}',
    after: '{lit:</x>}',
    between: '\n',
    close: '\n{lit:</signal>}',
  },
  { ...BARE, open: 'INFO new_order ', list: ['[', ',', ']'] },
  { ...BARE, key: '@', equals: '(', after: ')', between: ' ' },
  { ...BARE, equals: ' -> ', between: '\n', cases: [spaced, snake] },
  { ...BARE, open: '*', equals: ':* ', between: '\n*', cases: [spaced] },
  { ...BARE, equals: '=', between: ' // ' },
];

interface Pair {
  readonly key: string;
  readonly value: string;
}

/** How one record spells its names, and whether its prices are texts. */
interface Manner {
  readonly name: Case;
  readonly quote: boolean;
}

const quoted = ({ text: [open, close] }: Notation, value: string) => open + value + close;

/** Targets each with a number, or all of them in a list. */
function targetPairs({ rng }: Draft, notation: Notation, { name, quote }: Manner): Pair[] {
  const words = rng.pick(KEYS.target).split(' ');
  const count = rng.pick([1, 1, 2, 3, 4]);
  const value = quote ? quoted(notation, '{tpn}') : '{tpn}';
  const { list } = notation;
  if (count > 1 && list && rng.chance(0.6)) {
    const [open, between, close] = list;
    const values = Array.from({ length: count }, () => value);
    const key = rng.pick([
      name(words),
      name([...words, 'levels']),
      'targets',
      'tps',
      `${name(words)}s`,
    ]);
    return [{ key, value: open + values.join(between) + close }];
  }
  const joint = name === snake && rng.chance(0.5) ? '_' : '';
  return Array.from({ length: count }, (_none, at) => ({
    key: name(words) + (count === 1 ? '' : `${joint}${at + 1}`),
    value,
  }));
}

function extraPairs({ rng }: Draft, notation: Notation, name: Case): Pair[] {
  return rng
    .shuffle(EXTRA_FIELDS)
    .filter(([share]) => rng.chance(share * 0.6))
    .map(([, key, value, isText = false]) => ({
      key: name(key.split(' ')),
      value: isText ? quoted(notation, value) : value,
    }));
}

function recordPairs(draft: Draft, notation: Notation): Pair[] {
  const { rng } = draft;
  const name = rng.pick(notation.cases);
  const quote = rng.chance(0.3);
  const number = (value: string) => (quote ? quoted(notation, value) : value);
  const key = (field: keyof typeof KEYS) => name(rng.pick(KEYS[field]).split(' '));
  const head = [
    { key: key('symbol'), value: quoted(notation, '{symp}') },
    { key: key('side'), value: quoted(notation, rng.pick(SIDES)) },
  ];
  const kind = {
    key: name(['order', 'type']),
    value: quoted(notation, rng.pick([KIND_LOWER, KIND_CODE])),
  };
  const typed = rng.chance(0.25) ? [...head, kind] : head;
  const entry = { key: key('entry'), value: number('{entry}') };
  const stop = { key: key('stop'), value: number('{sl}') };
  const targets = targetPairs(draft, notation, { name, quote });
  const levels = rng.chance(0.7) ? [entry, stop, ...targets] : [...targets, stop, entry];
  const extra = extraPairs(draft, notation, name);
  const draw = rng.next();
  if (draw < 0.45) return [...typed, ...levels, ...extra];
  if (draw < 0.8) return [...extra, ...(rng.chance(0.5) ? typed : typed.toReversed()), ...levels];
  return [...levels, ...typed, ...extra];
}

function writeRecord(draft: Draft): void {
  const { rng } = draft;
  const notation = rng.pick(NOTATIONS);
  const { open, key: before, equals, after, between, close } = notation;
  writeLayout(draft, open);
  for (const [at, { key, value }] of recordPairs(draft, notation).entries()) {
    draft.add(at === 0 ? '' : between);
    writeLayout(draft, `${before}${key}${equals}${value}${after.replace('x', key)}`);
  }
  writeLayout(draft, close);
}

/** Orders as records of names and values. */
export const RECORDS: readonly Family[] = [
  signal('records', [], {
    weight: 3,
    wish: { ...strict, contradictory: false },
    write: writeRecord,
  }),
];
