import { RELAY_LOCKS } from '@signalos/messaging/operations';
import type { Asker } from './insist.ts';

/**
 * Which processes are amid something that a kill could break: a transaction that wrote an outbox or an
 * inbox row, or a batch on its way to the bus. Asked while the victim stands still, so it is exact.
 */
export async function midWork({ ask }: Asker): Promise<ReadonlySet<string>> {
  const rows = await ask<{ name: string }>(
    `select distinct application_name as name
     from pg_stat_activity join pg_locks using (pid)
     where granted and application_name ~ '^(producer|relay|consumer)'
       and ((locktype = 'advisory' and classid = $1)
         or (mode = 'RowExclusiveLock'
           and relation in ('platform.outbox'::regclass, 'platform.inbox'::regclass)))`,
    [RELAY_LOCKS],
  );
  return new Set(rows.map(({ name }) => name));
}

/** The replica of the consumer that is at work: the one with a lock for as long as it is connected. */
export async function activeConsumer({ ask }: Asker): Promise<string | undefined> {
  const rows = await ask<{ name: string }>(
    `select application_name as name from pg_stat_activity join pg_locks using (pid)
     where granted and locktype = 'advisory' and classid <> $1
       and application_name like 'consumer%'`,
    [RELAY_LOCKS],
  );
  return rows[0]?.name;
}

/** Every process of the server but the one that starts them. */
export async function backends({ ask }: Asker): Promise<number[]> {
  const rows = await ask<{ pid: number }>('select pid from pg_stat_activity');
  return rows.map(({ pid }) => pid);
}

/** Whom a pause of one server holds up: what is amid something cannot go on without it. */
export const touches = (busy: ReadonlySet<string>, kind: RegExp): boolean =>
  [...busy].some((name) => kind.test(name));
