import type { Draft } from './draft.ts';
import type { Kind } from './layouts/family.ts';
import { writeLayout } from './render.ts';
import { writeNoise } from './sentences.ts';

/** What is said before an order and is no part of it. */
const PREFACES = [
  'Last one paid +{pips} pips, next:',
  'Last trade +{pips} pips ✅ here is the next one',
  'TP hit on the last one 🎯 new signal 👇',
  'Previous signal closed with -{pips} pips. We try again',
  'We took a loss on {sym2}, moving on',
  '{sym2} hit TP1 ✅ +{pips} pips',
  'After +{pips} pips yesterday, one more',
  'SL on {sym2} -{pips}. Back to work:',
  '{num} wins in a row 🔥 let’s go again',
  '{w:profit} +{pips} {w:pips} ✅',
  '{sym2} {w:tp} {w:hit} ✅ +{pips} {w:pips}',
  '{sym2} {w:sl} {w:hit} ❌',
  '{w:new} {w:order} 👇',
  'London session, volatility is back',
  'Education only, trade at your own risk',
  'Signals are opinions. {num} members and counting. Questions: +{num} {num} {num}',
  'Risk warning: CFDs are leveraged, {pct}% of accounts lose',
  'Channel #{num} | est. {num} | {pct}% accuracy',
  'Attention please, trade incoming 👇',
  '{date} {time}',
];

/** How to handle the trade later: nothing to do now. */
const NOTES = [
  'pull the stop along as it goes your way',
  'Move SL to BE after TP1',
  'move SL to entry when TP1 hits',
  'Close half at TP1',
  'Close {closepct}% at TP1, {closepct}% at TP2',
  'I will update',
  'I will tell you when to close',
  'take partials on the way',
  'don’t chase if it runs {num} pips',
  'Secure partials at each target and trail',
  'After TP1: breakeven. After TP2: trail.',
  'If price moves +{pips} pips set breakeven',
  'Cancel if not triggered by {time}',
  'valid until {time}',
  'Wait for a candle close if you are conservative',
  'Do not enter late, skip it if price is far away',
  'Hold until TP or SL, no manual close',
  'If SL hits we will re-enter lower',
  'Updates will follow, stay tuned',
  'Exit manually if you are {num} pips up before news',
  'Take {closepct}% profit at target 1, move stop to entry',
  'When in {pips} pips profit, risk free',
  'Use proper lot size, max 2 positions',
  'No SL hunting: keep the stop where it is',
  'Once TP1 is done, secure your profit and let the rest run',
  '{w:if} {w:tp}1 {w:hit}: {w:sl} → {w:breakeven}',
  '{w:tp}1 → {w:breakeven}',
  '{w:if} +{pips} {w:pips}, {w:breakeven}',
  '{w:tp}1: {w:close} {closepct}%',
  '{w:if} {w:tp} 1 {w:hit} {w:half} {w:close}',
  '{w:not} {w:wait}, {w:if} {w:hit}',
];

const BEFORE = ['result', 'chatter', 'news', 'ad', 'result'];
const AFTER = ['ad', 'chatter', 'news', 'ad', 'chatter'];
const GAPS = ['\n', '\n\n', '\n\n', '\n➖➖➖➖\n', '\n———\n'];
const SHARE = { before: 0.07, after: 0.12 } as const;

/** A whole sentence of the language, or one of the lines above, which are English now and then. */
function write(draft: Draft, lines: readonly string[], categories: readonly string[]): void {
  const { rng, language, mode } = draft;
  const sentences = language.noise[rng.pick(categories)] ?? [];
  const local = lines.filter((line) => line.includes('{w:'));
  draft.mode = 'ghost';
  if (rng.chance(0.35) && sentences.length > 0) writeNoise(draft, rng.pick(sentences));
  else writeLayout(draft, rng.pick(language.code === 'en' || rng.chance(0.3) ? lines : local));
  draft.mode = mode;
}

/** Only an order in a free layout is talked around: before an instruction it would name its instrument. */
const isOpen = ({ wish, shorthand }: Draft, kind: Kind) =>
  kind === 'signal' && !wish.plain && !shorthand;

export function preface(draft: Draft, kind: Kind): void {
  if (!isOpen(draft, kind) || !draft.rng.chance(SHARE.before)) return;
  write(draft, PREFACES, BEFORE);
  draft.add(draft.rng.pick(GAPS));
}

export function postscript(draft: Draft, kind: Kind): void {
  if (!isOpen(draft, kind) || !draft.rng.chance(SHARE.after)) return;
  draft.add(draft.rng.pick(GAPS));
  write(draft, NOTES, AFTER);
}
