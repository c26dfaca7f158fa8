import type { Draft } from './draft.ts';
import { SLOTS } from './slots.ts';

type Block = (draft: Draft, arg: string) => void;

const label = (draft: Draft, concept: string) => draft.add(draft.voice.word(concept), 'word');

const ACCOUNTS = [
  '',
  '',
  '',
  '',
  ' for {}$',
  ' per {}$',
  ' / ${}',
  ' for {} usd account',
  ' (per ${} balance)',
  ' each',
];

const lotsPhrase: Block = (draft) => {
  const { rng } = draft;
  if (rng.chance(0.5)) {
    label(draft, 'lots');
    draft.add(draft.look.equals);
    SLOTS['lots']?.(draft, '');
  } else {
    SLOTS['lots']?.(draft, '');
    draft.add(draft.language.spaces ? ' ' : '');
    label(draft, 'lot');
  }
  if (draft.wish.plain) return;
  const account = rng.pick(['100', '200', '500', '1000', '1k', '2,000', '10k', '300']);
  draft.add(rng.pick(ACCOUNTS).replace('{}', account));
};

/** How the number of a risk is written, before its per cent sign and after it. */
const RISKS = [
  ['', '%'],
  ['', '%'],
  ['', '%'],
  ['', '%'],
  ['', ' %'],
  ['max ', '%'],
  ['max. ', '%'],
  ['(', '%)'],
  ['~', '%'],
  ['', '% max'],
  ['', '% per trade'],
  ['', '% of account'],
  ['only ', '%'],
  ['up to ', '%'],
  ['low (', '%)'],
  ['≤ ', '%'],
] as const;
const RISKS_IN_WORDS = [
  ['half a percent (', '0.5'],
  ['one percent (', '1'],
  ['a quarter percent (', '0.25'],
  ['two percent (', '2'],
  ['half percent (', '0.5'],
  ['one and a half percent (', '1.5'],
] as const;

const riskPhrase: Block = (draft) => {
  const { rng } = draft;
  const after = rng.chance(0.3);
  if (!after) label(draft, 'risk');
  if (!after) draft.add(rng.pick([draft.look.equals, ' ', ': ']));
  if (draft.language.code === 'en' && rng.chance(0.08)) {
    const [words, number] = rng.pick(RISKS_IN_WORDS);
    draft.add(words);
    draft.amount('RSK', number);
    draft.add('%)');
  } else riskNumber(draft);
  if (after) draft.add(' ');
  if (after) label(draft, 'risk');
};

function riskNumber(draft: Draft): void {
  const { rng } = draft;
  const [before, tail] = rng.pick(RISKS);
  const risk = rng.pick(['0.5', '1', '1', '1.5', '2', '2', '3', '5', '0.25', '4', '0.75', '10']);
  draft.add(before);
  draft.amount('RSK', risk);
  if (rng.chance(0.12)) {
    draft.add(rng.pick(['-', ' - ', '% - ', ' to ', '%-']));
    draft.number(String(Math.ceil(Number(risk)) + 1));
  }
  draft.add(tail);
}

const CROSSES = [
  '',
  '',
  '',
  'Cross ',
  'Isolated ',
  'cross ',
  'isolated ',
  'max ',
  'Max ',
  'up to ',
];
const AFTER_LEVERAGE = [
  '',
  '',
  '',
  '',
  '',
  ' is enough',
  ' max',
  ' cross',
  ' isolated',
  ' (cross)',
  ' (isolated)',
  ' recommended',
];

/** The other end of a range of leverage. */
const HIGHER: readonly (readonly [string, string])[] = [
  ['-', ''],
  [' - ', ''],
  ['–', ''],
  [' to ', ''],
  ['~', ''],
  ['/', ''],
];

function leverage(draft: Draft): void {
  const { rng } = draft;
  const x = rng.pick(['x', 'x', 'X', 'x', 'х', '×', 'X']);
  const place = rng.pick(['after', 'after', 'after', 'before']);
  const put = (write: () => void, marked: boolean) => {
    if (marked && place === 'before') draft.add(x);
    write();
    if (marked && place === 'after') draft.add(x);
  };
  const isRange = rng.chance(0.2);
  const both = rng.chance(0.5);
  put(() => SLOTS['lev']?.(draft, ''), !isRange || both || place === 'before');
  if (!isRange) return;
  draft.add(rng.pick(HIGHER)[0]);
  const low = Number(draft.signals[draft.order]?.leverage ?? 5);
  put(() => draft.number(String(low + rng.pick([2, 3, 5, 5, 10]))), both || place === 'after');
}

const levPhrase: Block = (draft) => {
  const { rng } = draft;
  const isLabelled = rng.chance(0.75);
  if (isLabelled) {
    label(draft, 'leverage');
    draft.add(draft.look.equals.trim() === '' ? ' ' : draft.look.equals);
  }
  draft.add(rng.pick(CROSSES));
  if (isLabelled && rng.chance(0.08)) SLOTS['lev']?.(draft, '');
  else leverage(draft);
  draft.add(rng.pick(AFTER_LEVERAGE));
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

export const PHRASES: Readonly<Record<string, Block>> = { ...EXTRAS, extras, header, footer };
