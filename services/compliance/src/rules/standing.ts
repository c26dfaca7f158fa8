import { rule } from './rule.ts';
import type { Context, Standing } from './context.ts';

/** Closing is always possible: whoever may not trade any more must still be able to get out. */
export const profileNotActive = rule('PROFILE_NOT_ACTIVE', ({ situation, order }: Standing) =>
  situation.limits || order.reduceOnly
    ? undefined
    : {
        message: 'No compliance profile is active on this account',
        limit: 'an active profile',
        actual: 'none',
        unit: 'profile',
        formula: 'profile is missing',
        inputs: {},
      },
);

export const accountNotActive = rule('ACCOUNT_NOT_ACTIVE', ({ situation, order }: Standing) => {
  const { status } = situation.account;
  if (status === 'active' || order.reduceOnly) return undefined;
  return {
    message: `The account is ${status}`,
    limit: 'active',
    actual: status,
    unit: 'status',
    formula: 'status != active',
    inputs: { status },
  };
});

export const accountZeroEquity = rule('ACCOUNT_ZERO_EQUITY', ({ risk }: Context) => {
  const { equity, currency } = risk;
  if (equity.isPositive()) return undefined;
  return {
    message: `The equity of the account is ${equity.toString()} ${currency}`,
    limit: '0',
    actual: equity,
    unit: currency,
    formula: 'equity <= 0',
    inputs: { equity },
  };
});
