import { validateTrade } from '@signalos/contracts';
import { answering, type Answering } from '@signalos/messaging';
import { momentOf, type Deps } from '../deps.ts';
import { decideTrade } from './decision.commands.ts';

/** What other services ask: the same question as over HTTP, and the same answer. */
export const decisionAnswers = (deps: Deps): Answering[] => [
  answering(validateTrade, (proposal) =>
    deps.transact((tx) => decideTrade(tx, momentOf(deps), proposal)),
  ),
];
