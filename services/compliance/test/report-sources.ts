import { randomUUID } from 'node:crypto';
import { Decimal } from '@signalos/trading';
import { readProfiles } from '../src/profiles/profile.store.ts';
import type { ReportSource } from '../src/reports/assembly.ts';
import type {
  ClosedPart,
  DayRecord,
  FoundViolation,
  History,
  RefusedOrder,
} from '../src/reports/history.ts';
import { periodOf, type Period } from '../src/reports/period.ts';
import { anAccount, dec, NOW, quotesOf } from './situations.ts';

const profiles = readProfiles();
const PROFILE = profiles.get('ftmo');
const ACCOUNT_ID = '0197a5f0-0000-7000-8000-00000000000a';

export function aPeriod(from = '2026-06-01', to = '2026-06-10'): Period {
  const { limits, source } = PROFILE;
  return periodOf({ from, to }, { dayOf: limits.day, boundary: source.day, now: NOW });
}

export function aHistory(overrides: Partial<History> = {}): History {
  return {
    before: { profit: Decimal.ZERO, flow: Decimal.ZERO },
    days: [],
    closed: [],
    flows: [],
    openings: [],
    violationCounts: [],
    violations: [],
    decisions: { allowed: 0, refused: 0 },
    refusals: [],
    ...overrides,
  };
}

/** At noon in Prague. */
export const noonOf = (date: string) => new Date(`${date}T10:00:00.000Z`);

export function aClosedPart(profit: string, closedAt: Date): ClosedPart {
  return {
    positionId: randomUUID(),
    symbol: 'EURUSD',
    profit: dec(profit),
    closedAt,
    risk: undefined,
  };
}

export function aDayRecord(date: string, [startBalance, lowest]: readonly string[]): DayRecord {
  const start = PROFILE.limits.day(noonOf(date)).start;
  const balance = dec(startBalance ?? '0');
  return { start, startBalance: balance, startEquity: balance, lowestEquity: dec(lowest ?? '0') };
}

export function aFoundViolation(overrides: Partial<FoundViolation> = {}): FoundViolation {
  return {
    id: randomUUID(),
    decisionId: randomUUID(),
    phase: 'pre-trade',
    latched: false,
    detectedAt: noonOf('2026-06-10'),
    ruleId: 'DAILY_LOSS_LIMIT',
    severity: 'hard',
    message: 'Equity may fall to 94998.00 USD, and the daily loss limit is 95000.00',
    limit: '95000.00',
    actual: '94998.00',
    unit: 'USD',
    formula: 'worstEquity < floor',
    inputs: {},
    ...overrides,
  };
}

export function aRefusal(
  trade: Partial<RefusedOrder['trade']> = {},
  decision: Partial<RefusedOrder['decision']> = {},
): RefusedOrder {
  const { id: _id, ...violation } = aFoundViolation();
  return {
    trade: {
      clientTradeId: 't-1',
      accountId: ACCOUNT_ID,
      symbol: 'EURUSD',
      side: 'buy',
      type: 'market',
      lots: '2.00',
      slPrice: '1.07499',
      reduceOnly: false,
      reserve: { ttlMs: 30_000 },
      ...trade,
    },
    decision: {
      decisionId: randomUUID(),
      decidedAt: NOW.toISOString(),
      violations: [violation],
      risk: {
        currency: 'USD',
        tradeWorstLoss: '5002.00',
        worstEquity: '94998.00',
        dailyFloor: '95000.00',
        totalFloor: '90000.00',
      },
      ...decision,
    },
  };
}

/** An account of 100,000 USD under the FTMO preset, opened on the 1st of June 2026; now is the 10th. */
export function aSource(overrides: Partial<ReportSource> = {}): ReportSource {
  const { id: profileId, version } = PROFILE;
  const openedAt = new Date('2026-06-01T08:00:00.000Z');
  const account = {
    ...anAccount(),
    id: ACCOUNT_ID,
    userId: '0197a5f0-0000-7000-8000-00000000000b',
    highestClosed: dec('100000.00'),
    peakEquity: dec('100000.00'),
    openedAt,
    activation: { profileId, version, activatedAt: openedAt },
  };
  const quotes = quotesOf({
    EURUSD: ['1.10000', '1.10000'],
    USDJPY: ['150.000', '150.000'],
    XAUUSD: ['2300.00', '2300.00'],
  });
  return {
    book: {
      account: account as ReportSource['book']['account'],
      profile: PROFILE,
      positions: [],
      reservations: [],
      closedTrades: [],
      day: undefined,
      seenElsewhere: undefined,
    },
    moment: { now: NOW, profiles, quotes },
    period: aPeriod(),
    history: aHistory(),
    objectives: [],
    audit: undefined,
    ...overrides,
  };
}
