import { Decimal, minorDigits } from '@signalos/trading';
import type { AccountBook, Moment } from '../accounts/book.ts';
import { standingOf } from '../accounts/status.ts';
import type { Objective } from '../objectives/objective.ts';
import { referenceTo } from '../profiles/profile.ts';
import { money } from '../rules/amounts.ts';
import { ENGINE_VERSION } from '../rules/judgement.ts';
import { openMarket } from '../rules/market.ts';
import { valueAccount } from '../rules/valuation.ts';
import { balanceCurve, dayLines, equityCurve, type DayLine, type Seen } from './days.ts';
import { exposureOf, type Exposure } from './exposure.ts';
import type { ClosedPart, FoundViolation, History, RefusedOrder } from './history.ts';
import { metricsOf, type TradeResult } from './metrics.ts';
import { dayFinder, type NamedDay, type Period } from './period.ts';
import { counterfactualOf } from './refusals.ts';
import type { Report } from './report.ts';
import type { AuditHead } from './trail.ts';

export interface ReportSource {
  readonly book: AccountBook;
  readonly moment: Moment;
  readonly period: Period;
  readonly history: History;
  readonly objectives: readonly Objective[];
  readonly audit: AuditHead | undefined;
}

type Show = (amount: Decimal) => string;

/** Puts a report together out of what is known; the same data make the same report. */
export function reportOf(source: ReportSource): Report {
  const { book, moment, period, history, audit } = source;
  const lines = dayLines({ period, history, book, now: moment.now });
  const digits = minorDigits(book.account.currency);
  const show: Show = (amount) => money(amount, digits);
  const worth = worthOf(book, moment);
  const counts = violationsByDay(period.days, history);
  return {
    generatedAt: moment.now.toISOString(),
    engine: ENGINE_VERSION,
    account: accountIn(book, show),
    profile: profileIn(book),
    period: periodIn(period, lines),
    limits: standingOf(book, moment),
    exposure: worth.exposure ? exposureIn(worth.exposure, show) : null,
    objectives: source.objectives.map((objective) => ({ ...objective })),
    metrics: metricsIn({ lines, source, equity: worth.equity }),
    days: lines.map((line) => dayIn(line, counts.get(line.date), show)),
    violations: violationsIn(history, { period, counts }),
    refusals: refusalsIn(history),
    audit: audit ?? null,
  };
}

function accountIn({ account }: AccountBook, show: Show): Report['account'] {
  const { id, currency, status, phase, type, openedAt, initialBalance, balance } = account;
  return {
    id,
    currency,
    status,
    phase,
    type,
    openedAt: openedAt.toISOString(),
    initialBalance: show(initialBalance),
    balance: show(balance),
  };
}

function profileIn({ profile, account: { activation } }: AccountBook): Report['profile'] {
  if (!profile || !activation) return null;
  const activatedAt = activation.activatedAt.toISOString();
  return { ...referenceTo(profile), name: profile.name, activatedAt };
}

function periodIn(
  { from, to, days, boundary }: Period,
  lines: readonly DayLine[],
): Report['period'] {
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    firstDay: days.at(0)?.date ?? '',
    lastDay: days.at(-1)?.date ?? '',
    timeZone: boundary.tz,
    dayStartsAt: boundary.at,
    daysCounted: lines.length,
  };
}

interface Worth {
  readonly equity: Decimal | undefined;
  readonly exposure: Exposure | undefined;
}

function worthOf(book: AccountBook, { quotes, now }: Moment): Worth {
  const { account, profile } = book;
  const market = openMarket({ account, quotes, now, limits: profile?.limits });
  const valuation = valueAccount(book, market);
  return { equity: valuation?.equity, exposure: valuation && exposureOf(valuation, market) };
}

function exposureIn(
  { notional, leverage, bySymbol, byCurrency }: Exposure,
  show: Show,
): Report['exposure'] {
  return {
    notional: show(notional),
    effectiveLeverage: leverage?.toFixed(LEVERAGE_DIGITS) ?? null,
    bySymbol: bySymbol.map((row) => ({
      symbol: row.symbol,
      longLots: row.longLots.toString(),
      shortLots: row.shortLots.toString(),
      notional: show(row.notional),
      floating: show(row.floating),
      risk: show(row.risk),
    })),
    byCurrency: byCurrency.map(({ currency, net }) => ({ currency, net: show(net) })),
  };
}

const LEVERAGE_DIGITS = 6;

interface ToMeasure {
  readonly lines: readonly DayLine[];
  readonly source: ReportSource;
  /** Now; undefined while a price is not known. */
  readonly equity: Decimal | undefined;
}

