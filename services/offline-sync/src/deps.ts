import type { AttemptDeps } from './actions/attempt.commands.ts';
import type { Decimal } from '@signalos/trading';
import type { Market } from './paper/quote.ts';

/** Everything an edge may reach. Small on purpose: add a field only with a second user. */
export interface Deps extends AttemptDeps {
  readonly market: Market;
  /** Of the paper broker. */
  readonly commissionPerLot: Decimal;
}
