import type { Event } from '@signalos/contracts';
import type { SqlTx } from '@signalos/database';
import { currentTrace } from './tracing.ts';

/** NATS takes 1 MiB; what is larger belongs in a table, with its id in the event. */
const EVENT_BYTES_MAX = 256 * 1024;

/** Records an event in the caller's transaction: it is published if, and only if, that commits. */
export async function enqueue(tx: SqlTx, event: Event): Promise<void> {
  const { id, type, subject, tenantid } = event;
  const payload = JSON.stringify(event);
  const bytes = Buffer.byteLength(payload);
  if (bytes > EVENT_BYTES_MAX)
    throw new RangeError(`${type} has ${bytes} bytes, which is too many`);

  await tx.$executeRaw`
    insert into platform.outbox (id, key, type, tenant, payload, trace)
    values (${id}::uuid, ${subject}, ${type}, ${tenantid}, ${payload}::json,
      ${JSON.stringify(currentTrace())}::json)`;
}
