import type { Draft } from './draft.ts';
import { writeMark } from './instructions.ts';
import { DECOR } from './look.ts';
import { SLOTS, otherEnd } from './slots.ts';

type Block = (draft: Draft, arg: string) => void;

const label = (draft: Draft, concept: string) => draft.add(draft.voice.word(concept), 'word');

/** `SL: ??` and the like: a field somebody has not filled in. */
const UNFILLED = ['??', '-', '?', 'later', '...', 'soon', 'n/a', 'will update', 'TBA'];

/** One price, or a zone when the trade has one. */
const zone: Block = (draft) => {
  const { trade, rng, look } = draft;
  const [first = trade.price, second] = trade.entries;
  if (second === undefined) {
    draft.entry(first);
    return;
  }
  const [from, to] = rng.chance(0.55)
    ? [Math.min(first, second), Math.max(first, second)]
    : [first, second];
  draft.entry(from);
  draft.add(between(draft, look.between));
  draft.noteEntry(draft.zoneEnd(to, draft.isSignal ? 'ENT' : undefined));
};

function between({ voice, rng }: Draft, usual: string): string {
  if (!rng.chance(0.08)) return usual;
  return ` ${voice.word(rng.pick(['to', 'and']))} `;
}

/** Side with the word that makes it a pending order: "BUY LIMIT", "limit buy". */
const order: Block = (draft) => {
  const { trade, rng, voice } = draft;
  if (trade.type === 'market') {
    draft.side();
    return;
  }
  const [role, concept] =
    trade.type === 'limit' ? (['LIM', 'limit'] as const) : (['STP', 'stopOrder'] as const);
  const word = voice.word(concept);
  const sideFirst = rng.chance(0.85);
  if (sideFirst) draft.side();
  if (sideFirst) draft.add(rng.pick([' ', ' ', ' ', ' ', ' ', ' ', '-', '_', '']));
  draft.kind(role, word);
  if (!sideFirst) draft.add(' ');
  if (!sideFirst) draft.side();
};

const now: Block = (draft, arg) => {
  if (draft.trade.type === 'market') writeNow(draft, arg);
};

function writeNow(draft: Draft, arg: string): void {
  draft.add(arg || ' ');
  label(draft, 'now');
}

const entry: Block = (draft) => {
  const { look, voice } = draft;
  draft.add(look.entryMark, 'emoji');
  draft.add(look.bullet);
  draft.add(voice.word('entry'), 'word');
  draft.add(look.equals);
  zone(draft, '');
};

const stop: Block = (draft, arg) => {
  const { rng, look } = draft;
  draft.add(arg === 'bare' ? '' : look.stopMark + look.bullet, 'emoji');
  label(draft, 'sl');
  draft.add(look.equals);
  if (draft.isSignal && draft.wish.plain !== true && rng.chance(0.015)) {
    draft.add(rng.pick(UNFILLED));
    return;
  }
  stopValue(draft);
};

function stopValue(draft: Draft): void {
  const { rng, wish } = draft;
  if (wish.pips) {
    draft.stopPips();
    draft.add(rng.pick([' ', ' ', ''])).sort = 'text';
    label(draft, 'pips');
    return;
  }
  draft.stop();
  if (rng.chance(0.04) && wish.plain !== true) aside(draft, draft.trade.stop);
}

/** How many pips away a price is: said beside it, and no value of its own. */
function aside(draft: Draft, ticks: number): void {
  const { rng } = draft;
  const [open, close] = rng.pick([
    [' (', ')'],
    [' [', ']'],
    [' | ', ''],
    [' - ', ''],
    [' (-', ')'],
  ] as const);
  draft.add(open);
  draft.number(draft.pipsTo(ticks));
  draft.add(rng.pick([' ', '']));
  label(draft, 'pips');
  draft.add(close);
}

function targetValue(draft: Draft, ticks: number): void {
  const { rng, wish } = draft;
  if (wish.pips) {
    draft.targetPips(draft.pipsTo(ticks));
    draft.add(rng.pick([' ', ' ', '']));
    label(draft, 'pips');
    return;
  }
  draft.target(ticks);
  if (wish.plain === true) return;
  if (draft.aside === 'pips') aside(draft, ticks);
  else if (draft.aside === 'percent') {
    draft.add(rng.pick([' (', ' - ', ' [']));
    draft.add(`${rng.pick(['10', '20', '25', '30', '40', '50', '2.5', '4'])}%`, 'number');
    draft.add(rng.pick([')', '', '']));
  }
}

/** How each target begins: "✅ TP1: ". */
function targetHead(draft: Draft, place: number, count: number): void {
  const { look } = draft;
  draft.add(look.targetMark + look.bullet, 'emoji');
  label(draft, 'tp');
  const index = look.index(place, count);
  draft.add(index);
  const glued = /\d$/.test(index) && look.equals.trim() === '' && look.equals !== '\t';
  draft.add(glued ? ' ' : look.equals);
}

