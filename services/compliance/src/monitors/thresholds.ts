import { Decimal } from '@signalos/trading';
import type { AccountBook } from '../accounts/book.ts';
import { WARNING_LEVELS, type LimitUse, type Review } from '../accounts/review.ts';
import type { LossLimit } from '../rules/account-risk.ts';
import { share } from '../rules/amounts.ts';
import { toNumber, type Thresholds } from './band.ts';

/** What was told of an account already. */
export interface Told {
  readonly warned: Readonly<Record<LimitUse['limit'], number>>;
  readonly alarms: ReadonlySet<string>;
}

export const NOTHING_TOLD: Told = { warned: { daily: 0, total: 0 }, alarms: new Set() };

/** Lows and highs that no limit hangs from are remembered in steps of this share of the allowance. */
const STEP_PCT = 5;
/** Margin moves with prices too, by less than this while they stay within a band. */
const MARGIN_CAUTION = 1.12;

/** What a review leaves told. */
export function toldAfter({ warnings, alarms }: Review, { warned }: Told): Told {
  const level = (limit: LimitUse['limit']) =>
    Math.max(warned[limit], warnings.find((use) => use.limit === limit)?.level ?? 0);
  return {
    warned: { daily: level('daily'), total: level('total') },
    alarms: new Set(alarms.map(({ ruleId }) => ruleId)),
  };
}

/** Whether a review finds something that was not told yet. */
export function isNews({ breaches, alarms, warnings }: Review, told: Told): boolean {
  return (
    breaches.length > 0 ||
    alarms.length !== told.alarms.size ||
    alarms.some(({ ruleId }) => !told.alarms.has(ruleId)) ||
    warnings.some(({ limit, level }) => level > told.warned[limit])
  );
}

/** Whether equity went so far beyond what is remembered that this is to be written down. */
export function isExtreme(book: AccountBook, review: Review): boolean {
  const { lowStep, highStep } = stepsOf(book, review);
  const { equity } = review.risk;
  return equity.atMost(lowStep) || equity.atLeast(highStep);
}

/** Between which equity tells nothing new. */
export function thresholdsOf(book: AccountBook, review: Review, told: Told): Thresholds {
  if (review.alarms.length > 0) return ALWAYS; // Its end is to be noticed too.
  const { risk } = review;
  const { lowStep, highStep } = stepsOf(book, review);
  const isActive = book.account.status === 'active';
  const floors = isActive
    ? [
        ...(risk.daily ? levelsOf(risk.daily, told.warned.daily) : []),
        ...(risk.total ? levelsOf(risk.total, told.warned.total) : []),
      ]
    : [];
  const passed = (floor: Decimal) => floor.greaterThan(risk.equity);
  const below = [lowStep, ...floors.filter((floor) => !passed(floor)), ...alarmFloors(book)];
  const peak = followsPeak(book, review) ? [peakOf(book)] : [];
  return {
    below: Math.max(...below.map(toNumber), marginFloor(book, review)),
    above: Math.min(...[highStep, ...peak].map(toNumber)),
  };
}

/** Every price is looked at. */
export const ALWAYS: Thresholds = { below: Infinity, above: -Infinity };
const HUNDREDTH = Decimal.parse('0.01');

/** The floor, and the equity at which each level is reached that was not warned of yet. */
function levelsOf({ reference, floor }: LossLimit, warned: number): Decimal[] {
  const allowance = reference.minus(floor).times(HUNDREDTH);
  const levels = WARNING_LEVELS.filter((level) => level > warned);
  return [
    floor,
    ...levels.map((level) => reference.minus(allowance.times(Decimal.integer(level)))),
  ];
}

function alarmFloors({ account, profile }: AccountBook): Decimal[] {
  const rule = profile?.limits.monitors?.floatingLoss;
  if (!rule) return [];
  const { balance, initialBalance, currency } = account;
  return [balance.minus(share(initialBalance, rule.pctInitial, currency))];
}

/** Not below this may equity be for the margin to suffice, whatever prices do within a band. */
function marginFloor({ profile }: AccountBook, { usedMargin }: Review): number {
  const pct = profile?.limits.marginCloseOutPct;
  return pct && usedMargin
    ? (toNumber(usedMargin) * toNumber(pct) * MARGIN_CAUTION) / 100
    : -Infinity;
}

/** Whether a limit hangs from the highest equity, so that each new one counts. */
export function followsPeak({ account, profile }: AccountBook, { risk }: Review): boolean {
  const isLocked = risk.total?.lock?.atMost(risk.total.floor) ?? false;
  const trails = profile?.limits.total?.mode === 'trailing_intraday';
  return trails && !isLocked && account.status === 'active';
}

export const peakOf = ({ account }: AccountBook): Decimal =>
  account.marks.equity ?? account.peakEquity;

function stepsOf(book: AccountBook, { risk }: Review) {
  const limit = risk.daily ?? risk.total;
  const allowance = limit ? limit.reference.minus(limit.floor) : book.account.initialBalance;
  const step = Decimal.max(allowance, MINIMUM).times(Decimal.integer(STEP_PCT)).times(HUNDREDTH);
  const low = book.account.lowestEquityToday ?? risk.equity;
  return { lowStep: low.minus(step), highStep: book.account.peakEquity.plus(step) };
}

const MINIMUM = Decimal.integer(1);
