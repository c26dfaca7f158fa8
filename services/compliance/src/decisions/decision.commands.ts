import { randomUUID } from 'node:crypto';
import { decisionMade, type Decision, type ProposedTrade } from '@signalos/contracts';
import { writeTogether, type SqlTx, type Statement } from '@signalos/database';
import { enqueuing } from '@signalos/messaging';
import { Decimal } from '@signalos/trading';
import { takeBook } from '../accounts/book.commands.ts';
import type { AccountBook, Moment } from '../accounts/book.ts';
import { handOver, reservingRisk } from '../accounts/reservation.commands.ts';
import type { TradeReservation } from '../accounts/reservation.ts';
import { holdToLimits } from '../accounts/review.commands.ts';
import { appendingAudit } from '../audits/audit.commands.ts';
import { newsWarnings } from '../news/news.ts';
import { referenceTo } from '../profiles/profile.ts';
import { NO_PROFILE } from '../replay/case.ts';
import { caseOf, watched } from '../replay/record.ts';
import { ENGINE_VERSION, judge, type Judgement } from '../rules/judgement.ts';
import { largestAllowed } from '../rules/largest-order.ts';
import { figuresWithTrade } from '../rules/risk-figures.ts';
import type { Situation, TimedQuote, TimedQuotes } from '../rules/situation.ts';
import { addingExecution } from '../strategies/strategy.commands.ts';
import { getCircumstances, lockCircumstances } from './circumstances.store.ts';
import type { Known } from './circumstances.ts';
import { insertingDecision } from './decision.store.ts';
import { isDryRun, nameOf, replay, type EarlierDecision, type Proposal } from './decision.ts';
import { recordingViolations } from './violation.commands.ts';

/** An order, the account it is for, and what is known. */
interface Matter extends Known {
  readonly proposal: Proposal;
  readonly book: AccountBook;
  readonly moment: Moment;
}

/** What was judged, and how. */
interface Judged extends Judgement {
  readonly situation: Situation;
  /** The prices that were looked at. */
  readonly seen: ReadonlyMap<string, TimedQuote>;
}

/**
 * Decides whether an order may be placed, and sets its risk aside if so. The orders of an account
 * are decided one after the other, so that no two use the same room.
 */
export async function decideTrade(tx: SqlTx, moment: Moment, asked: Proposal): Promise<Decision> {
  const { now } = moment;
  const { accountId, userId } = asked;
  const proposal = { ...asked, clientTradeId: nameOf(asked.clientTradeId) };
  const book = await takeBook(tx, moment, { id: accountId, userId });
  // The order is judged by the account as it was, so that it is told the limit and not its latch.
  const held = await holdToLimits(tx, moment, { book, phase: 'monitor' });
  if (!isDryRun(proposal)) await lockCircumstances(tx, book.account, looksAtLinked(book, proposal));
  const known = await getCircumstances(tx, { book, proposal, now });

  const matter = { proposal, book, moment, ...known };
  if (isDryRun(proposal)) return toDecision(matter, judgeMatter(matter));
  if (known.earlier) return repeat(tx, { ...matter, book: held }, known.earlier);
  return takeDecision(tx, matter);
}

const looksAtLinked = ({ profile }: AccountBook, { reduceOnly }: Proposal) =>
  profile?.limits.crossAccountHedge !== undefined && !reduceOnly;

/** An order that came before. It is held against the account as it is now, latches and all. */
async function repeat(tx: SqlTx, matter: Matter, earlier: EarlierDecision): Promise<Decision> {
  const { proposal, book, moment } = matter;
  const { now, quotes } = moment;
  const situation = situationOf(matter, quotes);
  const decision = replay(earlier, { proposal, profile: profileIn(book), situation });
  const { clientTradeId, isHandedOn } = proposal;
  const { id: accountId } = book.account;
  if (decision.allowed && isHandedOn) await handOver(tx, { accountId, clientTradeId, now });
  return decision;
}

