import { validateTrade } from '@signalos/contracts';
import { answering, type Answering } from '@signalos/messaging';
import { momentOf, type Deps } from '../deps.ts';
import { decideTrade } from './decision.commands.ts';
import { assertStateKnown } from './decision.ts';

/**
 * What other services ask: the same question as over HTTP, and the same answer. They ask about what they
 * hand to the broker as soon as it is allowed.
 */
export const decisionAnswers = (deps: Deps): Answering[] => [
  answering(validateTrade, (proposal) =>
    deps.transactDecision(async (tx) => {
      assertStateKnown(proposal, deps.quotes);
      return decideTrade(tx, momentOf(deps), { ...proposal, isHandedOn: true });
    }),
  ),
];
