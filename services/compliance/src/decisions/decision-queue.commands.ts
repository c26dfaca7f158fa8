import { isPoolExhausted, type Transact } from '@signalos/database';
import { tooManyDecisions } from './decision.ts';

/** Decisions under way in a process: some hold a connection, the rest wait for one. */
const UNDER_WAY_MAX = 64;

/**
 * Transactions for decisions. Whoever comes when too many are under way is told so at once, rather than
 * after the time in which a trader would have asked again.
 */
export function queueDecisions(transact: Transact, max = UNDER_WAY_MAX): Transact {
  let underWay = 0;
  return async (work) => {
    if (underWay >= max) throw tooManyDecisions(`${max} decisions are under way already`);
    underWay++;
    try {
      return await transact(work);
    } catch (error) {
      if (!isPoolExhausted(error)) throw error;
      throw tooManyDecisions('No connection to the database came free in time', {}, error);
    } finally {
      underWay--;
    }
  };
}
