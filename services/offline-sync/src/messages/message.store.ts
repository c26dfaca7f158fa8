import type { Doubt } from '@signalos/signal-parser';
import type { Reader, Tx } from '../db.ts';
import type { Message, Origin } from './message.ts';

export type StoredMessage = Message & { readonly parserVersion: string };

export async function insertMessages(tx: Tx, messages: readonly StoredMessage[]): Promise<void> {
  await tx.message.createMany({
    data: messages.map(({ reading, receivedAt, ...message }) => ({
      ...message,
      receivedAt: new Date(receivedAt),
      kind: reading.kind,
      reading: reading as object,
    })),
  });
}

export type Doubted = Origin & { readonly doubt: Doubt };

/** Which of these messages were not read surely, or have no order at all, and why. */
export async function listDoubted(
  db: Reader,
  { userId, origins }: { userId: string; origins: readonly Origin[] },
): Promise<Doubted[]> {
  return db.$queryRaw<Doubted[]>`
    select source, message_id as "messageId",
      coalesce(reading->>'abstained', 'incomplete') as doubt
    from message join json_to_recordset(${JSON.stringify(origins)}::json) as origin (
      source text, "messageId" text) using (source)
    where user_id = ${userId}::uuid and message_id = origin."messageId"
      and (reading->>'abstained' is not null or jsonb_array_length(reading->'signals') = 0)
    order by read_at`;
}
