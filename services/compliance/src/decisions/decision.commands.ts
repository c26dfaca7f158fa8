import { randomUUID } from 'node:crypto';
import {
  decisionMade,
  type AuditReference,
  type Decision,
  type ProposedTrade,
} from '@signalos/contracts';
import { enqueueAll } from '@signalos/messaging';
import { Decimal } from '@signalos/trading';
import { takeBook } from '../accounts/book.commands.ts';
import type { AccountBook, Moment } from '../accounts/book.ts';
import { reserveRisk } from '../accounts/reservation.commands.ts';
import { holdToLimits } from '../accounts/review.commands.ts';
import type { TradeReservation } from '../accounts/reservation.ts';
import { appendAudit } from '../audits/audit.commands.ts';
import type { Tx } from '../db.ts';
import { newsWarnings } from '../news/news.commands.ts';
import { referenceTo } from '../profiles/profile.ts';
import { ENGINE_VERSION, judge, type Judgement } from '../rules/judgement.ts';
import { largestAllowed } from '../rules/largest-order.ts';
import { figuresWithTrade } from '../rules/risk-figures.ts';
import { caseOf, NO_PROFILE, watched } from '../replay/record.ts';
import type { Situation, TimedQuote } from '../rules/situation.ts';
import { countExecution } from '../strategies/strategy.commands.ts';
import { getCircumstances, lockLinkedAccounts } from './circumstances.store.ts';
import { findDecision, insertDecision } from './decision.store.ts';
import { isDryRun, replay, type DecisionRecord, type Proposal } from './decision.ts';
import { recordViolations } from './violation.commands.ts';

/** An order, the account it is for, and what is known. */
interface Matter {
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
export async function decideTrade(tx: Tx, moment: Moment, proposal: Proposal): Promise<Decision> {
  const { accountId, userId, clientTradeId } = proposal;
  const book = await takeBook(tx, moment, { id: accountId, userId });
  // The order is judged by the account as it was, so that it is told the limit and not its latch.
  await holdToLimits(tx, moment, { book, phase: 'monitor' });
  const matter = { proposal, book, moment };
  if (isDryRun(proposal)) return toDecision(matter, await judgeMatter(tx, matter));

  const earlier = await findDecision(tx, { accountId: book.account.id, clientTradeId });
  if (!earlier) return takeDecision(tx, matter);
  return replay(earlier, proposal, profileIn(book));
}

async function takeDecision(tx: Tx, matter: Matter): Promise<Decision> {
  const { book, proposal } = matter;
  if (book.profile?.limits.crossAccountHedge && !proposal.reduceOnly) {
    await lockLinkedAccounts(tx, book.account.userId);
  }
  const judged = await judgeMatter(tx, matter);
  const trade = tradeOf(matter);
  const { allowed, risk } = judged;
  const reservation =
    allowed && risk && !trade.reduceOnly
      ? await reserve(tx, matter, risk.tradeWorstLoss)
      : undefined;
  if (allowed) await countOf(tx, trade);
  const unproven = toDecision(matter, judged, reservation);
  const decision = { ...unproven, audit: await prove(tx, matter, { decision: unproven, judged }) };

  await insertDecision(tx, { decision, trade });
  await announce(tx, matter, { decision, trade });
  return decision;
}

/** Closing is no execution of its own: a throttled strategy must be able to get out. */
async function countOf(tx: Tx, { accountId, strategyId: id, reduceOnly }: ProposedTrade) {
  if (id && !reduceOnly) await countExecution(tx, { accountId, id });
}

async function judgeMatter(tx: Tx, { proposal, book, moment }: Matter): Promise<Judged> {
  const { now } = moment;
  const { quotes, seen } = watched(moment.quotes);
  const strategyId = proposal.strategyId ?? undefined;
  const situation = {
    ...book,
    ...(await getCircumstances(tx, { book, symbol: proposal.symbol, strategyId, now })),
    limits: book.profile?.limits,
    profileUnknown: book.account.activation !== undefined && !book.profile,
    trade: proposal,
    quotes,
    now,
  };
  const judgement = judge(situation);
  const warnings = [...judgement.warnings, ...(await newsWarnings(tx, book, now))];
  return { ...judgement, warnings, situation, seen };
}

/** Into the audit trail goes the decision with all that it was taken from. */
function prove(
  tx: Tx,
  { book, moment }: Matter,
  { decision, judged }: { readonly decision: Decision; readonly judged: Judged },
): Promise<AuditReference> {
  const { situation, seen: quotes } = judged;
  const limits = book.profile?.source;
  const profileId = book.account.activation?.profileId ?? NO_PROFILE;
  const { audit: _none, ...taken } = decision;
  const data = {
    engine: ENGINE_VERSION,
    decision: taken,
    case: caseOf({ id: decision.decisionId, profileId, limits, situation, quotes }),
  };
  const stream = book.account.id;
  return appendAudit(tx, { stream, kind: 'decision-taken', at: moment.now, data });
}

function reserve(
  tx: Tx,
  { proposal, book, moment }: Matter,
  worstLoss: Decimal,
): Promise<TradeReservation> {
  const { clientTradeId, symbol, side, lots, reserve: terms } = proposal;
  return reserveRisk(tx, {
    accountId: book.account.id,
    clientTradeId,
    symbol,
    side,
    lots: Decimal.parse(lots),
    worstLoss,
    reservedAt: moment.now,
    ttlMs: terms.ttlMs,
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
  const { userId: _user, ...order } = proposal;
  return { ...order, accountId: book.account.id };
}

async function announce(tx: Tx, matter: Matter, { decision, trade }: DecisionRecord) {
  const { decisionId, accountId, clientTradeId, allowed, profile, decidedAt } = decision;
  const { book, moment } = matter;
  const { now } = moment;
  const { userId } = book.account;
  const violatedRules = decision.violations.map(({ ruleId }) => ruleId);
  const made = { decisionId, accountId, userId, clientTradeId, allowed, profile, decidedAt };
  const order = { decisionId, trade, audit: decision.audit };
  const found = { book, violations: decision.violations, order, now };
  await enqueueAll(tx, [
    decisionMade.create({ ...made, violatedRules }, { at: now }),
    ...(await recordViolations(tx, { ...found, phase: 'pre-trade', latched: false })),
  ]);
}
