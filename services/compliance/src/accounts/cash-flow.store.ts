import type { Decimal } from '@signalos/trading';
import type { Tx } from '../db.ts';

export interface CashFlow {
  readonly id: string;
  readonly accountId: string;
  readonly kind: string;
  /** Negative where it left the account. */
  readonly amount: Decimal;
  readonly bookedAt: Date;
}

export async function insertCashFlow(tx: Tx, { amount, ...flow }: CashFlow): Promise<void> {
  await tx.cashFlow.create({ data: { ...flow, amount: amount.toString() } });
}
