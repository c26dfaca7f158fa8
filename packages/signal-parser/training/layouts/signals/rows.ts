import type { Draft } from '../../draft.ts';
import { writeLayout } from '../../render.ts';
import { type Family, signal } from '../family.ts';

const strict = { plain: true, shorthand: false, entries: 1 } as const;

const loose = { shorthand: false, entries: 1 } as const;

/** The kind of an order in a column of its own. */
const KIND = '<Market|<L:Limit>|<S:Stop>>';

const KIND_CODE = '<MARKET|MKT|<L:LIMIT>|<S:STOP>>';

const KIND_LOWER = '<market|<L:limit>|<S:stop>>';

/** One order or more, as rows below a heading, or as records of names and values. */
interface Field {
  /** What it may be called. */
  readonly names: readonly string[];
  readonly value: string;
  /** How often it is there. */
  readonly share: number;
}

const COLUMNS: Readonly<Record<'before' | 'core' | 'after', readonly Field[]>> = {
  before: [
    { names: ['ID', 'id', '#', 'No', 'Ticket', 'Order ID', 'Ref'], value: '{id}', share: 0.2 },
    { names: ['#', 'No', 'No.', 'Nr'], value: '{num}', share: 0.1 },
    { names: ['Time', 'time', 'Time (UTC)', 'Opened'], value: '{time}', share: 0.15 },
    { names: ['Date', 'date', 'Day'], value: '{date}', share: 0.1 },
    { names: ['Account', 'Acc', 'Login'], value: '{id}', share: 0.05 },
    {
      names: ['Strategy', 'Bot', 'EA', 'Comment'],
      value: '<breakout|scalper v2|EMA cross|grid 3.1|SMC|London open|mean rev>',
      share: 0.06,
    },
  ],
  core: [
    {
      names: ['Pair', 'Symbol', 'Instrument', 'Ticker', '{w:symbolLabel}', '{w:symbolLabel}'],
      value: '',
      share: 1,
    },
    {
      names: ['Side', 'Dir', 'B/S', 'Action', 'L/S', '{w:sideLabel}', '{w:sideLabel}'],
      value: '',
      share: 1,
    },
  ],
  after: [
    { names: ['Lots', 'Lot', 'Volume', 'Vol', '{w:lots}'], value: '{lots}', share: 0.12 },
    {
      names: ['Risk %', 'risk%', 'Risk (%)', 'risk_pct', '{w:risk} %'],
      value: '{risk}',
      share: 0.08,
    },
    { names: ['Risk', 'risk', '{w:risk}', '{w:risk}'], value: '{risk}%', share: 0.08 },
    { names: ['Lev', 'Leverage', 'lev', '{w:leverage}'], value: '{lev}<x|X>', share: 0.08 },
    { names: ['TF', 'Timeframe', 'Chart'], value: '{tf}', share: 0.1 },
    { names: ['R:R', 'RR', 'RRR'], value: '<1:2|1:3|2.4|1.8|1:1.5>', share: 0.08 },
    {
      names: ['Conf', 'Confidence', 'Prob.', 'Score', 'Win %', '{w:accuracy}'],
      value: '{pct}%',
      share: 0.08,
    },
    { names: ['Spread', 'spread'], value: '<0.8|1.2|14|2.1>', share: 0.04 },
    { names: ['Status', 'State'], value: '<new|active|NEW|open|sent>', share: 0.06 },
    { names: ['Venue', 'Exchange', 'Broker'], value: '<Binance|Bybit|OKX|ICM|MEXC>', share: 0.04 },
  ],
};

interface Grid {
  readonly start: string;
  readonly between: string;
  readonly end: string;
  /** A line below the heading, and around all of it. */
  readonly rule: string;
  readonly frame: string;
  readonly isPadded: boolean;
}

const grid = (between: string, rest: Partial<Grid> = {}): Grid => ({
  start: '',
  between,
  end: '',
  rule: '',
  frame: '',
  isPadded: false,
  ...rest,
});

const GRIDS: readonly Grid[] = [
  grid('; '),
  grid(';'),
  grid('\t'),
  grid('\t'),
  grid(' | '),
  grid('|'),
  grid(' | ', { isPadded: true, rule: '---------------------------' }),
  grid(' | ', { start: '| ', end: ' |', rule: '|---|---|---|---|' }),
  grid(' │ ', { start: '│ ', end: ' │', isPadded: true, frame: '────────────────────────' }),
  grid(' ║ ', { start: '║ ', end: ' ║', rule: '╠══════╬══════╬══════╣' }),
  grid(' | ', { start: '| ', end: ' |', isPadded: true, frame: '+--------+--------+--------+' }),
  grid('  ', { isPadded: true }),
  grid('  ', { isPadded: true, rule: '==========================' }),
  grid('   '),
  grid('  ', { isPadded: true, frame: '```' }),
  grid(' / '),
  grid(' ¦ '),
  grid(' · '),
  grid(' – '),
];

const COMMAS: readonly Grid[] = [
  grid(','),
  grid(','),
  grid(', '),
  grid('","', { start: '"', end: '"' }),
];

const CAPTIONS: readonly string[] = [
  '',
  '',
  '',
  '',
  '<New orders|SIGNALS|Signal board|Orders|Order sheet|Desk sheet|Copier export> {date}\n',
  '<SIGNALS|Orders|EXPORT|Signal sheet|Batch #{num}|Book> \n\n',
  '{w:new} {w:order}\n',
  '{date} {time} UTC\n',
];

