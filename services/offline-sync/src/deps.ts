import type { AttemptDeps } from './actions/attempt.commands.ts';
import type { Market } from './paper/quote.ts';

/** Everything an edge may reach. Small on purpose: add a field only with a second user. */
export interface Deps extends AttemptDeps {
  readonly market: Market;
}
