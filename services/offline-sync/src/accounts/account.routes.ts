import {
  CurrencyCode,
  DecimalString,
  Id,
  Instant,
  PositiveDecimalString,
  Text,
} from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { openAccount } from './account.commands.ts';
import { listAccounts } from './account.store.ts';
import {
  ACCOUNT_CURRENCIES,
  ACCOUNTS_MAX,
  invalidBalance,
  tooManyAccounts,
  type Account,
} from './account.ts';

const OpenAccount = z.strictObject({
  currency: z.enum(ACCOUNT_CURRENCIES),
  initialBalance: PositiveDecimalString,
  name: Text.trim().min(1).max(60).default('Paper account'),
});

const AccountBody = z.object({
  accountId: Id,
  name: z.string(),
  broker: z.enum(['paper']),
  currency: CurrencyCode,
  initialBalance: DecimalString,
  openedAt: Instant,
  isDefault: z.boolean().meta({ description: 'Meant wherever `accountId` is left out.' }),
});

export const accountRoutes = ({ db, transact, now }: Deps): Route[] => [
  route({
    method: 'POST',
    path: '/offline/accounts',
    summary: 'Open a paper account',
    description: `Its prices are simulated and no money is at stake. At most ${ACCOUNTS_MAX} per user; the first is the default one.`,
    body: OpenAccount,
    replies: { 201: { description: 'The account', schema: AccountBody } },
    errors: [invalidBalance, tooManyAccounts],
  }).handle(({ body, actor, once }) =>
    once(transact, async (tx) => {
      const account = await openAccount(tx, { ...body, userId: actor.id, now: now() });
      const [first] = await listAccounts(tx, actor.id);
      return { status: 201, body: toBody(account, first) };
    }),
  ),

  route({
    method: 'GET',
    path: '/offline/accounts',
    summary: 'List your trading accounts, the default one first',
    replies: {
      200: { description: 'All of them', schema: z.object({ items: z.array(AccountBody) }) },
    },
  }).handle(async ({ actor }) => {
    const accounts = await listAccounts(db, actor.id);
    return { status: 200, body: { items: accounts.map((each) => toBody(each, accounts[0])) } };
  }),
];

function toBody(account: Account, first: Account | undefined) {
  const { id, name, broker, currency, initialBalance, openedAt } = account;
  return {
    accountId: id,
    name,
    broker,
    currency,
    initialBalance: initialBalance.toString(),
    openedAt: openedAt.toISOString(),
    isDefault: first?.id === id,
  };
}
