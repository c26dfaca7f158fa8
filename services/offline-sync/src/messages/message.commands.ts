import { PARSER_VERSION } from '@signalos/signal-parser';
import type { Tx } from '../db.ts';
import { insertMessages } from './message.store.ts';
import type { Message } from './message.ts';

/** For other features: keeps messages, and which parser read them. */
export async function storeMessages(tx: Tx, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const parserVersion = PARSER_VERSION;
  await insertMessages(
    tx,
    messages.map((message) => ({ ...message, parserVersion })),
  );
}