const isOpenLast = ({ rng, wish, isSignal, trade }: Draft) =>
  isSignal && wish.plain !== true && trade.targets.length < 6 && rng.chance(0.12);

const lines = (draft: Draft, gap: string): void => {
  const { targets } = draft.trade;
  const open = isOpenLast(draft);
  const count = targets.length + Number(open);
  for (const [place, ticks] of targets.entries()) {
    draft.add(place === 0 ? '' : gap);
    targetHead(draft, place, count);
    targetValue(draft, ticks);
  }
  if (!open) return;
  draft.add(gap);
  targetHead(draft, targets.length, count);
  draft.openTarget(draft.voice.word('open'));
};

/** All on one label: "TP: 1 / 2 / 3". */
const row = (draft: Draft): void => {
  const { targets } = draft.trade;
  const { rng, look } = draft;
  draft.add(look.targetMark + look.bullet, 'emoji');
  label(draft, 'tp');
  draft.add(look.equals);
  const comma = draft.style.decimal === ',' || draft.style.thousands !== '' ? ' ; ' : ', ';
  const gap = rng.pick([
    ' / ',
    '/',
    ' - ',
    ' - ',
    comma,
    comma,
    ' | ',
    ' ',
    ' → ',
    ' & ',
    '\n',
    ' – ',
    ' 👉 ',
  ]);
  for (const [place, ticks] of targets.entries()) {
    draft.add(place === 0 ? '' : gap);
    targetValue(draft, ticks);
  }
  if (!isOpenLast(draft)) return;
  draft.add(gap === ' ' ? ' / ' : gap);
  draft.openTarget(draft.voice.word('open'));
};

/** A heading with numbered prices below it. */
const numbered = (draft: Draft): void => {
  const { rng, look } = draft;
  const [before, after] = rng.pick([
    ['', ') '],
    ['', '. '],
    ['', ' - '],
    ['', ': '],
    ['(', ') '],
    ['', '️⃣ '],
    ['T', ': '],
    ['TP', ' - '],
  ] as const);
  draft.add(look.targetMark, 'emoji');
  draft.add(
    rng.pick([
      draft.voice.word('tp'),
      'Targets',
      'Take-Profit Targets',
      'Targets',
      draft.voice.word('tp'),
    ]),
    'word',
  );
  draft.add(rng.pick([':', '', ' :', ' 👇']));
  for (const [place, ticks] of draft.trade.targets.entries()) {
    draft.add(`\n${before}${place + 1}${after}`);
    targetValue(draft, ticks);
  }
};

const targets: Block = (draft, arg) => {
  const kind =
    arg ||
    draft.rng.pick([
      'lines',
      'lines',
      'lines',
      'lines',
      'lines',
      'row',
      'row',
      'numbered',
      'inline',
    ]);
  draft.aside = draft.rng.chance(0.04) ? draft.rng.pick(['pips', 'percent'] as const) : undefined;
  if (kind === 'lines') lines(draft, '\n');
  else if (kind === 'inline') lines(draft, draft.rng.pick([' ', ' ', ', ', '  ', ' | ', '; ']));
  else if (kind === 'row') row(draft);
  else numbered(draft);
};

const lotsPhrase: Block = (draft) => {
  const { rng } = draft;
  if (rng.chance(0.5)) {
    label(draft, 'lots');
    draft.add(draft.look.equals);
    SLOTS['lots']?.(draft, '');
    return;
  }
  SLOTS['lots']?.(draft, '');
  draft.add(draft.language.spaces ? ' ' : '');
  label(draft, 'lot');
};

const riskPhrase: Block = (draft) => {
  const { rng } = draft;
  const after = rng.chance(0.3);
  if (!after) label(draft, 'risk');
  if (!after) draft.add(rng.pick([draft.look.equals, ' ', ': ']));
  const risk = rng.pick(['0.5', '1', '1', '1.5', '2', '2', '3', '5', '0.25', '4']);
  draft.amount('RSK', risk);
  if (rng.chance(0.12)) {
    draft.add(rng.pick(['-', ' - ', '% - ']));
    draft.number(String(Math.ceil(Number(risk)) + 1));
  }
  draft.add(rng.pick(['%', '%', '%', ' %']));
  if (after) draft.add(' ');
  if (after) label(draft, 'risk');
};

const levPhrase: Block = (draft) => {
  const { rng } = draft;
  const cross = rng.pick(['', '', '', 'Cross ', 'Isolated ', 'cross ']);
  const x = rng.pick(['x', 'x', 'X', 'x', 'х', '×']);
  if (rng.chance(0.75)) {
    label(draft, 'leverage');
    draft.add(draft.look.equals.trim() === '' ? ' ' : draft.look.equals);
  }
  draft.add(cross);
  const before = rng.chance(0.2);
  if (before) draft.add(x);
  SLOTS['lev']?.(draft, '');
  if (!before) draft.add(x);
};

