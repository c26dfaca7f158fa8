import {
  CurrencyCode,
  DecimalString,
  Id,
  Instant,
  ProfileReference,
  RiskFigures,
} from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { minorDigits } from '@signalos/trading';
import { z } from 'zod';
import { momentOf, type Deps } from '../deps.ts';
import { referenceTo } from '../profiles/profile.ts';
import { money } from '../rules/amounts.ts';
import { ACCOUNT_STATUSES } from '../rules/situation.ts';
import { getAccount } from './account.store.ts';
import { accountNotFound } from './account.ts';
import { getBook } from './book.store.ts';
import type { AccountBook, Moment } from './book.ts';
import { dayOf, standingOf } from './status.ts';

const Status = z
  .object({
    accountId: Id,
    status: z.enum(ACCOUNT_STATUSES),
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
    const moment = momentOf(deps);
    const account = await getAccount(deps.db, { id, userId: actor.id });
    return { status: 200, body: toBody(await getBook(deps.db, account, moment), moment) };
  }),
];

function toBody(book: AccountBook, moment: Moment): z.input<typeof Status> {
  const { account, profile, positions, reservations } = book;
  const activatedAt = account.activation?.activatedAt.toISOString();
  return {
    accountId: account.id,
    status: account.status,
    currency: account.currency,
    balance: money(account.balance, minorDigits(account.currency)),
    profile: profile && activatedAt ? { ...referenceTo(profile), activatedAt } : null,
    ...standingOf(book, moment),
    day: dayOf(book, moment),
    openPositions: positions.length,
    reservations: reservations.length,
  };
}
