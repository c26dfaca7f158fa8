const TIMEFRAMES = ['M1', 'M5', 'M15', 'M30', 'H1', 'H2', 'H4', 'D1', 'W1'] as const;
export type Timeframe = (typeof TIMEFRAMES)[number];

const NAMED = new Map<string, Timeframe>(TIMEFRAMES.map((frame) => [frame.toLowerCase(), frame]));
const WORDS: readonly (readonly [string, string])[] = [
  ['m', 'm min mins minute minutes м'],
  ['h', 'h hr hrs hour hours'],
  ['d', 'd day daily'],
  ['w', 'w week weekly wk'],
];
const letters = new Map(
  WORDS.flatMap(([letter, words]) => words.split(' ').map((word) => [word, letter] as const)),
);
const WHOLE = new Map<string, Timeframe>([
  ['hourly', 'H1'],
  ['daily', 'D1'],
  ['weekly', 'W1'],
  ['60m', 'H1'],
  ['60min', 'H1'],
]);

/** The time frame that a word is: `h4`, `15m`, `30min`, `1-hour`. */
export function timeframeOf(word: string, isSpaced: boolean): Timeframe | undefined {
  const named = isSpaced ? undefined : (NAMED.get(word) ?? WHOLE.get(word));
  if (named) return named;
  const [, number = '', unit = ''] = /^(\d{1,2})-?(\D+)$/.exec(word) ?? [];
  const letter = letters.get(unit);
  // `1 h` is one, `5 m` may be five million, and `1 d` is no chart.
  if (!letter || (isSpaced && unit.length === 1)) return undefined;
  return NAMED.get(letter + number);
}
