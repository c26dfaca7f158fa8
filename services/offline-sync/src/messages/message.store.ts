import type { Tx } from '../db.ts';
import type { Message } from './message.ts';

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
