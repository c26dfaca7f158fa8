import type { Event } from '@signalos/contracts';
import { sql, writeTogether, type SqlTx, type Statement } from '@signalos/database';
import { currentTrace } from './tracing.ts';

/** NATS takes 1 MiB; what is larger belongs in a table, with its id in the event. */
const EVENT_BYTES_MAX = 256 * 1024;

/** Records an event in the caller's transaction: it is published if, and only if, that commits. */
export async function enqueue(tx: SqlTx, event: Event): Promise<void> {
  await enqueueAll(tx, [event]);
}

/** Records many at once, in this order, in one round trip. */
export async function enqueueAll(tx: SqlTx, events: readonly Event[]): Promise<void> {
  await writeTogether(tx, enqueuing(events));
}

/** What `enqueueAll` writes, for who writes more in the same round trip. */
export function enqueuing(events: readonly Event[]): Statement[] {
  const [first, ...others] = events;
  if (!first) return [];
  return [others.length === 0 ? insertOne(first) : insertMany(events)]; // Arrays cost more.
}

function insertOne(event: Event): Statement {
  const { id, subject, type, tenantid } = event;
  return sql`
    insert into platform.outbox (id, key, type, tenant, payload, trace)
    values (${id}::uuid, ${subject}, ${type}, ${tenantid}, ${toPayload(event)}::json,
      ${JSON.stringify(currentTrace())}::json)`;
}

function insertMany(events: readonly Event[]): Statement {
  const payloads = events.map(toPayload);
  const column = (name: 'id' | 'subject' | 'type' | 'tenantid') =>
    events.map((event) => event[name]);
  return sql`
    insert into platform.outbox (id, key, type, tenant, payload, trace)
    select id, key, type, tenant, payload::json, ${JSON.stringify(currentTrace())}::json
    from unnest(${column('id')}::uuid[], ${column('subject')}::text[], ${column('type')}::text[],
      ${column('tenantid')}::text[], ${payloads}::text[])
      with ordinality as event (id, key, type, tenant, payload, place)
    order by place`;
}

function toPayload(event: Event): string {
  const payload = JSON.stringify(event);
  const bytes = Buffer.byteLength(payload);
  if (bytes > EVENT_BYTES_MAX)
    throw new RangeError(`${event.type} has ${bytes} bytes, which is too many`);
  return payload;
}
