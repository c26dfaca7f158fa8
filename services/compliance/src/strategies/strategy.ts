import { defineError } from '@signalos/errors';

/** An automated strategy that has traded on an account. */
export interface Strategy {
  readonly accountId: string;
  readonly id: string;
  /** Orders of it that were allowed since a person last enabled it. */
  readonly executions: number;
  readonly enabledBy: string | undefined;
  readonly enabledAt: Date | undefined;
  readonly reason: string | undefined;
}

export const strategyNotFound = defineError({
  kind: 'not-found',
  code: 'strategy-not-found',
  summary: 'No strategy of this id has traded on the account.',
  fix: 'List your strategies to see their ids.',
});
