import type { Transact } from '@signalos/database';
import type { Moment } from './accounts/book.ts';
import type { Db, Tx } from './db.ts';
import type { Profiles } from './profiles/profile.ts';
import type { QuoteBook } from './quotes/quote-book.ts';

/** Everything an edge may reach. Small on purpose: add a field only with a second user. */
export interface Deps {
  readonly db: Db;
  readonly transact: Transact<Tx>;
  /** For decisions, as many at a time as can be taken soon; in SQL alone. */
  readonly transactDecision: Transact;
  readonly now: () => Date;
  readonly profiles: Profiles;
  readonly quotes: QuoteBook;
}

/** What is known right now, as commands are told it. */
export function momentOf({ now, profiles, quotes }: Deps): Moment {
  return { now: now(), profiles, quotes: quotes.find };
}
