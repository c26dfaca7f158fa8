import { defineError } from '@signalos/errors';
import { TRADING_STATES, type TradingState } from '../rules/situation.ts';

/** Of whose trading a switch decides. */
export type SwitchTarget =
  | { readonly scope: 'platform' }
  | { readonly scope: 'user'; readonly userId: string }
  | { readonly scope: 'account'; readonly userId: string; readonly accountId: string };

export interface KillSwitch {
  readonly target: SwitchTarget;
  readonly state: TradingState;
  readonly reason: string;
  readonly setBy: string;
  /** What an operator has set, only an operator relaxes. */
  readonly byOperator: boolean;
  readonly setAt: Date;
}

/** By which the database, and decisions, know whom it stops. */
export function scopeIdOf(target: SwitchTarget): string {
  switch (target.scope) {
    case 'platform':
      return 'platform';
    case 'user':
      return target.userId;
    case 'account':
      return target.accountId;
  }
}

/** Where nothing was ever set, everything goes. */
export const stateOf = (known: Pick<KillSwitch, 'state'> | undefined): TradingState =>
  known?.state ?? 'ACTIVE';

/**
 * The switch as it is from now on. Throws `kill-switch-of-operator` where its owner would relax what
 * an operator has set; when he makes it stricter, it stays the operator's.
 */
export function flip(before: KillSwitch | undefined, after: KillSwitch): KillSwitch {
  if (after.byOperator || !before?.byOperator) return after;
  if (strictness(after.state) < strictness(before.state)) {
    throw switchOfOperator(`An operator has set ${before.state}`, { state: before.state });
  }
  return { ...after, byOperator: before.state !== 'ACTIVE' };
}

const strictness = (state: TradingState) => TRADING_STATES.indexOf(state);

export const switchOfOperator = defineError({
  kind: 'forbidden',
  code: 'kill-switch-of-operator',
  summary: 'An operator has set the kill switch, and only an operator relaxes it.',
  fix: 'Ask an operator.',
});
