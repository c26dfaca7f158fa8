import type { Reader, Tx } from '../db.ts';
import type { NewsEvent } from './news.ts';

/** In one statement, however many. */
export async function saveNews(tx: Tx, events: readonly NewsEvent[]): Promise<void> {
  const column = (name: Exclude<keyof NewsEvent, 'time'>) => events.map((event) => event[name]);
  await tx.$executeRaw`
    insert into news_event (id, time, currency, impact, title)
    select * from unnest(${column('id')}::text[], ${events.map(({ time }) => time)}::timestamptz[],
      ${column('currency')}::text[], ${column('impact')}::text[], ${column('title')}::text[])
    on conflict (id) do update set time = excluded.time, currency = excluded.currency,
      impact = excluded.impact, title = excluded.title`;
}

/** Does nothing where there is none. */
export async function deleteNews(tx: Tx, id: string): Promise<void> {
  await tx.newsEvent.deleteMany({ where: { id } });
}

export interface NewsQuery {
  readonly from: Date;
  readonly to: Date;
  readonly limit: number;
}

/** The soonest first. */
export async function listNews(db: Reader, { from, to, limit }: NewsQuery): Promise<NewsEvent[]> {
  const rows = await db.newsEvent.findMany({
    where: { time: { gte: from, lte: to } },
    orderBy: [{ time: 'asc' }, { id: 'asc' }],
    take: limit,
  });
  return rows.map((row) => ({ ...row, impact: row.impact as NewsEvent['impact'] }));
}
