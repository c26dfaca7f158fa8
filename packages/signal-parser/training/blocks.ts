import type { Draft } from './draft.ts';
import { EMOJIS } from './emojis.ts';
import { writeMark } from './instructions.ts';
import { DECOR } from './look.ts';
import { PHRASES } from './phrases.ts';
import { remark } from './remarks.ts';
import { otherEnd } from './slots.ts';

export type Block = (draft: Draft, arg: string) => void;

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
  if (!wish.plain && (draft.wish.aside || rng.chance(0.5))) remark(draft, draft.trade.stop, 'stop');
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
  remark(draft, ticks, 'target');
  draft.add(draft.look.tick, 'emoji');
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
  if (kind === 'lines') lines(draft, '\n');
  else if (kind === 'inline') lines(draft, draft.rng.pick([' ', ' ', ', ', '  ', ' | ', '; ']));
  else if (kind === 'row') row(draft);
  else numbered(draft);
};

/** `# *` becomes "1 TP": what stands before or after a level in a layout of its own. */
function around(draft: Draft, pattern: string, place: number): void {
  for (const part of pattern.split(/([#*@])/)) {
    if (part === '#') draft.add(String(place + 1));
    else if (part === '*') label(draft, 'tp');
    else if (part === '@') draft.add(draft.look.mark, 'emoji');
    else draft.add(part);
  }
}

/** All targets, each after the pattern. */
const after: Block = (draft, pattern) => {
  for (const [place, ticks] of draft.trade.targets.entries()) {
    around(draft, pattern, place);
    targetValue(draft, ticks);
  }
};

/** All targets, each before the pattern. */
const before: Block = (draft, pattern) => {
  for (const [place, ticks] of draft.trade.targets.entries()) {
    targetValue(draft, ticks);
    around(draft, pattern, place);
  }
};

/** All targets, the separator between them. */
const joined: Block = (draft, separator) => {
  for (const [place, ticks] of draft.trade.targets.entries()) {
    draft.add(place === 0 ? '' : separator || ' ');
    targetValue(draft, ticks);
  }
};

/** Distances of all targets, the separator between them; the unit is the layout's. */
const distances: Block = (draft, separator) => {
  for (const [place, ticks] of draft.trade.targets.entries()) {
    draft.add(place === 0 ? '' : separator || ' ');
    draft.targetPips(draft.pipsTo(ticks));
  }
};

/** Any emoji at all. */
const any: Block = (draft) => void draft.add(draft.rng.pick(EMOJIS), 'emoji');

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
  /** Text that would otherwise mean something in a template. */
  lit: (draft, arg) => void draft.add(arg),
  after,
  before,
  joined,
  distances,
  any,
  mark: (draft) => void draft.add(draft.look.mark, 'emoji'),
  against: (draft) => draft.otherSide(),
  ...PHRASES,
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
