import type { ActionState } from '../actions/action.ts';
import type { Reader } from '../db.ts';

export interface StatusQuery {
  readonly userId: string;
  /** All of the user's, unless given. */
  readonly deviceId: string | null;
}

export interface Counts {
  readonly messages: Readonly<Record<string, number>>;
  readonly actions: Readonly<Partial<Record<ActionState, number>>>;
  /** When the oldest trade that has not ended was accepted. */
  readonly oldestPendingAt: Date | null;
}

/** What a user's devices have handed in, and what became of it. */
export async function countHandedIn(
  db: Reader,
  { userId, deviceId }: StatusQuery,
): Promise<Counts> {
  const where = { userId, ...(deviceId !== null && { deviceId }) };
  const messages = await db.message.groupBy({ by: ['kind'], where, _count: true });
  const actions = await db.action.groupBy({ by: ['state'], where, _count: true });
  const oldest = await db.action.aggregate({
    where: { ...where, settledAt: null },
    _min: { acceptedAt: true },
  });
  return {
    messages: Object.fromEntries(messages.map(({ kind, _count }) => [kind, _count])),
    actions: Object.fromEntries(actions.map(({ state, _count }) => [state, _count])),
    oldestPendingAt: oldest._min.acceptedAt,
  };
}
