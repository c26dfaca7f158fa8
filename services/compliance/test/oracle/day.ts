import { type Case, type Profile, type Row } from './case.ts';
import { dayStart } from './clock.ts';
import {
  absolute,
  floor,
  fraction,
  highest,
  lowest,
  minus,
  negative,
  percentOf,
  plus,
  sum,
  type Fraction,
} from './fraction.ts';
import { minorUnits } from './market.ts';
import { equityOf } from './worth.ts';

const OUTGOING = ['withdrawal', 'payout', 'fee'];

/** Where the account must not be today: the reference of the day less what it may lose. */
export function dailyFloorOf(situation: Case, profile: Profile): Fraction | undefined {
  if (!profile.daily) return undefined;
  const { pct, amountBase } = profile.daily;
  const reference = referenceOf(situation, profile);
  const base = amountBase === 'initial' ? initialOf(situation) : reference;
  const amount = percentOf(fraction(pct), base);
  return minus(reference, floor(amount, minorUnits(situation.account.currency)));
}

/** Where the account must never be: its mark less what it may lose, locked if the profile locks. */
export function totalFloorOf(situation: Case, profile: Profile): Fraction | undefined {
  if (!profile.total) return undefined;
  const { pct = '0', amount, lockAt } = profile.total;
  const initial = initialOf(situation);
  const digits = minorUnits(situation.account.currency);
  const loss = amount ? fraction(amount) : floor(percentOf(fraction(pct), initial), digits);
  const trailing = minus(markOf(situation, profile.total.mode), loss);
  return lockAt === undefined ? trailing : lowest(trailing, plus(initial, fraction(lockAt)));
}

/** The latest of the rows, until now, that is a closed trade of the symbol. */
export function lastTradeOf(situation: Case, symbol: string): Row | undefined {
  return pastRows(situation)
    .filter((row) => isTrade(row) && row.symbol === symbol)
    .at(-1);
}

function referenceOf(situation: Case, { daily, day }: Profile): Fraction {
  const now = Date.parse(situation.now);
  const start = dayStart(now, day);
  const today = pastRows(situation).filter(({ time }) => Date.parse(time) >= start);
  const realised = sum(today.filter(isTrade).map(effectOf));
  const flows = sum(today.filter((row) => !isTrade(row)).map(effectOf));
  const balance = minus(fraction(situation.account.balance), realised);
  const { dayStartEquity } = situation.account;
  const equity = dayStartEquity === undefined ? balance : plus(fraction(dayStartEquity), flows);
  if (daily?.reference === 'balance') return balance;
  return daily?.reference === 'equity' ? equity : highest(balance, equity);
}

function markOf(situation: Case, mode: NonNullable<Profile['total']>['mode']): Fraction {
  const initial = initialOf(situation);
  const { eodBalances = [], peakEquity } = situation.account;
  switch (mode) {
    case 'static':
      return initial;
    case 'trailing_eod':
      return highest(initial, ...eodBalances.map(({ balance }) => fraction(balance)));
    case 'trailing_closed':
      return highest(initial, ...closedBalances(situation));
    case 'trailing_intraday': {
      const peak = peakEquity === undefined ? initial : fraction(peakEquity);
      return highest(initial, peak, equityOf(situation));
    }
  }
}

/** The balance after each closed trade, found by undoing the rows from the newest to the oldest. */
function closedBalances(situation: Case): Fraction[] {
  let balance = fraction(situation.account.balance);
  const balances: Fraction[] = [];
  for (const row of pastRows(situation).toReversed()) {
    if (isTrade(row)) balances.push(balance);
    balance = minus(balance, effectOf(row));
  }
  return balances;
}

/** The rows until now, oldest first; of one instant, in the order in which they were given. */
function pastRows({ history, now }: Case): Row[] {
  return history
    .filter(({ time }) => Date.parse(time) <= Date.parse(now))
    .toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time));
}

const isTrade = ({ type }: Row) => type === undefined || type === 'trade';

function effectOf(row: Row): Fraction {
  if (isTrade(row)) return fraction(row.net ?? '0');
  const amount = fraction(row.amount ?? row.net ?? '0');
  return OUTGOING.includes(row.type ?? '') ? negative(absolute(amount)) : amount;
}

const initialOf = ({ account }: Case): Fraction => fraction(account.initialBalance);
