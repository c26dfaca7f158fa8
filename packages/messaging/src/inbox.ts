import type { Event, EventContract } from '@signalos/contracts';
import type { SqlTx, Transact } from '@signalos/database';

/** What a service does about an event, in the transaction that remembers it was done. */
export interface Handler<Tx extends SqlTx> {
  readonly contract: EventContract;
  readonly handle: (tx: Tx, event: Event) => Promise<void>;
}

/** `on(accountOpened, async (tx, event) => …)`: a handler has the shape of a store function. */
export function on<Tx extends SqlTx, Data>(
  contract: EventContract<Data>,
  handle: (tx: Tx, event: Event<Data>) => Promise<void>,
): Handler<Tx> {
  return { contract, handle: handle as Handler<Tx>['handle'] };
}

/**
 * Handles an event unless this consumer has done so before. The check and the effect commit
 * together: at-least-once delivery, one effect.
 */
export async function handleOnce<Tx extends SqlTx>(
  transact: Transact<Tx>,
  durable: string,
  { handle, event }: { handle: Handler<Tx>['handle']; event: Event },
): Promise<'handled' | 'duplicate'> {
  return transact(async (tx) => {
    const inserted = await tx.$executeRaw`
      insert into platform.inbox (consumer, event_id) values (${durable}, ${event.id}::uuid)
      on conflict do nothing`;
    if (inserted === 0) return 'duplicate';
    await handle(tx, event);
    return 'handled';
  });
}
