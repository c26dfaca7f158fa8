import type { Violation } from '@signalos/contracts';
import { enqueueAll } from '@signalos/messaging';
import type { Side } from '@signalos/trading';
import type { Account, AccountKey } from '../accounts/account.ts';
import { takeBook } from '../accounts/book.commands.ts';
import type { Moment } from '../accounts/book.ts';
import { countViolations, recordViolations } from '../decisions/violation.commands.ts';
import type { Tx } from '../db.ts';
import type { Profile } from '../profiles/profile.ts';
import { copied, inactivity, isShort, shortHold } from './habits.ts';
import { countHolds, findLastOpening, findOpening, findTwinFill } from './trade-record.store.ts';

/** An account that is watched. It must be taken. */
interface WatchedAccount {
  readonly account: Account;
  readonly profile: Profile | undefined;
}

export interface WatchFill {
  readonly watched: WatchedAccount;
  readonly symbol: string;
  readonly side: Side;
  readonly filledAt: Date;
  readonly now: Date;
}

/** Warns of a trade that was just opened like one on another account of the trader. */
export async function watchFill(tx: Tx, { watched, now, ...fill }: WatchFill): Promise<void> {
  const { account, profile } = watched;
  const { monitors = {} } = profile?.limits ?? {};
  if (!monitors.copyAcross) return;
  const { withinMs } = monitors.copyAcross;
  const { id: accountId, userId } = account;
  const twin = await findTwinFill(tx, { accountId, userId, withinMs, ...fill });
  const found = twin && copied(monitors, { filledAt: fill.filledAt, twin });
  await tell(tx, watched, { found, now });
}

export interface WatchClose {
  readonly watched: WatchedAccount;
  readonly positionId: string;
  readonly closedAt: Date;
  readonly now: Date;
}

/** Warns of a trade that was closed too soon. It must be among the closed ones already. */
export async function watchClose(
  tx: Tx,
  { watched, positionId, closedAt, now }: WatchClose,
): Promise<void> {
  const { account, profile } = watched;
  const { monitors = {} } = profile?.limits ?? {};
  const { minHold } = monitors;
  const openedAt = minHold && (await findOpening(tx, { accountId: account.id, positionId }));
  if (!openedAt || !isShort(minHold, { openedAt, closedAt })) return;
  const counts = await countHolds(tx, { accountId: account.id, ms: minHold.ms });
  const found = shortHold(monitors, { openedAt, closedAt }, counts);
  await tell(tx, watched, { found, now });
}

/** Warns once of an account on which nothing was opened for long, until something is again. */
export async function watchInactivity(tx: Tx, moment: Moment, key: AccountKey): Promise<void> {
  const { now } = moment;
  const watched = await takeBook(tx, moment, key);
  const { account, profile } = watched;
  const { monitors = {} } = profile?.limits ?? {};
  const lastOpenedAt = (await findLastOpening(tx, account.id)) ?? account.openedAt;
  const found = inactivity(monitors, { lastOpenedAt, now });
  if (!found) return;
  const told = { accountId: account.id, ruleId: found.ruleId, since: lastOpenedAt };
  if ((await countViolations(tx, told)) > 0) return;
  await tell(tx, watched, { found, now });
}

interface Found {
  readonly found: Violation | undefined;
  readonly now: Date;
}

async function tell(tx: Tx, book: WatchedAccount, { found, now }: Found): Promise<void> {
  if (!found) return;
  const events = await recordViolations(tx, {
    book,
    violations: [found],
    phase: 'monitor',
    latched: false,
    now,
  });
  await enqueueAll(tx, events);
}
