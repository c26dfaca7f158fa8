import { conceptSet, NO_CONCEPTS, type Concept, type ConceptSet } from './concepts.ts';

/** Emojis that stand where a word would, by what they usually stand for. */
const MARKS: readonly (readonly [string, readonly Concept[]])[] = [
  ['🎯✅☑✔🏆💚🏁💰💵🤑🎁💎', ['tp']],
  ['🥇', ['tp', 'first']],
  ['🥈', ['tp', 'second']],
  ['🥉', ['tp', 'third']],
  ['❌⛔🛑🚫🧯✖🚷💔❎🔞❗☠💀', ['sl']],
  ['📈⬆🔼🐂⏫↑🆙🔺💹↗⤴🐮', ['buy']],
  ['📉⬇🔽🐻⏬↓🔻↘⤵', ['sell']],
  ['🟢🟩', ['buy', 'tp']],
  ['🔴🟥', ['sell', 'sl']],
  ['📍🚪💲▶📌', ['entry']],
];

const meanings = new Map<string, ConceptSet>(
  MARKS.flatMap(([marks, concepts]) =>
    [...marks].map((mark) => [mark, conceptSet(...concepts)] as const),
  ),
);

export const meaningOfMark = (mark: string): ConceptSet => meanings.get(mark) ?? NO_CONCEPTS;
