import {
  CurrencyCode,
  DecimalString,
  Id,
  Instant,
  ProfileReference,
  RiskFigures,
  TradingState,
  Violation,
} from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { minorDigits } from '@signalos/trading';
import { z } from 'zod';
import { momentOf, type Deps } from '../deps.ts';
import { referenceTo } from '../profiles/profile.ts';
import { money } from '../rules/amounts.ts';
import { readObjectives } from '../objectives/progress.commands.ts';
import { ACCOUNT_PHASES, ACCOUNT_STATUSES, ACCOUNT_TYPES } from '../rules/situation.ts';
import { getAccount } from './account.store.ts';
import { accountNotFound } from './account.ts';
import { getBook } from './book.store.ts';
import type { AccountBook, Moment } from './book.ts';
import { findBreach } from './status.store.ts';
import { dayOf, isPaused, isStopped, standingOf } from './status.ts';

const Breach = z.object({
  ...Violation.pick({ ruleId: true, limit: true, actual: true, unit: true }).shape,
  detectedAt: Instant,
});

const Objective = z
  .object({
    ...Violation.omit({ ruleId: true, severity: true }).shape,
    id: z.string().meta({ examples: ['PROFIT_TARGET'] }),
    step: z.int().nullable().meta({ description: 'Of an evaluation of several steps.' }),
    met: z.boolean().nullable().meta({ description: 'Null where no data of the account tells.' }),
  })
  .meta({ id: 'Objective' });

const Status = z
  .object({
    accountId: Id,
    status: z.enum(ACCOUNT_STATUSES),
    tradingState: TradingState.meta({
      description: 'Of the kill switches of the account, its user and the platform, the strictest.',
    }),
    pausedUntil: Instant.nullable().meta({ description: 'No new risk before then.' }),
    breach: Breach.nullable().meta({
      description: 'What ended the account’s trading, or pauses it.',
    }),
    phase: z.enum(ACCOUNT_PHASES),
    accountType: z.enum(ACCOUNT_TYPES),
    permittedSymbols: z
      .array(z.string())
      .nullable()
      .meta({ description: 'The only symbols it may trade; null for all.' }),
    currency: CurrencyCode,
    balance: DecimalString,
    profile: ProfileReference.extend({ activatedAt: Instant }).nullable(),
    risk: RiskFigures.omit({ tradeWorstLoss: true, maxAllowedLots: true }).nullable().meta({
      description: 'Null without a profile, or while a price that it takes is not known.',
    }),
    unknown: z.string().nullable().meta({ description: 'What is not known, where something is.' }),
    day: z
      .object({
        start: Instant,
        end: Instant,
        startEquity: DecimalString.nullable(),
        lowestEquity: DecimalString.nullable(),
      })
      .nullable()
      .meta({
        description:
          'Equity when the trading day was first seen by an event or a decision, and the lowest ' +
          'seen since.',
      }),
    openPositions: z.int(),
    reservations: z.int(),
    objectives: z.array(Objective).meta({
      description: 'What the profile asks for in this phase; missing one refuses no order.',
    }),
  })
  .meta({ id: 'ComplianceStatus' });

export const statusRoutes = (deps: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/status',
    summary: 'See where an account stands against its limits',
    query: z.object({ accountId: Id.optional() }),
    replies: { 200: { description: 'Its standing now', schema: Status } },
    errors: [accountNotFound],
  }).handle(async ({ query: { accountId: id }, actor }) => {
    const { db } = deps;
    const moment = momentOf(deps);
    const account = await getAccount(db, { id, userId: actor.id });
    const book = await getBook(db, account, moment);
    const breach = isStopped(account, moment.now) ? await findBreach(db, account.id) : undefined;
    const objectives = await readObjectives(db, book, moment.now);
    return { status: 200, body: { ...toBody(book, moment), breach: breach ?? null, objectives } };
  }),
];

function toBody(book: AccountBook, moment: Moment) {
  const { account, profile, positions, reservations } = book;
  const activatedAt = account.activation?.activatedAt.toISOString();
  return {
    accountId: account.id,
    status: account.status,
    tradingState: account.tradingState,
    pausedUntil: isPaused(account, moment.now) ? account.pausedUntil.toISOString() : null,
    phase: account.phase,
    accountType: account.type,
    permittedSymbols: account.permittedSymbols ? [...account.permittedSymbols] : null,
    currency: account.currency,
    balance: money(account.balance, minorDigits(account.currency)),
    profile: profile && activatedAt ? { ...referenceTo(profile), activatedAt } : null,
    ...standingOf(book, moment),
    day: dayOf(book, moment),
    openPositions: positions.length,
    reservations: reservations.length,
  };
}
