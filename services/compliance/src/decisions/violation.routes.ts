import { Id, Instant, ProposedTrade, Violation } from '@signalos/contracts';
import { decodeCursor, PageQuery, pageOf, route, toPage, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { VIOLATION_PHASES } from './decision.ts';
import { listViolations, type ListedViolation } from './violation.store.ts';

const Listed = z
  .object({
    violationId: Id,
    decisionId: Id.nullable().meta({ description: 'None for one that no order caused.' }),
    phase: z.enum(VIOLATION_PHASES),
    latched: z.boolean().meta({ description: 'Whether it ended or paused the account’s trading.' }),
    accountId: Id,
    detectedAt: Instant,
    ...Violation.shape,
    trade: ProposedTrade.pick({
      clientTradeId: true,
      symbol: true,
      side: true,
      type: true,
      lots: true,
    }).nullable(),
  })
  .meta({ id: 'DetectedViolation' });

const Query = PageQuery.extend({ accountId: Id.optional() });
const Position = z.object({ id: Id, detectedAt: Instant.transform((text) => new Date(text)) });

export const violationRoutes = ({ db }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/violations',
    summary: 'List violations of your accounts, newest first',
    query: Query,
    replies: { 200: { description: 'A page of violations', schema: pageOf(Listed) } },
  }).handle(async ({ query: { cursor, limit, accountId }, actor }) => {
    const after = decodeCursor(Position, cursor);
    const query = { userId: actor.id, accountId, after, limit: limit + 1 };
    const page = toPage(await listViolations(db, query), limit, positionOf);
    return { status: 200, body: { ...page, items: page.items.map(toBody) } };
  }),
];

const positionOf = ({ id, detectedAt }: ListedViolation) => ({ id, detectedAt });

function toBody({ id: violationId, detectedAt, ...rest }: ListedViolation) {
  return { ...rest, violationId, detectedAt: detectedAt.toISOString() };
}
