import { defineError } from '@signalos/errors';
import { Decimal, minorDigits } from '@signalos/trading';

export const ACCOUNTS_MAX = 10;
/** Those into which every instrument's profit can be converted by a quote we have. */
export const ACCOUNT_CURRENCIES = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CAD', 'AUD'] as const;
export type AccountCurrency = (typeof ACCOUNT_CURRENCIES)[number];
const BALANCE_MAX = Decimal.parse('1000000000');

export interface Account {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly broker: 'paper';
  readonly currency: string;
  readonly initialBalance: Decimal;
  readonly openedAt: Date;
}

/** Reads an amount to start with: in whole minor units, and not beyond what any account has. */
export function readBalance(text: string, currency: AccountCurrency): Decimal {
  const balance = Decimal.parse(text);
  const digits = minorDigits(currency);
  const step = Decimal.integer(1).dividedBy(Decimal.integer(10 ** digits), {
    digits,
    rounding: 'floor',
  });
  if (!balance.isMultipleOf(step) || balance.greaterThan(BALANCE_MAX)) {
    throw invalidBalance(`${text} ${currency} is no amount an account may start with`, {
      initialBalance: text,
      max: BALANCE_MAX.toString(),
      digitsMax: digits,
    });
  }
  return balance;
}

/** A user's accounts, the default one first. */
export interface Accounts {
  /** The account meant: the one named, or the default. None when it is not the user's. */
  find(accountId: string | null): Account | undefined;
}

export function accountsOf(list: readonly Account[]): Accounts {
  return {
    find: (accountId) =>
      accountId === null ? list[0] : list.find((account) => account.id === accountId),
  };
}

export const invalidBalance = defineError({
  kind: 'invalid',
  code: 'invalid-balance',
  summary: 'The balance has more decimals than its currency, or is too large.',
  fix: 'Send at most `digitsMax` decimals, and at most `max`.',
});

export const tooManyAccounts = defineError({
  kind: 'conflict',
  code: 'too-many-accounts',
  summary: 'The user has as many accounts as a user may have.',
  fix: 'Use one of the accounts you have.',
});

export const accountNotFound = defineError({
  kind: 'not-found',
  code: 'account-not-found',
  summary: 'The caller has no trading account with this id, or none at all.',
  fix: 'Open one with POST /offline/accounts, or list yours with GET /offline/accounts.',
});
