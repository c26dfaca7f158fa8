import {
  commonErrors,
  decodeCursor,
  PageQuery,
  pageOf,
  route,
  toPage,
  type Route,
} from '@signalos/http';
import type { Deps } from '../deps.ts';
import { listChanges } from './change.store.ts';
import { ChangeBody, ChangePosition, toBody } from './change.ts';

export const changeRoutes = ({ db }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/offline/executions',
    summary: 'List what became of your trades, oldest first',
    description:
      'Accepted, executed, refused, expired and failed trades, and positions that a stop or target closed.',
    query: PageQuery,
    replies: { 200: { description: 'A page of changes', schema: pageOf(ChangeBody) } },
    errors: [commonErrors.invalidCursor],
  }).handle(async ({ query: { cursor, limit }, actor }) => {
    const after = decodeCursor(ChangePosition, cursor);
    const changes = await listChanges(db, { userId: actor.id, after, limit: limit + 1 });
    const page = toPage(changes, limit, ({ position }) => position);
    return { status: 200, body: { ...page, items: page.items.map(toBody) } };
  }),
];
