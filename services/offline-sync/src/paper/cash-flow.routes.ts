import {
  CashFlowKind,
  DecimalString,
  Id,
  Instant,
  PositiveDecimalString,
} from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { Decimal } from '@signalos/trading';
import { z } from 'zod';
import { accountsFor } from '../accounts/account.commands.ts';
import { accountNotFound } from '../accounts/account.ts';
import type { Deps } from '../deps.ts';
import { bookCashFlow, type CashFlow } from './cash-flow.commands.ts';
import { insufficientFunds, invalidAmount } from './cash-flow.ts';

const Booked = z
  .object({
    cashFlowId: Id,
    accountId: Id,
    kind: CashFlowKind,
    amount: DecimalString.meta({ description: 'Negative for what left the account.' }),
    balance: DecimalString,
    bookedAt: Instant,
  })
  .meta({ id: 'CashFlow' });

export const cashFlowRoutes = ({ transact, now, market, commissionPerLot }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/accounts/{accountId}/cash-flows',
    summary: 'Put money on a paper account, or take some off it',
    description:
      'A withdrawal, a payout or a fee takes at most what is free: what open positions have lost ' +
      'is not. Send an Idempotency-Key, so that a request that is repeated is booked once.',
    params: z.object({ accountId: Id }),
    body: z.strictObject({ kind: CashFlowKind, amount: PositiveDecimalString }),
    replies: { 201: { description: 'It is booked', schema: Booked } },
    errors: [accountNotFound, invalidAmount, insufficientFunds],
  }).handle(({ params, body: { kind, amount }, actor, once }) =>
    once(transact, async (tx) => {
      const account = (await accountsFor(tx, actor.id)).find(params.accountId);
      if (!account) throw accountNotFound(`No account ${params.accountId}`);
      const wish = { accountId: account.id, kind, amount: Decimal.parse(amount) };
      const venue = { market, commissionPerLot, now: now() };
      return { status: 201, body: toBody(await bookCashFlow(tx, wish, venue)) };
    }),
  ),
];

function toBody({ id: cashFlowId, amount, balance, bookedAt, ...rest }: CashFlow) {
  const amounts = { amount: amount.toString(), balance: balance.toString() };
  return { ...rest, ...amounts, cashFlowId, bookedAt: bookedAt.toISOString() };
}