const tfPhrase: Block = (draft) => {
  if (draft.rng.chance(0.8)) {
    label(draft, 'timeframe');
    draft.add(draft.look.equals.trim() === '' ? ': ' : draft.look.equals);
  }
  SLOTS['tf']?.(draft, '');
};

const EXTRAS = { lotsp: lotsPhrase, riskp: riskPhrase, levp: levPhrase, tfp: tfPhrase };

/** Lines that some orders have and most have not, each after a line break. */
const extras: Block = (draft) => {
  const { rng, trade } = draft;
  const isCoin = trade.instrument.group === 'coin';
  const shares = {
    lotsp: isCoin ? 0.01 : 0.05,
    riskp: 0.05,
    levp: isCoin ? 0.35 : 0.02,
    tfp: 0.05,
  };
  for (const [name, share] of Object.entries(shares)) {
    if (!rng.chance(share)) continue;
    draft.add('\n');
    draft.add(draft.look.bullet);
    EXTRAS[name as keyof typeof EXTRAS](draft, '');
  }
};

const HEADERS = [
  '━━━━━━━━━━━━',
  '➖➖➖➖➖➖➖',
  '📊 #SIGNAL',
  '🔔 SIGNAL',
  'NEW SIGNAL 🔥',
  'VIP SIGNAL',
  '🚨🚨🚨',
  'FREE SIGNAL',
  '#VIP',
  '‼️‼️',
  'SIGNAL ALERT 🚨',
  '⚡️⚡️⚡️⚡️',
  '📣 New signal',
  '🏆 PREMIUM',
  'Scalp',
  'SCALPING',
  'INTRADAY',
  'Swing trade',
  '#scalp',
  'Signal #12',
  'Trade 3',
];
const FOOTERS = [
  '━━━━━━━━━━━━',
  '➖➖➖➖➖➖➖',
  '#forex #signals',
  '@goldroom_fx',
  'https://t.me/+Ab3dEfGh',
  't.me/fxdesk',
  '🔥🔥🔥',
  '#scalping',
  'Use proper money management',
  '⚠️ DYOR',
  'NFA',
  'Good luck 🍀',
  'Trade at your own risk',
  'Let’s go 🚀',
  'money management ❗️',
  'R:R 1:2',
  'RR 1:3',
  'Risk reward 1:2.5',
  'Published by: @coindesk77',
  'Not financial advice.',
  'Use small lot size',
  'Use 3% of your wallet',
  'low risk',
  'High risk ⚠️',
];

/** A line above or below the order that says nothing of it. */
const header: Block = (draft) => {
  if (draft.rng.chance(0.2)) draft.add(`${draft.rng.pick(HEADERS)}${draft.look.gap}`);
};
const footer: Block = (draft) => {
  if (draft.rng.chance(0.18))
    draft.add(`${draft.rng.pick(['\n', '\n\n'])}${draft.rng.pick(FOOTERS)}`);
};

const decor: Block = (draft) => {
  const mark = draft.rng.pick(DECOR);
  if (mark !== '') draft.add(` ${mark}`, 'emoji');
};

const MARKS = {
  buy: ['📈', '🟢', '⬆️', '🔼', '🐂', '🟩', '↗️'],
  sell: ['📉', '🔴', '⬇️', '🔽', '🐻', '🟥', '↘️'],
};

const sideMark = (draft: Draft): string => {
  const known = draft.mark ?? draft.rng.pick(MARKS[draft.trade.side]);
  draft.mark = known;
  return known;
};

export const BLOCKS: Readonly<Record<string, Block>> = {
  zone,
  order,
  now,
  nl: (draft) => void draft.add(draft.look.gap),
  idx: (draft, arg) => void draft.add(draft.look.index(Number(arg), 3)),
  entl: entry,
  sll: stop,
  slv: stopValue,
  tps: targets,
  ...EXTRAS,
  extras,
  header,
  footer,
  decor,
  /** The direction as a mark beside its word. */
  side_emoji: (draft) => void draft.add(sideMark(draft), 'emoji'),
  /** The direction as a mark alone. */
  side_word_emoji: (draft) => draft.side(sideMark(draft)),
  /** "above" of a purchase, "below" of a sale: what makes it a stop order. */
  beyond: (draft) =>
    draft.kind('STP', draft.voice.word(draft.trade.side === 'buy' ? 'above' : 'below')),
  C: (draft) => writeMark(draft, 'C', draft.voice.word('close')),
  P: (draft) => writeMark(draft, 'P', draft.voice.word('partial')),
  H: (draft) => writeMark(draft, 'H', draft.voice.word('half')),
  side_word: (draft) => void draft.add(draft.voice.word(draft.trade.side), 'word'),
  B: (draft) => writeMark(draft, 'B', draft.voice.word('breakeven')),
  X: (draft) => writeMark(draft, 'X', draft.voice.word('cancel')),
  open: (draft) => draft.openTarget(draft.voice.word('open')),
  far: (draft) => draft.entry(otherEnd(draft)),
};
