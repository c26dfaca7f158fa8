import { findProfile, type Case, type Row } from './case.ts';
import { COUNT_MAX, timeDial, withAccount, withLast, type Dial, type DialOf } from './dial.ts';
import { type Random } from './random.ts';
import { inSteps, minorUnit, stepsIn } from './world.ts';

type Money = 'balance' | 'initialBalance' | 'minEquityToday' | 'dayStartEquity' | 'peakEquity';

/** Up to twice the account, in the smallest units of its currency. */
export const moneyDial =
  (field: Money): DialOf =>
  (situation) => {
    const { currency, initialBalance, [field]: present } = situation.account;
    if (present === undefined) return undefined;
    const unit = minorUnit(currency);
    return {
      least: field === 'initialBalance' ? 1 : 0,
      most: 2 * stepsIn(initialBalance, unit),
      turn: (value) => withAccount(situation, { [field]: inSteps(value, unit) }),
    };
  };

export function commissionDial(situation: Case): Dial {
  return {
    least: 0,
    most: 2_000_000,
    turn: (value) => withAccount(situation, { commissionPerLot: inSteps(value, '0.001') }),
  };
}

export function lastCloseDial(situation: Case): Dial | undefined {
  const { currency, eodBalances = [], initialBalance } = situation.account;
  const last = eodBalances.at(-1);
  if (!last) return undefined;
  const unit = minorUnit(currency);
  return {
    least: 0,
    most: 2 * stepsIn(initialBalance, unit),
    turn: (value) =>
      withAccount(situation, {
        eodBalances: withLast(eodBalances, { ...last, balance: inSteps(value, unit) }),
      }),
  };
}

export function pauseDial(situation: Case): Dial | undefined {
  if (!situation.account.pausedUntil) return undefined;
  return timeDial(situation, (pausedUntil) => withAccount(situation, { pausedUntil }));
}

/** Of a counter that the profile limits. */
export function counterDial(situation: Case, random: Random): Dial | undefined {
  const profile = findProfile(situation);
  const limits = {
    messagesLastSecond: profile?.maxMessagesPerSecond,
    tradesToday: profile?.maxTradesPerDay,
    strategyExecutions: profile?.maxStrategyExecutions,
  };
  const limited = Object.entries(limits).filter(([, limit]) => limit !== undefined);
  if (limited.length === 0) return undefined;
  const [counter] = random.pick(limited);
  const { counters } = situation.account;
  return {
    least: 0,
    most: COUNT_MAX,
    turn: (value) => withAccount(situation, { counters: { ...counters, [counter]: value } }),
  };
}

export function reservedLossDial(situation: Case): Dial | undefined {
  const { currency, initialBalance, reservations = [] } = situation.account;
  const last = reservations.at(-1);
  if (!last) return undefined;
  const unit = minorUnit(currency);
  return {
    least: 0,
    most: stepsIn(initialBalance, unit),
    turn: (value) =>
      withAccount(situation, {
        reservations: withLast(reservations, { ...last, worstLoss: inSteps(value, unit) }),
      }),
  };
}

export function reservationEndDial(situation: Case): Dial | undefined {
  const { reservations = [] } = situation.account;
  const last = reservations.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (expiresAt) =>
    withAccount(situation, { reservations: withLast(reservations, { ...last, expiresAt }) }),
  );
}

export function requestTimeDial(situation: Case): Dial | undefined {
  const { recentRequests = [] } = situation.account;
  const last = recentRequests.at(-1);
  if (!last) return undefined;
  return timeDial(situation, (at) =>
    withAccount(situation, { recentRequests: withLast(recentRequests, { ...last, at }) }),
  );
}

export function rowTimeDial(situation: Case, random: Random): Dial | undefined {
  return rowDial(situation, random, (row, turn) =>
    timeDial(situation, (time) => turn({ ...row, time })),
  );
}

export function rowAmountDial(situation: Case, random: Random): Dial | undefined {
  const unit = minorUnit(situation.account.currency);
  const most = stepsIn(situation.account.initialBalance, unit);
  return rowDial(situation, random, (row, turn) => ({
    least: -most,
    most,
    turn: (value) =>
      turn({ ...row, [row.amount === undefined ? 'net' : 'amount']: inSteps(value, unit) }),
  }));
}

export function rowLotsDial(situation: Case, random: Random): Dial | undefined {
  return rowDial(situation, random, (row, turn) => ({
    least: 1,
    most: COUNT_MAX,
    turn: (value) => turn({ ...row, lots: inSteps(value, '0.01') }),
  }));
}

function rowDial(
  situation: Case,
  random: Random,
  dialOf: (row: Row, turn: (row: Row) => Case) => Dial,
): Dial | undefined {
  const { history } = situation;
  const index = random.integer(0, history.length - 1);
  const row = history[index];
  return row && dialOf(row, (turned) => ({ ...situation, history: history.with(index, turned) }));
}
