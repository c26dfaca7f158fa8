import { Decimal } from '@signalos/trading';
import type { Profile, Profiles } from '../profiles/profile.ts';
import { openMarket } from '../rules/market.ts';
import type { AccountFigures, Book, ClosedTrade, TimedQuotes } from '../rules/situation.ts';
import { valueAccount } from '../rules/valuation.ts';
import type { AccountDay, Low } from './account-day.ts';
import type { Account } from './account.ts';

/** What is known besides the database. */
export interface Moment {
  readonly now: Date;
  readonly profiles: Profiles;
  readonly quotes: TimedQuotes;
}

/** An account with all that its risk depends on. */
export interface AccountBook extends Book {
  readonly account: Account & AccountFigures;
  readonly profile: Profile | undefined;
  /** Today's; none yet where no equity was seen, or no profile says when the day starts. */
  readonly day: AccountDay | undefined;
  /** The lowest since the day's start that was noted under profiles whose days start at other hours. */
  readonly seenElsewhere: Low | undefined;
}

/** The profile an account trades under; one that is not there any more counts as none. */
export function profileOf({ activation }: Account, profiles: Profiles): Profile | undefined {
  if (!activation) return undefined;
  const { profileId, version, custom } = activation;
  return custom ? profiles.read(custom) : profiles.find(profileId, version);
}

/** When a profile's days start, and where: rows of days are told apart by it. */
export function boundaryOf({ source: { day } }: Profile): string {
  return `${day.tz} ${day.at}`;
}

export function withDay(book: AccountBook, day: AccountDay): AccountBook {
  const { startEquity: dayStartEquity, lowestEquity: lowestEquityToday } = day;
  return { ...book, day, account: { ...book.account, dayStartEquity, lowestEquityToday } };
}

/** Undefined while a price that it takes is not known. */
export function equityOf(book: AccountBook, { quotes, now }: Moment): Decimal | undefined {
  const { account, profile } = book;
  const market = openMarket({ account, quotes, now, limits: profile?.limits });
  return valueAccount(book, market)?.equity;
}

/** A closed trade as it comes out of the database: numbers and instants as text. */
export interface ClosedTradeText {
  readonly symbol: string;
  readonly lots: string;
  readonly profit: string;
  readonly closedAt: string;
}

export function toClosedTrade({ symbol, lots, profit, closedAt }: ClosedTradeText): ClosedTrade {
  return {
    symbol,
    lots: Decimal.parse(lots),
    profit: Decimal.parse(profit),
    closedAt: new Date(closedAt),
  };
}
