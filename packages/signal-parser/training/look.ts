import type { Rng } from './rng.ts';
import { weigh } from './rng.ts';
import { EMOJIS, TICKS } from './emojis.ts';

/** How one author sets a message: the same marks all through it. */
export interface Look {
  /** Between a label and its value. */
  readonly equals: string;
  readonly bullet: string;
  readonly stopMark: string;
  readonly targetMark: string;
  readonly entryMark: string;
  /** Between a target's label and its value, by its place from 0. */
  readonly index: (at: number, count: number) => string;
  readonly gap: string;
  readonly between: string;
  readonly currency: string;
  /** After the value of each target, and without a meaning. */
  readonly tick: string;
  /** A mark of no meaning, the same wherever it stands. */
  readonly mark: string;
}

const EQUALS = weigh({
  ': ': 24,
  ' ': 22,
  ' : ': 8,
  ':': 7,
  ' @ ': 4,
  ' - ': 5,
  ' = ': 4,
  '=': 2,
  ' ➡️ ': 1,
  ' → ': 1,
  ' ➜ ': 1,
  '- ': 2,
  ' – ': 1,
  ': - ': 1,
  ':- ': 1,
  ' :- ': 1,
  '... ': 1,
  ' | ': 1,
  '@': 2,
  '  ': 1,
  '； ': 0,
  '：': 1,
  ' >> ': 1,
  ' ~ ': 1,
  ': @': 1,
  ' 👉 ': 1,
  ' ➡ ': 1,
  '\t': 1,
  ':. ': 1,
  ' at ': 2,
  ' .... ': 1,
  ' ...... ': 1,
  '.......': 1,
  ' ------ ': 1,
  ' ____ ': 1,
  ':\n': 2,
  '\n': 2,
  ' ⟶ ': 1,
  ' » ': 1,
  ' is ': 1,
});
const BULLETS = weigh({
  '': 60,
  '• ': 4,
  '- ': 4,
  '▪️': 2,
  '🔹 ': 3,
  '➤ ': 2,
  '🔸': 2,
  '* ': 1,
  '◾️ ': 1,
  '▫️ ': 1,
  '👉 ': 2,
  '» ': 1,
  '▶️ ': 1,
  '● ': 2,
  '○ ': 1,
  '— ': 1,
  '➖ ': 1,
  '✦ ': 1,
  '💠 ': 1,
});
const STOPS = weigh({
  '': 50,
  '❌ ': 8,
  '🛑 ': 8,
  '⛔️ ': 6,
  '🔴 ': 5,
  '🚫 ': 4,
  '✖️ ': 2,
  '❌': 4,
  '⛔': 2,
  '🔻 ': 1,
  '🛡 ': 1,
  '💔 ': 1,
  '❗️ ': 1,
  '🆘 ': 1,
  '❎ ': 1,
});
const TARGETS = weigh({
  '': 50,
  '✅ ': 8,
  '🎯 ': 10,
  '💰 ': 5,
  '🟢 ': 4,
  '✔️ ': 3,
  '☑️ ': 2,
  '🏆 ': 2,
  '✅': 4,
  '🎯': 3,
  '💵 ': 2,
  '🤑 ': 2,
  '🚀 ': 2,
  '💚 ': 1,
  '🥇 ': 1,
  '📌 ': 1,
  '💸 ': 1,
  '⭐️ ': 1,
});
const ENTRIES = weigh({
  '': 60,
  '📍 ': 4,
  '➡️ ': 3,
  '🔵 ': 3,
  '👉 ': 3,
  '🔹 ': 2,
  '📌 ': 2,
  '⚡️ ': 2,
  '💎 ': 1,
  '🔰 ': 2,
  '📥 ': 1,
  '🟡 ': 1,
  '🎟 ': 1,
  '🚪 ': 1,
});
const BETWEEN = weigh({
  ' - ': 20,
  '-': 20,
  ' – ': 4,
  '–': 2,
  '/': 7,
  ' / ': 4,
  ' ~ ': 2,
  '~': 2,
  '//': 1,
  _: 2,
  __: 1,
  ' to ': 6,
  ' & ': 2,
  ' and ': 2,
  '...': 1,
  ' -- ': 1,
  ' — ': 1,
  ', ': 1,
  ' ➖ ': 1,
  ' up to ': 1,
  '\nto ': 1,
  '\nup to ': 1,
  '\n': 1,
  ' > ': 1,
  ' → ': 1,
  ' or ': 1,
  ' <-> ': 1,
  ' ... ': 1,
  '---': 1,
  '_ ': 1,
  '- ': 2,
  ' -': 2,
});

