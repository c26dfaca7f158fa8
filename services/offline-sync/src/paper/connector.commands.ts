import type { Transact } from '@signalos/database';
import type { Decimal } from '@signalos/trading';
import type { BrokerConnector } from '../brokers/broker.ts';
import type { Db, Tx } from '../db.ts';
import {
  closeOnOrder,
  modifyOnOrder,
  outcomeOf,
  placeOrder,
  type Venue,
} from './paper.commands.ts';
import { findOpenPosition, findOrder } from './paper.store.ts';
import type { Market } from './quote.ts';

export interface PaperDeps {
  readonly db: Db;
  readonly transact: Transact<Tx>;
  readonly now: () => Date;
  readonly market: Market;
  readonly commissionPerLot: Decimal;
}

export const venueOf = ({ market, commissionPerLot, now }: PaperDeps): Venue => ({
  market,
  commissionPerLot,
  now: now(),
});

/** The simulated broker. Its books are in this database, so it always knows what it has done. */
export function paperConnector(deps: PaperDeps): BrokerConnector {
  const { db, transact } = deps;
  return {
    submit: (order) => transact((tx) => placeOrder(tx, order, venueOf(deps))),
    close: (order) => transact((tx) => closeOnOrder(tx, order, venueOf(deps))),
    modify: (order) => transact((tx) => modifyOnOrder(tx, order, venueOf(deps))),
    async find(ticket) {
      const order = await findOrder(db, ticket);
      return order ? outcomeOf(order) : { outcome: 'not-found', conclusive: true };
    },
    findPosition: (query) => findOpenPosition(db, query),
  };
}
