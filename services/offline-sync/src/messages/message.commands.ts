import { PARSER_VERSION, type Doubt } from '@signalos/signal-parser';
import type { Tx } from '../db.ts';
import { insertMessages, listDoubted } from './message.store.ts';
import type { Message, Origin } from './message.ts';

/** For other features: keeps messages, and which parser read them. */
export async function storeMessages(tx: Tx, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return;
  const parserVersion = PARSER_VERSION;
  await insertMessages(
    tx,
    messages.map((message) => ({ ...message, parserVersion })),
  );
}

/** For other features: why a message was not read surely, for those that were kept and were not. */
export async function doubtsAbout(
  tx: Tx,
  { userId, origins }: { userId: string; origins: readonly Origin[] },
): Promise<(origin: Origin) => Doubt | undefined> {
  if (origins.length === 0) return () => undefined;
  const doubted = await listDoubted(tx, { userId, origins });
  const doubts = new Map(doubted.map(({ doubt, ...origin }) => [nameOf(origin), doubt]));
  return (origin) => doubts.get(nameOf(origin));
}

const nameOf = ({ source, messageId }: Origin) => JSON.stringify([source, messageId]);