const SIGNS: readonly string[] = ['¹²³⁴⁵⁶⁷⁸⁹', '①②③④⑤⑥⑦⑧⑨', '❶❷❸❹❺❻❼❽❾', '➊➋➌➍➎➏➐➑➒', '₁₂₃₄₅₆₇₈₉'];
const KEYCAP = '\uFE0F\u20E3';

type Index = (at: number, count: number) => string;

function pickIndex(rng: Rng): Index {
  const draw = rng.next();
  const sole = rng.chance(0.35);
  const only =
    (index: Index): Index =>
    (at, count) =>
      count === 1 && !sole ? '' : index(at, count);
  if (draw < 0.5) return only((at) => String(at + 1));
  if (draw < 0.62) return only((at) => ` ${at + 1}`);
  if (draw < 0.75) return () => '';
  if (draw < 0.82) return only((at) => ` ${at + 1}${KEYCAP}`);
  if (draw < 0.85) return only((at) => rng.pick(['-', '_', '.']) + String(at + 1));
  if (draw < 0.88) return only((at) => ` (${at + 1})`);
  if (draw < 0.9) return only((at) => ` #${at + 1}`);
  const signs = Array.from(rng.pick(SIGNS));
  const space = rng.pick(['', '', ' ']);
  return only((at) => space + (signs[at] ?? ''));
}

/** The marks before the levels: telling ones, one and the same for all, or any whatever. */
function pickMarks(rng: Rng, mark: string): Pick<Look, 'stopMark' | 'targetMark' | 'entryMark'> {
  const draw = rng.next();
  if (draw < 0.36) {
    return {
      stopMark: rng.pick(STOPS),
      targetMark: rng.pick(TARGETS),
      entryMark: rng.pick(ENTRIES),
    };
  }
  const space = rng.pick([' ', ' ', '']);
  if (draw < 0.42) {
    const [stopMark, targetMark, entryMark] = [mark + space, mark + space, mark + space];
    return { stopMark, targetMark, entryMark };
  }
  if (draw > 0.5) return { stopMark: '', targetMark: '', entryMark: '' };
  const any = () => (rng.chance(0.75) ? rng.pick(EMOJIS) + space : '');
  return { stopMark: any(), targetMark: any(), entryMark: any() };
}

export function pickLook(rng: Rng): Look {
  const mark = rng.pick(EMOJIS);
  return {
    ...pickMarks(rng, mark),
    mark,
    equals: rng.pick(EQUALS),
    bullet: rng.chance(0.3) ? rng.pick(BULLETS) : '',
    index: pickIndex(rng),
    gap: rng.pick(['\n', '\n', '\n', '\n', '\n\n', '\n\n', '\n \n']),
    between: rng.pick(BETWEEN),
    currency: rng.chance(0.06) ? rng.pick(['$', '$', '$', '€', ' $', '$ ']) : '',
    tick: rng.chance(0.05) ? rng.pick(TICKS) : '',
  };
}

/** Something bright, or nothing. */
export const DECOR = weigh({
  '': 30,
  '🔥': 3,
  '🚀': 3,
  '💰': 2,
  '⚡️': 2,
  '📊': 2,
  '🔔': 2,
  '💎': 1,
  '🏆': 1,
  '✨': 1,
  '💥': 1,
  '👑': 1,
  '🚨': 2,
  '📣': 1,
  '‼️': 1,
  '❗️': 1,
  '🔰': 1,
  '⭐️': 1,
  '💯': 1,
  '🦁': 1,
  '🐋': 1,
  '🥇': 1,
  '🔥🔥': 1,
  '🎯': 1,
  '📢': 1,
  '🪙': 1,
  '⚠️': 1,
  '🤑': 1,
  '❤️': 1,
  '👇': 1,
  '💹': 1,
  '🔱': 1,
});
