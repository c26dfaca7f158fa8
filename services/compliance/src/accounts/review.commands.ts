import { limitWarned, type Violation } from '@signalos/contracts';
import type { SqlTx } from '@signalos/database';
import { enqueueAll } from '@signalos/messaging';
import { minorDigits } from '@signalos/trading';
import type { ViolationPhase } from '../decisions/decision.ts';
import { countViolations, dayOf, recordViolations } from '../decisions/violation.commands.ts';
import { referenceTo, type Profile } from '../profiles/profile.ts';
import { money } from '../rules/amounts.ts';
import { saveAccount } from './account.store.ts';
import type { AccountKey } from './account.ts';
import { takeBook } from './book.commands.ts';
import type { AccountBook, Moment } from './book.ts';
import {
  deleteAlarms,
  findWarnedLevel,
  insertAlarms,
  listAlarms,
  saveWarning,
  type Alarm,
} from './review.store.ts';
import {
  FLOATING_LOSS,
  hasAlarms,
  latched,
  reviewBook,
  type LimitUse,
  type Review,
} from './review.ts';

export interface ReviewAccount {
  readonly key: AccountKey;
  readonly phase: ViolationPhase;
}

/** Looks at an account as it stands now, and acts on what its equity says. Twice changes nothing. */
export async function reviewAccount(
  tx: SqlTx,
  moment: Moment,
  { key, phase }: ReviewAccount,
): Promise<AccountBook> {
  return holdToLimits(tx, moment, { book: await takeBook(tx, moment, key), phase });
}

interface Held {
  readonly book: AccountBook;
  readonly phase: ViolationPhase;
}

/**
 * Ends or pauses the trading of an account that has broken a loss limit, tells what must be closed,
 * and warns of limits that are nearly used up. The account must be taken; gives it as it is then.
 */
export async function holdToLimits(tx: SqlTx, moment: Moment, held: Held): Promise<AccountBook> {
  const { profile } = held.book;
  const review = reviewBook(held.book, moment);
  if (!profile || !review) return held.book;
  const reviewed = { ...held, profile, review, now: moment.now };
  const book = await raiseAlarms(tx, { ...reviewed, book: await latch(tx, reviewed) });
  await warn(tx, reviewed);
  return book;
}

interface Reviewed extends Held {
  readonly profile: Profile;
  readonly review: Review;
  readonly now: Date;
}

async function latch(tx: SqlTx, reviewed: Reviewed): Promise<AccountBook> {
  const { book, review, profile, phase, now } = reviewed;
  const { breaches: violations } = review;
  if (violations.length === 0) return book;
  const account = { ...book.account, ...latched(book.account, review, profile.limits) };
  await saveAccount(tx, account);
  await enqueueAll(tx, await recordViolations(tx, { book, violations, phase, latched: true, now }));
  return { ...book, account };
}

/** An alarm that lasts is told once; one that is over may be told again. */
async function raiseAlarms(tx: SqlTx, reviewed: Reviewed): Promise<AccountBook> {
  const { book, review, profile, now } = reviewed;
  if (!hasAlarms(profile.limits)) return book;
  const { id: accountId } = book.account;
  const known = await listAlarms(tx, accountId);
  const present = new Set(review.alarms.map(({ ruleId }) => ruleId));
  const over = known.filter((alarm) => !present.has(alarm.ruleId) && isOver(alarm, review));
  if (over.length > 0) await deleteAlarms(tx, { accountId, ruleIds: over.map(idOf) });
  const before = new Set(known.map(idOf));
  const raised = review.alarms.filter(({ ruleId }) => !before.has(ruleId));
  if (raised.length === 0) return book;

  const ruleIds = raised.map(idOf);
  await insertAlarms(tx, { accountId, ruleIds, raisedAt: now });
  return tellAlarms(tx, reviewed, raised);
}

const idOf = ({ ruleId }: { readonly ruleId: string }) => ruleId;

/**
 * A firm closes what has lost too much, so one strike it is, however often prices cross the line before
 * its positions are closed here; on another day it is a new one.
 */
const isOver = ({ ruleId, raisedAt, hasItsPositions }: Alarm, { risk }: Review) =>
  ruleId !== FLOATING_LOSS || !hasItsPositions || raisedAt < risk.day.start;

/** So many floating losses beyond the limit as a profile says end the account’s trading. */
async function tellAlarms(
  tx: SqlTx,
  { book, profile, phase, now }: Reviewed,
  raised: readonly Violation[],
): Promise<AccountBook> {
  let { account } = book;
  for (const violation of raised) {
    const isLast = await isLastStrike(tx, { book, profile, violation });
    if (isLast) await saveAccount(tx, (account = { ...account, status: 'breached' }));
    const found = { book, violations: [violation], phase, latched: isLast, now };
    await enqueueAll(tx, await recordViolations(tx, found));
  }
  return { ...book, account };
}

async function isLastStrike(
  tx: SqlTx,
  { book, profile, violation: { ruleId } }: Pick<Held, 'book'> & Strike,
): Promise<boolean> {
  const { account } = book;
  const { floatingLoss } = profile.limits.monitors ?? {};
  if (ruleId !== FLOATING_LOSS || !floatingLoss || account.status !== 'active') return false;
  const before = await countViolations(tx, { accountId: account.id, ruleId });
  return before + 1 >= floatingLoss.strikes;
}

interface Strike {
  readonly profile: Profile;
  readonly violation: Violation;
}

/** Each level once: of the daily loss once a day, of the total loss once and for all. */
async function warn(tx: SqlTx, { book, review, profile, now }: Reviewed): Promise<void> {
  const { account } = book;
  for (const use of review.warnings) {
    const since = use.limit === 'daily' ? review.risk.day.start : account.openedAt;
    const key = { accountId: account.id, limit: use.limit, since };
    if ((await findWarnedLevel(tx, key)) >= use.level) continue;
    await saveWarning(tx, { ...key, level: use.level, warnedAt: now });
    await enqueueAll(tx, [warningOf({ book, review, profile, now }, use)]);
  }
}

function warningOf(
  { book, review, profile, now }: Omit<Reviewed, 'phase'>,
  { limit, level, usedPct, floor }: LimitUse,
) {
  const { id: accountId, userId, currency } = book.account;
  const digits = minorDigits(currency);
  return limitWarned.create(
    {
      accountId,
      userId,
      limit,
      level,
      usedPct,
      equity: money(review.risk.equity, digits),
      floor: money(floor, digits),
      currency,
      profile: referenceTo(profile),
      day: dayOf(profile, now),
      warnedAt: now.toISOString(),
    },
    { at: now },
  );
}