/** A report of the past ends with the past: what equity is now is no part of it. */
function metricsIn({ lines, source, equity }: ToMeasure): Report['metrics'] {
  const { book, history, moment } = source;
  const { currency } = book.account;
  const isCurrent = lines.at(-1)?.isRunning ?? false;
  const now =
    isCurrent && equity ? { at: moment.now, value: equity, flow: Decimal.ZERO } : undefined;
  return metricsOf({
    currency,
    digits: minorDigits(currency),
    days: lines.map(({ net, startBalance, seen }) => ({
      net,
      startEquity: seen?.startEquity ?? startBalance,
    })),
    trades: tradesOf(history.closed),
    equity: equityCurve(lines, now),
    balance: balanceCurve(lines, history),
  });
}

/** The parts of one position are one trade, which ends with the last of them. */
export function tradesOf(closed: readonly ClosedPart[]): TradeResult[] {
  const trades = new Map<string, TradeResult>();
  for (const { positionId, profit, risk } of closed) {
    const sum = trades.get(positionId)?.profit.plus(profit) ?? profit;
    trades.delete(positionId);
    trades.set(positionId, { profit: sum, risk });
  }
  return [...trades.values()];
}

interface DayCount {
  hard: number;
  warn: number;
}

function violationsByDay(
  days: readonly NamedDay[],
  { violationCounts }: History,
): Map<string, DayCount> {
  const byDay = new Map<string, DayCount>();
  for (const { day, severity, count } of violationCounts) {
    const date = days[day]?.date;
    if (date === undefined) continue;
    const known = byDay.get(date) ?? { hard: 0, warn: 0 };
    known[severity] += count;
    byDay.set(date, known);
  }
  return byDay;
}

function dayIn(line: DayLine, count: DayCount | undefined, show: Show): Report['days'][number] {
  const { date, start, end, isRunning, opened, closed, seen } = line;
  return {
    date,
    start: start.toISOString(),
    end: end.toISOString(),
    isRunning,
    startBalance: show(line.startBalance),
    endBalance: show(line.endBalance),
    net: show(line.net),
    cashFlow: show(line.flow),
    opened,
    closed,
    ...(seen ? seenIn(seen, show) : UNSEEN),
    violations: count ? count.hard + count.warn : 0,
  };
}

const UNSEEN = { startEquity: null, lowestEquity: null, dailyFloor: null, dailyUsedPct: null };

function seenIn({ startEquity, lowestEquity, limit, usedPct }: Seen, show: Show) {
  return {
    startEquity: show(startEquity),
    lowestEquity: show(lowestEquity),
    dailyFloor: limit ? show(limit.floor) : null,
    dailyUsedPct: usedPct ?? null,
  };
}

interface Counted {
  readonly period: Period;
  readonly counts: ReadonlyMap<string, DayCount>;
}

function violationsIn(history: History, { period, counts }: Counted): Report['violations'] {
  const rules = Map.groupBy(
    history.violationCounts,
    ({ ruleId, severity }) => `${severity} ${ruleId}`,
  );
  const byRule = [...rules.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { ruleId, severity } = first;
    return [{ ruleId, severity, count: group.reduce((sum, { count }) => sum + count, 0) }];
  });
  const find = dayFinder(period.days);
  const dateOf = (instant: Date) => period.days[find(instant)]?.date ?? '';
  const total = byRule.reduce((sum, { count }) => sum + count, 0);
  return {
    total,
    byRule: byRule.toSorted((a, b) => b.count - a.count || (a.ruleId < b.ruleId ? -1 : 1)),
    byDay: [...counts]
      .map(([date, count]) => ({ date, ...count }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    items: history.violations.map((violation) => violationIn(violation, dateOf)),
    omitted: total - history.violations.length,
  };
}

function violationIn(
  { id: violationId, formula: _formula, inputs: _inputs, detectedAt, ...rest }: FoundViolation,
  dateOf: (instant: Date) => string,
) {
  const date = dateOf(detectedAt);
  return { ...rest, violationId, detectedAt: detectedAt.toISOString(), date };
}

function refusalsIn({ decisions, refusals }: History): Report['refusals'] {
  const { allowed, refused } = decisions;
  return {
    decisions: allowed + refused,
    allowed,
    refused,
    items: refusals.map(refusalIn),
    omitted: refused - refusals.length,
  };
}

function refusalIn(order: RefusedOrder): Report['refusals']['items'][number] {
  const { decision, trade } = order;
  return {
    decisionId: decision.decisionId,
    clientTradeId: trade.clientTradeId,
    decidedAt: decision.decidedAt,
    symbol: trade.symbol,
    side: trade.side,
    lots: trade.lots,
    stopLoss: trade.slPrice ?? null,
    rules: decision.violations.map(({ ruleId }) => ruleId),
    atStop: counterfactualOf(order),
  };
}
