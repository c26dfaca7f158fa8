import type { Violation } from '@signalos/contracts';
import type { AccountBook } from '../src/accounts/book.ts';
import { reviewBook } from '../src/accounts/review.ts';
import { newsWarnings } from '../src/news/news.ts';
import { copied, inactivity, shortHold } from '../src/objectives/habits.ts';
import { caseProfiles } from '../src/profiles/case-profile.store.ts';
import { NO_LIMITS, type Limits } from '../src/profiles/limits.ts';
import type { RuleExample, Stage } from '../src/remedies/rule-page.ts';
import { situationOf } from '../src/replay/case.ts';
import {
  IDENTITY_RULES,
  REDUCTION_RULES,
  ruleBookOf,
  SOLVENCY_RULES,
  STANDING_RULES,
} from '../src/rules/catalogue.ts';
import { judge } from '../src/rules/judgement.ts';
import type { Situation, Trade } from '../src/rules/situation.ts';
import { readGoldenCases } from './golden.ts';
import { anAccount, aPosition, aSituation, aTrade, dec, limitsOf, NOW } from './situations.ts';

const DAY_MS = 86_400_000;

/** Every rule, broken: by the golden cases, and by what no order does. */
export function ruleExamples(): RuleExample[] {
  return [
    ...situations().flatMap(judged),
    ...at('warning', newsWarnings(limitsOf('ftmo'), anAccount({ phase: 'funded' }), false)),
    ...at('monitor', reviewed()),
    ...at('monitor', habits()),
  ];
}

const at = (stage: Stage, violations: readonly (Violation | undefined)[]): RuleExample[] =>
  violations
    .filter((violation) => violation !== undefined)
    .map((violation) => ({ stage, violation }));

/** With whatever floor a profile may have, for formulas name it. */
function situations(): Situation[] {
  const named = caseProfiles();
  const golden = readGoldenCases().map((json) =>
    situationOf(json, named(json['profile'] as string, json['limits'])),
  );
  const orders = MISTAKES.map((mistake) => aSituation({ trade: aTrade(mistake) }));
  return [...golden, ...golden.flatMap(withOtherFloors), ...orders];
}

function withOtherFloors(situation: Situation): Situation[] {
  const { limits } = situation;
  if (!limits) return [];
  const touched: Limits = { ...limits, boundary: 'touch' };
  const total = limits.total && { ...limits.total, lockAt: dec('0') };
  const locked = total
    ? [
        { ...limits, total },
        { ...touched, total },
      ]
    : [];
  return [touched, ...locked].map((others) => ({ ...situation, limits: others }));
}

/** Figures that are none, of which the golden cases have one of a kind. */
const MISTAKES: readonly Partial<Trade>[] = [
  { lots: '1000001' },
  { type: 'limit' },
  { entryPrice: '1000001' },
  { slPrice: '1000001' },
  { tpPrice: '-1' },
  { tpPrice: '1000001' },
  { leverage: '0' },
  { leverage: '1000001' },
];

function judged(situation: Situation): RuleExample[] {
  const { violations, warnings } = judge(situation);
  return [...violations, ...warnings].map((violation) => ({
    stage: stageOf(violation, situation),
    violation,
  }));
}

function stageOf({ ruleId }: Violation, { limits = NO_LIMITS }: Situation): Stage {
  const { conduct, risk } = ruleBookOf(limits);
  const isIn = (rules: readonly { readonly id: string }[]) => rules.some(({ id }) => id === ruleId);
  if (isIn(STANDING_RULES) || isIn(SOLVENCY_RULES)) return 'standing';
  if (isIn(IDENTITY_RULES) || isIn(conduct)) return 'conduct';
  if (isIn(REDUCTION_RULES)) return 'closing';
  return isIn(risk) ? 'risk' : 'input';
}

/** An account with nothing left, by a position that has lost more than any limit lets it. */
function reviewed(): Violation[] {
  const limits = { ...limitsOf('ftuk'), ...MARGIN };
  const situation = aSituation({
    limits,
    positions: [aPosition({ openPrice: dec('2.00000'), stopLoss: undefined })],
  });
  const book = { ...situation, profile: { limits } } as unknown as AccountBook;
  const moment = { now: NOW, quotes: situation.quotes } as Parameters<typeof reviewBook>[1];
  const { breaches = [], alarms = [] } = reviewBook(book, moment) ?? {};
  return [...breaches, ...alarms];
}

const MARGIN: Partial<Limits> = {
  marginCloseOutPct: dec('50'),
  leverageCaps: { 'fx-major': dec('1') },
};

const later = (ms: number) => new Date(NOW.getTime() + ms);

function habits(): (Violation | undefined)[] {
  const hold = { openedAt: NOW, closedAt: later(20_000) };
  const counts = { closed: 3, short: 2 };
  const twin = { accountId: 'A2', filledAt: later(1_500) };
  return [
    inactivity({ inactivityDays: 30 }, { lastOpenedAt: NOW, now: later(31 * DAY_MS) }),
    shortHold({ minHold: { ms: 30_000 } }, hold, counts),
    shortHold({ minHold: { ms: 60_000, sharePct: dec('50') } }, hold, counts),
    copied({ copyAcross: { withinMs: 5_000 } }, { filledAt: NOW, twin }),
  ];
}