/** A price column; a row has as many targets as the table has columns for them. */
function priceColumns(draft: Draft): Field[] {
  const { rng, voice } = draft;
  const stop = {
    names: ['SL', 'Stop', 'S/L', 'stop_loss', 'StopLoss', '{w:sl}', '{w:sl}'],
    value: '{sl}',
    share: 1,
  };
  const count = rng.pick([1, 1, 1, 2, 2, 3, 4]);
  const name = rng.pick(['TP', 'Target', 'T', 'tp_', 'Take', voice.word('tp'), voice.word('tp')]);
  const space = rng.pick(['', '', ' ']);
  const targets = Array.from({ length: count }, (_none, at) => ({
    names: [count === 1 && rng.chance(0.8) ? name.replace(/_$/, '') : `${name}${space}${at + 1}`],
    value: '{tpn}',
    share: 1,
  }));
  return rng.chance(0.65) ? [stop, ...targets] : [...targets, stop];
}

const isThere =
  ({ rng }: Draft) =>
  ({ share }: Field) =>
    rng.chance(share);

/** The columns of one table, in the usual order or in any. */
function pickColumns(draft: Draft, isHeaded: boolean): Field[] {
  const { rng } = draft;
  const [symbol, side] = COLUMNS.core as [Field, Field];
  const pair = [
    { ...symbol, value: rng.pick(['{symp}', '{symp}', '{sym}']) },
    { ...side, value: rng.pick(['{side}', '{side}', '{side}', '[BUY/SELL]', '[Buy/Sell]']) },
  ];
  const kind = rng.pick([KIND, KIND_CODE, KIND_LOWER]);
  const type = { names: ['Type', 'Order', 'Order type', 'Exec'], value: kind, share: 0.35 };
  const entry = {
    names: ['Entry', 'Price', 'Open', 'entry_price', '@', '{w:entry}', '{w:entry}', '{w:entry}'],
    value: '{entry}',
    share: 1,
  };
  const core = [...(rng.chance(0.75) ? pair : pair.toReversed()), type].filter(isThere(draft));
  const levels = priceColumns(draft);
  if (!isHeaded) return [...core, entry, ...levels];
  const after = COLUMNS.after.filter(isThere(draft));
  const before = COLUMNS.before.filter(isThere(draft));
  const prices = rng.chance(0.85) ? [entry, ...levels] : [...levels, entry];
  const draw = rng.next();
  if (draw < 0.6) return [...before, ...core, ...prices, ...after];
  if (draw < 0.8) return [...before, ...core, ...after, ...prices];
  return draw < 0.9
    ? [...prices, ...core, ...before]
    : rng.shuffle([...before, ...core, ...levels, entry]);
}

/** How many characters were written since. */
const lengthFrom = ({ pieces }: Draft, from: number) =>
  pieces.slice(from).reduce((sum, { text }) => sum + text.length, 0);

function writeRow(
  draft: Draft,
  { start, between, end, isPadded }: Grid,
  cells: readonly string[],
): void {
  draft.add(start);
  for (const [at, cell] of cells.entries()) {
    draft.add(at === 0 ? '' : between);
    const from = draft.pieces.length;
    writeLayout(draft, cell);
    if (isPadded && at < cells.length - 1)
      draft.add(' '.repeat(Math.max(0, 9 - lengthFrom(draft, from))));
  }
  draft.add(end);
}

/** Another instrument, or now and then a further step into the same one. */
function nextOrder(draft: Draft): void {
  if (draft.rng.chance(0.1)) draft.next(true, draft.trade.side);
  else draft.next(false);
}

function writeLine(draft: Draft, line: string): void {
  if (line !== '') draft.add(`${line}\n`);
}

const writeTable =
  (grids: readonly Grid[]) =>
  (draft: Draft): void => {
    const { rng } = draft;
    const frame = rng.pick(grids);
    const isHeaded = rng.chance(0.8);
    const columns = pickColumns(draft, isHeaded);
    writeLayout(draft, rng.pick(CAPTIONS));
    writeLine(draft, frame.frame);
    if (isHeaded) {
      writeRow(
        draft,
        frame,
        columns.map(({ names }) => rng.pick(names)),
      );
      draft.add('\n');
      writeLine(draft, frame.rule);
    }
    const count = rng.pick([1, 1, 1, 1, 2, 2, 3, 4]);
    for (let at = 0; at < count; at += 1) {
      if (at > 0) draft.add('\n');
      if (at > 0) nextOrder(draft);
      writeRow(
        draft,
        frame,
        columns.map(({ value }) => value),
      );
    }
    draft.add(frame.frame === '' ? '' : `\n${frame.frame}`);
  };

/** Orders as rows of tables. */
export const ROWS: readonly Family[] = [
  signal('board_rows', [], {
    weight: 3,
    wish: { ...loose, contradictory: false },
    write: writeTable(GRIDS),
  }),
  signal('board_rows_plain', [], {
    weight: 2,
    wish: { ...strict, contradictory: false },
    write: writeTable([...COMMAS, ...COMMAS, ...COMMAS, ...GRIDS]),
  }),
];
