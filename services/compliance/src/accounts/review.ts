import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { Limits } from '../profiles/limits.ts';
import { assessRisk, type AccountRisk, type LossLimit } from '../rules/account-risk.ts';
import { share } from '../rules/amounts.ts';
import { openExposure, type OpenExposure } from '../rules/exposure.ts';
import { marginCloseOut } from '../rules/leverage.ts';
import { breachOf } from '../rules/loss-limits.ts';
import { openMarket } from '../rules/market.ts';
import { violation, type Finding } from '../rules/rule.ts';
import { valueAccount } from '../rules/valuation.ts';
import type { Account } from './account.ts';
import type { AccountBook, Moment } from './book.ts';

/** At so many percent of a loss limit a warning is given. */
export const WARNING_LEVELS = [50, 80, 95] as const;
type WarningLevel = (typeof WARNING_LEVELS)[number];

/** What prices alone, without any order, say about an account. */
export interface Review {
  readonly risk: AccountRisk;
  /** Limits that are broken, so that trading ends, or pauses until the day is over. */
  readonly breaches: readonly Violation[];
  /** What is to be closed: told when it begins, and again when it recurs. */
  readonly alarms: readonly Violation[];
  /** How much of a loss limit is used up, where that is worth a warning. */
  readonly warnings: readonly LimitUse[];
  /** What is put down for the open positions; undefined where no limit looks at it. */
  readonly usedMargin: Decimal | undefined;
}

export interface LimitUse {
  readonly limit: 'daily' | 'total';
  readonly level: WarningLevel;
  readonly usedPct: string;
  readonly floor: Decimal;
}

/** Undefined without a profile, or while a price that it takes is not known. */
export function reviewBook(book: AccountBook, { now, quotes }: Moment): Review | undefined {
  const { account, profile } = book;
  if (!profile) return undefined;
  const { limits } = profile;
  const market = openMarket({ account, quotes, now, limits });
  const valuation = valueAccount(book, market);
  if (!valuation) return undefined;

  const risk = assessRisk({ book, limits, valuation, tradeWorstLoss: Decimal.ZERO, now });
  const breaches = account.status === 'active' ? breachesOf(account, risk, limits) : [];
  const isOver = breaches.length > 0 || account.status !== 'active';
  const exposure = limits.marginCloseOutPct && openExposure(valuation, limits, market);
  return {
    risk,
    breaches,
    alarms: alarmsOf({ book, exposure, risk, limits }),
    warnings: isOver ? [] : usesOf(risk),
    usedMargin: exposure?.usedMargin,
  };
}

const BREACHED = { daily: 'DAILY_LOSS_BREACHED', total: 'TOTAL_LOSS_BREACHED' } as const;

function breachesOf(account: Account, risk: AccountRisk, limits: Limits): Violation[] {
  return (['daily', 'total'] as const).flatMap((which) => {
    if (which === 'daily' && isPausedFor(account, risk, limits)) return [];
    const finding = breachOf(which, risk, limits);
    return finding ? [violation(BREACHED[which], finding)] : [];
  });
}

/** Its daily limit was broken before: nothing new, but to a profile whose limit ends trading for good. */
const isPausedFor = ({ pausedUntil }: Account, { day }: AccountRisk, { daily }: Limits) =>
  daily?.kind === 'pause' && pausedUntil !== undefined && pausedUntil >= day.end;

/** The account as its breaches leave it: only an operator lets it trade again, or the next day. */
export function latched(
  account: Account,
  { breaches, risk }: Review,
  { daily }: Limits,
): Pick<Account, 'status' | 'pausedUntil'> {
  const ends = breaches.some(({ ruleId }) => ruleId !== BREACHED.daily || daily?.kind !== 'pause');
  if (ends) return { status: 'breached', pausedUntil: account.pausedUntil };
  return { status: account.status, pausedUntil: risk.day.end };
}

interface Watched {
  readonly book: AccountBook;
  readonly exposure: OpenExposure | undefined;
  readonly risk: AccountRisk;
  readonly limits: Limits;
}

export const FLOATING_LOSS = 'FLOATING_LOSS_MAX';

/** Whether a profile has any, so that nobody looks for them in vain. */
export const hasAlarms = ({ marginCloseOutPct, monitors }: Limits): boolean =>
  marginCloseOutPct !== undefined || monitors?.floatingLoss !== undefined;

function alarmsOf(watched: Watched): Violation[] {
  if (watched.book.positions.length === 0) return [];
  const margin = marginFinding(watched);
  const floating = floatingFinding(watched);
  return [
    ...(margin ? [violation(marginCloseOut.id, margin)] : []),
    ...(floating ? [violation(FLOATING_LOSS, floating)] : []),
  ];
}

function marginFinding({ exposure, risk, limits }: Watched): Finding | undefined {
  return exposure && marginCloseOut.bind(limits)?.check({ exposure, risk });
}

/** What the open positions have lost in all: gains are set off. */
function floatingFinding({ book, risk, limits }: Watched): Finding | undefined {
  const rule = limits.monitors?.floatingLoss;
  if (!rule) return undefined;
  const { initialBalance, balance, currency } = book.account;
  const floating = risk.equity.minus(balance);
  const allowance = share(initialBalance, rule.pctInitial, currency);
  const limit = allowance.negated();
  if (floating.atLeast(limit)) return undefined;
  return {
    message: `The open positions have lost ${floating.negated().toString()} ${currency}, and ${allowance.toString()} are allowed`,
    limit,
    actual: floating,
    unit: currency,
    formula: 'floating < -initialBalance * pctInitial / 100',
    inputs: { floating, initialBalance, pctInitial: rule.pctInitial },
  };
}

const HUNDRED = Decimal.integer(100);
const PERCENT = { digits: 2, rounding: 'ceiling' } as const;

function usesOf({ daily, total, equity }: AccountRisk): LimitUse[] {
  return [
    ...(daily ? useOf('daily', daily, equity) : []),
    ...(total ? useOf('total', total, equity) : []),
  ];
}

function useOf(limit: LimitUse['limit'], { reference, floor }: LossLimit, equity: Decimal) {
  const allowance = reference.minus(floor);
  if (!allowance.isPositive()) return [];
  const lost = reference.minus(equity).times(HUNDRED);
  const level = WARNING_LEVELS.findLast((percent) =>
    lost.atLeast(allowance.times(Decimal.integer(percent))),
  );
  if (!level) return [];
  return [{ limit, level, floor, usedPct: lost.dividedBy(allowance, PERCENT).toString() }];
}
