import { defineError } from '@signalos/errors';
import type { Tx } from '../db.ts';
import { OPERATOR } from './user.ts';
import { lockRoles, saveRoles } from './user.store.ts';

const userNotFound = defineError({
  kind: 'not-found',
  code: 'user-not-found',
  summary: 'No account has this address.',
  fix: 'Open the account first.',
});

export interface Appointment {
  readonly email: string;
  readonly isOperator: boolean;
}

export interface Appointed {
  readonly userId: string;
  /** Whether it was otherwise before. */
  readonly isChanged: boolean;
}

/** Makes a user an operator, or one no more. Tokens tell so from the next one on. */
export async function appointOperator(
  tx: Tx,
  { email, isOperator }: Appointment,
): Promise<Appointed> {
  const user = await lockRoles(tx, email);
  if (!user) throw userNotFound('No account has this address');
  const { id: userId, roles } = user;
  const isChanged = roles.includes(OPERATOR) !== isOperator;
  const others = roles.filter((role) => role !== OPERATOR);
  if (isChanged) await saveRoles(tx, userId, isOperator ? [...others, OPERATOR] : others);
  return { userId, isChanged };
}
