import { CurrencyCode, Instant, Text } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { OPERATOR } from '../operator.ts';
import { deleteNews, listNews, saveNews } from './news.store.ts';
import { HORIZON_MS, IMPACTS, type NewsEvent } from './news.ts';

const EVENTS_MAX = 2_000;
const BODY_LIMIT_BYTES = 1024 * 1024;
const AsDate = Instant.transform((text) => new Date(text));
const NewsId = Text.min(1).max(100);

const Release = {
  id: NewsId,
  currency: CurrencyCode,
  impact: z.enum(IMPACTS),
  title: Text.trim().min(1).max(200),
};
const Input = z.strictObject({ ...Release, time: AsDate });
const Listed = z.object({ ...Release, time: Instant }).meta({ id: 'NewsRelease' });

export const newsRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'PUT',
    path: '/compliance/news',
    summary: 'Enter releases into the news calendar',
    description: `For operators. A release of the same id is replaced. At most ${EVENTS_MAX} at once.`,
    requires: OPERATOR,
    body: z.strictObject({
      events: z
        .array(Input)
        .min(1)
        .max(EVENTS_MAX)
        .refine((events) => new Set(events.map(({ id }) => id)).size === events.length, {
          message: 'must have different ids',
        }),
    }),
    bodyLimitBytes: BODY_LIMIT_BYTES,
    replies: { 200: { description: 'They are entered', schema: z.object({ saved: z.int() }) } },
  }).handle(({ body: { events }, once }) =>
    once(transact, async (tx) => {
      await saveNews(tx, events);
      return { status: 200, body: { saved: events.length } };
    }),
  ),

  route({
    method: 'DELETE',
    path: '/compliance/news/{newsId}',
    summary: 'Take a release out of the news calendar',
    description: 'For operators. One that is not there is as good as deleted.',
    requires: OPERATOR,
    params: z.object({ newsId: NewsId }),
    replies: { 204: { description: 'It is not there any more' } },
  }).handle(({ params: { newsId }, once }) =>
    once(transact, async (tx) => {
      await deleteNews(tx, newsId);
      return { status: 204 };
    }),
  ),

  route({
    method: 'GET',
    path: '/compliance/news',
    summary: 'Read the news calendar',
    description: `The next 7 days, unless other bounds are given; the first ${EVENTS_MAX} releases.`,
    query: z.object({ from: AsDate.optional(), to: AsDate.optional() }),
    replies: {
      200: {
        description: 'Releases, the soonest first',
        schema: z.object({ items: z.array(Listed) }),
      },
    },
  }).handle(async ({ query }) => {
    const { from = now() } = query;
    const { to = new Date(from.getTime() + HORIZON_MS) } = query;
    const items = await listNews(db, { from, to, limit: EVENTS_MAX });
    return { status: 200, body: { items: items.map(toBody) } };
  }),
];

const toBody = ({ time, ...release }: NewsEvent) => ({ ...release, time: time.toISOString() });
