import type { JsMsg } from '@nats-io/jetstream';
import type { ConsumerContract } from '@signalos/contracts';
import type { Broker } from './broker.ts';
import { tracedHeaders } from './tracing.ts';

/** The headers of a dead letter: why it is one, and where it came from. */
export const DEAD_LETTER = {
  reason: 'signalos-reason',
  durable: 'signalos-durable',
  subject: 'signalos-subject',
  stream: 'signalos-stream',
  sequence: 'signalos-sequence',
  deliveries: 'signalos-deliveries',
} as const;

const REASON_LENGTH_MAX = 500;

/** Keeps a message that cannot be handled, as it came, for a person to look at. */
export async function bury(
  broker: Broker,
  consumer: ConsumerContract,
  { msg, reason }: { msg: JsMsg; reason: string },
): Promise<void> {
  const durable = broker.names.durable(consumer);
  const { stream, streamSequence, deliveryCount, timestampNanos } = msg.info;
  await broker.jetstream.publish(broker.names.deadLetterSubject(consumer), msg.data, {
    // A stream that was made anew gives the same numbers again, but not at the same time.
    msgID: `${durable}/${stream}/${streamSequence}/${timestampNanos}`,
    headers: tracedHeaders({
      [DEAD_LETTER.reason]: printable(reason),
      [DEAD_LETTER.durable]: durable,
      [DEAD_LETTER.subject]: msg.subject,
      [DEAD_LETTER.stream]: stream,
      [DEAD_LETTER.sequence]: String(streamSequence),
      [DEAD_LETTER.deliveries]: String(deliveryCount),
    }),
  });
}

/** Header values may not hold line breaks, nor much at all. */
function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, REASON_LENGTH_MAX);
}