/** All that follows from a decision is written in one round trip. */
async function takeDecision(tx: SqlTx, matter: Matter): Promise<Decision> {
  const judged = judgeMatter(matter);
  const reserved = reserve(matter, judged);
  const unproven = toDecision(matter, judged, reserved?.reservation);
  const proven = prove(matter, { decision: unproven, judged });
  const { audit } = proven;
  const decision = { ...unproven, audit };
  const trade = tradeOf(matter);
  const { violations, decisionId } = decision;
  const found = { book: matter.book, violations, now: matter.moment.now };
  const recorded = recordingViolations(found, { decisionId, trade }, audit);

  await writeTogether(tx, [
    ...(reserved ? [reserved.write] : []),
    ...(decision.allowed ? counting(trade) : []),
    proven.write,
    insertingDecision({ decision, trade }),
    ...recorded.writes,
    ...enqueuing([announcement(matter, decision), ...recorded.events]),
  ]);
  return decision;
}

/** Closing is no execution of its own: a throttled strategy must be able to get out. */
function counting({ accountId, strategyId: id, reduceOnly }: ProposedTrade): Statement[] {
  return id && !reduceOnly ? [addingExecution({ accountId, id })] : [];
}

function judgeMatter(matter: Matter): Judged {
  const { book, moment, hasNewsAhead } = matter;
  const { quotes, seen } = watched(moment.quotes);
  const situation = situationOf(matter, quotes);
  const judgement = judge(situation);
  const news = newsWarnings(situation.limits, book.account, hasNewsAhead);
  return { ...judgement, warnings: [...judgement.warnings, ...news], situation, seen };
}

const situationOf = (
  { proposal, book, moment, circumstances }: Matter,
  quotes: TimedQuotes,
): Situation => ({
  ...book,
  ...circumstances,
  limits: book.profile?.limits,
  profileUnknown: book.account.activation !== undefined && !book.profile,
  trade: proposal,
  quotes,
  now: moment.now,
});

/** Into the audit trail goes the decision with all that it was taken from. */
function prove(
  { book, moment, lastEntry, hasNewsAhead }: Matter,
  { decision, judged }: { readonly decision: Decision; readonly judged: Judged },
) {
  const { situation, seen: quotes } = judged;
  const limits = book.profile?.source;
  const profileId = book.account.activation?.profileId ?? NO_PROFILE;
  const { audit: _none, ...taken } = decision;
  const data = {
    engine: ENGINE_VERSION,
    decision: taken,
    case: caseOf({
      id: decision.decisionId,
      profileId,
      limits,
      situation,
      quotes,
      hasNewsAhead,
    }),
  };
  const stream = book.account.id;
  return appendingAudit(lastEntry, { stream, kind: 'decision-taken', at: moment.now, data });
}

/** Nothing where there is no new risk, or none that may be taken. */
function reserve({ proposal, book, moment }: Matter, { allowed, risk }: Judged) {
  const { clientTradeId, symbol, side, lots, reduceOnly, isHandedOn, reserve: terms } = proposal;
  if (!allowed || !risk || reduceOnly) return undefined;
  return reservingRisk({
    accountId: book.account.id,
    clientTradeId,
    symbol,
    side,
    lots: Decimal.parse(lots),
    worstLoss: risk.tradeWorstLoss,
    reservedAt: moment.now,
    ttlMs: terms.ttlMs,
    isHandedOn,
  });
}

function toDecision(
  { proposal, book, moment }: Matter,
  { allowed, violations, warnings, risk, situation }: Judged,
  reservation?: TradeReservation,
): Decision {
  return {
    decisionId: randomUUID(),
    clientTradeId: proposal.clientTradeId,
    accountId: book.account.id,
    replayed: false,
    decidedAt: moment.now.toISOString(),
    allowed,
    violations: [...violations],
    warnings: [...warnings],
    profile: profileIn(book),
    risk: risk ? figuresWithTrade(risk, largestAllowed(situation)) : null,
    reservation: reservation
      ? { id: reservation.id, expiresAt: reservation.expiresAt.toISOString() }
      : null,
    audit: null,
  };
}

const profileIn = ({ profile }: AccountBook) => (profile ? referenceTo(profile) : null);

function tradeOf({ proposal, book }: Matter): ProposedTrade {
  const { userId: _user, isHandedOn: _handedOn, ...order } = proposal;
  return { ...order, accountId: book.account.id };
}

function announcement({ book, moment }: Matter, decision: Decision) {
  const { decisionId, accountId, clientTradeId, allowed, profile, decidedAt } = decision;
  const { userId } = book.account;
  const violatedRules = decision.violations.map(({ ruleId }) => ruleId);
  const made = { decisionId, accountId, userId, clientTradeId, allowed, profile, decidedAt };
  return decisionMade.create({ ...made, violatedRules }, { at: moment.now });
}
