/** Blocks of emojis that were there long ago, so that every machine draws the same. */
const RANGES = [
  [0x1f330, 0x1f335],
  [0x1f337, 0x1f37c],
  [0x1f380, 0x1f393],
  [0x1f3a0, 0x1f3ca],
  [0x1f3e0, 0x1f3f0],
  [0x1f400, 0x1f43e],
  [0x1f442, 0x1f4fc],
  [0x1f500, 0x1f533],
  [0x1f550, 0x1f567],
  [0x1f5fb, 0x1f64f],
  [0x1f680, 0x1f6c5],
  [0x1f910, 0x1f93a],
  [0x1f940, 0x1f945],
  [0x1f950, 0x1f96b],
  [0x1f980, 0x1f997],
] as const;
/** Those that say buy, sell, stop or a place. */
const TELLING = new Set('🐂🐻🐮📈📉🔺🔻🔼🔽💔🚫🚷🔞💀📍📌🆙💹⏫⏬🥇🥈🥉🔝');
const OTHERS = '⭐✨⚡❄☀☁☂☎☕♥♦♣♠⚓⚔⚙⚜✈✉✌✍✏✒✝✡✳✴❇➕➰◆◇■□●○★☆✦✧⬛⬜🟠🟡🟣🟤🔵🟦🟧🟨🟪🟫';

/** Several hundred emojis without a meaning of their own in a signal. */
export const EMOJIS: readonly string[] = [
  ...RANGES.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => String.fromCodePoint(first + at)),
  ),
  ...OTHERS,
].filter((emoji) => !TELLING.has(emoji));

/** What decorates a target without saying that it was reached. */
export const TICKS: readonly string[] =
  '✅| ✅|☑️| ☑️|✔️| ✔️|✅✅| ❤️|♥️| 💚|💙| 🔥| 💰| 🎯| 🚀|👌| ✨| 💵| 🥇'.split('|');
