import type { Context, Standing } from './context.ts';
import { rule } from './rule.ts';

// Closing is always possible: whoever may not trade any more must still be able to get out. Only a
// switch that halts everything halts that too.

const noProfile = (problem: 'missing' | 'unknown') => ({
  message:
    problem === 'missing'
      ? 'No compliance profile is active on this account'
      : 'The compliance profile of this account is not known',
  limit: 'an active profile',
  actual: 'none',
  unit: 'profile',
  formula: `profile is ${problem}`,
  inputs: {},
});

export const profileUnknown = rule('PROFILE_UNKNOWN', ({ situation, order }: Standing) =>
  situation.profileUnknown && !order.reduceOnly ? noProfile('unknown') : undefined,
);

export const profileNotActive = rule('PROFILE_NOT_ACTIVE', ({ situation, order }: Standing) =>
  situation.limits || order.reduceOnly ? undefined : noProfile('missing'),
);

export const killSwitch = rule('KILL_SWITCH', ({ situation, order }: Standing) => {
  const { tradingState } = situation.account;
  if (tradingState === 'ACTIVE' || (tradingState === 'REDUCING' && order.reduceOnly)) {
    return undefined;
  }
  return {
    message:
      tradingState === 'HALTED'
        ? 'Trading is halted'
        : 'Only orders that reduce a position are let through',
    limit: tradingState === 'HALTED' ? 'nothing' : 'reduce-only',
    actual: order.reduceOnly ? 'reduce-only' : 'opening',
    unit: 'trading state',
    formula: 'tradingState == HALTED or (tradingState == REDUCING and not reduceOnly)',
    inputs: { tradingState, reduceOnly: String(order.reduceOnly) },
  };
});

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

export const accountPaused = rule('ACCOUNT_PAUSED', ({ situation, order }: Standing) => {
  const { account, now } = situation;
  const { pausedUntil } = account;
  if (!pausedUntil || pausedUntil.getTime() <= now.getTime() || order.reduceOnly) return undefined;
  return {
    message: `The account is paused until ${pausedUntil.toISOString()}`,
    limit: pausedUntil.toISOString(),
    actual: now.toISOString(),
    unit: 'time',
    formula: 'pausedUntil > now',
    inputs: { pausedUntil: pausedUntil.toISOString(), now: now.toISOString() },
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
