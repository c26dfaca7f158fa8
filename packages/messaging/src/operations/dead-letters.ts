import type { StoredMsg } from '@nats-io/jetstream';
import type { Broker } from '../broker.ts';
import { DEAD_LETTER } from '../dead-letter.ts';

export interface DeadLetter {
  /** Its number in the dead-letter stream, by which it is redriven or skipped. */
  readonly sequence: number;
  readonly at: Date;
  readonly durable: string;
  readonly subject: string;
  readonly reason: string;
  readonly deliveries: number;
  readonly body: string;
}

/** Oldest first. */
export async function* listDeadLetters(broker: Broker): AsyncGenerator<DeadLetter> {
  const stream = broker.names.deadLetterStream();
  const { state } = await broker.manager.streams.info(stream);
  // A stream that never held anything begins with 0.
  for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq++) {
    const msg = await broker.manager.streams.getMessage(stream, { seq });
    if (msg) yield toDeadLetter(msg);
  }
}

/**
 * Publishes a dead letter anew, under its old subject. Consumers that had handled the event know
 * it by its id; the one that had not, handles it now.
 */
export async function redrive(broker: Broker, sequence: number): Promise<DeadLetter> {
  const letter = await getDeadLetter(broker, sequence);
  await broker.jetstream.publish(letter.subject, letter.body, {
    msgID: `redrive/${broker.names.deadLetterStream()}/${sequence}`,
  });
  await remove(broker, sequence);
  return letter;
}

/** Deletes a dead letter: nobody will ever handle it. */
export async function skip(broker: Broker, sequence: number): Promise<DeadLetter> {
  const letter = await getDeadLetter(broker, sequence);
  await remove(broker, sequence);
  return letter;
}

async function getDeadLetter({ manager, names }: Broker, sequence: number): Promise<DeadLetter> {
  const msg = await manager.streams.getMessage(names.deadLetterStream(), { seq: sequence });
  if (!msg) throw new Error(`There is no dead letter ${sequence}`);
  return toDeadLetter(msg);
}

async function remove({ manager, names }: Broker, sequence: number): Promise<void> {
  await manager.streams.deleteMessage(names.deadLetterStream(), sequence);
}

function toDeadLetter({ seq, time, header, data }: StoredMsg): DeadLetter {
  return {
    sequence: seq,
    at: time,
    durable: header.get(DEAD_LETTER.durable),
    subject: header.get(DEAD_LETTER.subject),
    reason: header.get(DEAD_LETTER.reason),
    deliveries: Number(header.get(DEAD_LETTER.deliveries)),
    body: Buffer.from(data).toString('utf8'),
  };
}
