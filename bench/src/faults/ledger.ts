import type { Broker } from '@signalos/messaging';
import { listDeadLetters } from '@signalos/messaging/operations';
import { backlog } from './bus.ts';
import type { Asker } from './insist.ts';

/** What the database says became of every event. All but the first must be nought. */
export interface Ledger {
  readonly made: number;
  /** Made, and without an effect. */
  readonly lost: number;
  /** Effects beyond the first. */
  readonly doubled: number;
  /** Effects of what nobody made. */
  readonly invented: number;
  /** Effects that came after, or at, a later one of their aggregate. */
  readonly disordered: number;
  readonly unpublished: number;
}

export async function readLedger({ ask }: Asker): Promise<Ledger> {
  const [row] = await ask<Ledger>(`
    select
      (select count(*) from made)::int as made,
      (select count(*) from made m where not exists (
        select from effect e where e.key = m.key and e.value = m.value))::int as lost,
      (select count(*) - count(distinct (key, value)) from effect)::int as doubled,
      (select count(*) from effect e where not exists (
        select from made m where e.key = m.key and e.value = m.value))::int as invented,
      (select count(*) from (
        select value <= lag(value) over (partition by key order by seq) as late from effect
       ) as ordered where late)::int as disordered,
      (select count(*) from platform.outbox where published_at is null)::int as unpublished`);
  return oneOf(row);
}

/** How far all is through: cheap enough to be asked again and again. */
export interface Progress {
  readonly made: number;
  readonly target: number;
  readonly effects: number;
  readonly unpublished: number;
}

export async function readProgress({ ask }: Asker): Promise<Progress> {
  const [row] = await ask<Progress>(`
    select sum(made)::int as made, sum(target)::int as target,
      (select count(*) from effect)::int as effects,
      (select count(*) from platform.outbox where published_at is null)::int as unpublished
    from aggregate`);
  return oneOf(row);
}

/** Whether nothing is on its way any more, here or on the bus. */
export async function isDrained(asker: Asker, broker: Broker): Promise<boolean> {
  const { made, effects, unpublished } = await readProgress(asker);
  if (unpublished > 0 || effects < made) return false;
  const { pending, inHand } = await backlog(broker);
  return pending + inHand === 0;
}

export interface Dead {
  readonly body: string;
  readonly reason: string;
}

export async function readDead(broker: Broker): Promise<Dead[]> {
  const letters = await Array.fromAsync(listDeadLetters(broker));
  return letters.map(({ body, reason }) => ({ body, reason }));
}

function oneOf<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('The database says nothing');
  return row;
}
