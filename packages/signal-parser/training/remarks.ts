import type { Remark } from './asides.ts';
import type { Draft } from './draft.ts';

type Level = 'stop' | 'target';
type Writer = (draft: Draft, ticks: number, level: Level) => void;

const BRACKETS = [
  [' (', ')'],
  [' (', ')'],
  [' (', ')'],
  ['(', ')'],
  [' [', ']'],
  [' | ', ''],
  [' - ', ''],
  [' = ', ''],
  [' → ', ''],
  [' / ', ''],
  ['  ', ''],
] as const;

function inBrackets(draft: Draft, write: () => void): void {
  const [open, close] = draft.rng.pick(BRACKETS);
  draft.add(open);
  write();
  draft.add(close);
}

const pips: Writer = (draft, ticks, level) =>
  inBrackets(draft, () => {
    const { rng } = draft;
    if (rng.chance(0.3)) draft.add(level === 'stop' ? '-' : '+');
    draft.number(draft.pipsTo(ticks));
    draft.add(rng.pick([' ', ' ', '']));
    draft.add(draft.voice.word('pips'), 'word');
  });

const plus: Writer = (draft, ticks, level) => {
  draft.add(draft.rng.pick([' (', ' (', ' [']));
  const isSquare = draft.pieces.at(-1)?.text === ' [';
  draft.add(level === 'stop' ? '-' : '+');
  draft.number(draft.pipsTo(ticks));
  draft.add(draft.rng.pick(['', '', '', 'p', ' p']));
  draft.add(isSquare ? ']' : ')');
};

const bare: Writer = (draft, ticks) => {
  draft.add(draft.rng.pick([' (', '(']));
  draft.number(draft.pipsTo(ticks));
  draft.add(')');
};

const percent: Writer = (draft, _, level) =>
  inBrackets(draft, () => {
    const { rng } = draft;
    draft.add(rng.pick(['', '', level === 'stop' ? '-' : '+']));
    const whole = rng.int(1, level === 'stop' ? 12 : 80);
    draft.number(rng.chance(0.5) ? String(whole) : `${whole}.${rng.int(1, 99)}`);
    draft.add(rng.pick(['%', '%', ' %', '% profit']));
  });

/** How much of the position goes there. */
const share: Writer = (draft, ticks, level) => {
  if (level === 'stop') percent(draft, ticks, level);
  else
    inBrackets(draft, () => {
      draft.add(draft.rng.pick(['', '', '', 'close ', 'take ', 'book ']));
      draft.number(draft.rng.pick(['10', '20', '25', '30', '33', '40', '50', '60']));
      draft.add(draft.rng.pick(['%', '%', '% of position', '% off']));
    });
};

const ratio: Writer = (draft, _, level) => {
  if (level === 'stop') return;
  const { rng } = draft;
  const reward = rng.pick(['1', '1.5', '1.9', '2', '2.4', '3', '4', '5']);
  inBrackets(draft, () =>
    draft.add(
      rng.pick([
        `1:${reward}`,
        `RR 1:${reward}`,
        `R:R 1:${reward}`,
        `${reward}R`,
        `RR ${reward}`,
        `1:${reward} RR`,
      ]),
    ),
  );
};

const WORDS = {
  stop: [
    'must',
    'fixed',
    'hard',
    'mental',
    'tight',
    'wide',
    'never remove it',
    'small',
    'structure',
  ],
  target: [
    'scalp',
    'safe',
    'final',
    'scalpers out',
    'secure here',
    'intraday',
    'swing',
    'extended',
    'runner target',
    'daily high',
    'prev low',
    'conservative',
    'aggressive',
  ],
} as const;

const word: Writer = (draft, _, level) => {
  draft.add(draft.rng.pick([' (', ' (', ' - ', ' ']));
  const isRound = draft.pieces.at(-1)?.text === ' (';
  draft.add(draft.rng.pick(WORDS[level]));
  draft.add(isRound ? ')' : '');
};

const WRITERS: Readonly<Record<Remark, Writer>> = {
  pips,
  plus,
  bare,
  percent,
  share,
  ratio,
  word,
};

/** Writes a remark of the author's kind beside a level. */
export function remark(draft: Draft, ticks: number, level: Level): void {
  if (draft.aside) WRITERS[draft.aside](draft, ticks, level);
}
