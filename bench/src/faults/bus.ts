import { randomUUID } from 'node:crypto';
import { defineConsumer, deviceRegistered, type Event } from '@signalos/contracts';
import type { Broker } from '@signalos/messaging';
import { ensureConsumer, provision } from '@signalos/messaging/operations';

/** Who follows the events of the faults. */
export const consumer = defineConsumer({
  service: 'faults',
  purpose: 'ledger',
  version: 1,
  events: [deviceRegistered],
});

/** An event of one aggregate with a number in it, by which losses, doubles and order are checked. */
export function numbered(key: string, value: number): Event {
  const at = new Date();
  return deviceRegistered.create(
    {
      deviceId: key,
      userId: randomUUID(),
      name: String(value),
      registeredAt: at.toISOString(),
    },
    { at },
  );
}

const STREAM_BYTES_MAX = 1024 ** 3;
/** The server's own limit is 15 s, which a short run would spend waiting for the last of the killed. */
const ACK_WAIT_NS = 6_000_000_000;

export async function makeStreams(broker: Broker): Promise<void> {
  await provision(broker, { replicas: 1, streamBytesMax: STREAM_BYTES_MAX });
  await ensureConsumer(broker, consumer);
  await broker.manager.consumers.update(
    broker.names.stream(consumer.domain),
    broker.names.durable(consumer),
    { ack_wait: ACK_WAIT_NS },
  );
}

/** What the consumer has still to see, and what it has in hand. */
export async function backlog({ manager, names }: Broker) {
  const place = [names.stream(consumer.domain), names.durable(consumer)] as const;
  const { num_pending: pending, num_ack_pending: inHand } = await manager.consumers.info(...place);
  return { pending, inHand };
}
