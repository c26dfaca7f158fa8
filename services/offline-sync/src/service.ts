import { validateTrade } from '@signalos/contracts';
import { ask } from '@signalos/messaging';
import type { Logger, Running } from '@signalos/runtime';
import { startService } from '@signalos/service';
import { Decimal } from '@signalos/trading';
import type { Judge } from './actions/attempt.commands.ts';
import { runQueue } from './actions/queue.worker.ts';
import type { BrokerConnector } from './brokers/broker.ts';
import type { Config } from './config.ts';
import { connect } from './db.ts';
import { paperConnector } from './paper/connector.commands.ts';
import { paperMarket } from './paper/quote.ts';
import { runSnapshots } from './paper/snapshot.worker.ts';
import { runTicker } from './paper/ticker.worker.ts';
import { routes } from './routes.ts';

/** What surrounds the service, where it is not the real thing. */
export interface Surroundings {
  readonly now?: () => Date;
  /** Stands between the service and its broker, as a bad line would. */
  readonly line?: (connector: BrokerConnector) => BrokerConnector;
}

/** The one place that knows how this service is put together. Read it first. */
export function startOfflineSync(
  config: Config,
  log: Logger,
  { now = () => new Date(), line = (connector) => connector }: Surroundings = {},
): Promise<Running> {
  const { seed, commissionPerLot } = config.paper;
  return startService({ name: 'offline-sync', config, log, connect }, (foundation) => {
    const { database, broker, metrics, resources } = foundation;
    const { client: db, transact } = database;
    const market = paperMarket(seed);
    const judge: Judge = (trade) =>
      ask(broker, validateTrade, { data: validateTrade.request.parse(trade) });
    const fee = Decimal.parse(commissionPerLot);
    const paper = { db, transact, now, market, commissionPerLot: fee };
    const connector = line(paperConnector(paper));
    const deps = { db, transact, now, market, commissionPerLot: fee, connector, judge };

    resources.use(runTicker({ ...paper, broker, log }));
    resources.use(runSnapshots({ ...paper, broker, log }));
    const queue = resources.use(runQueue({ ...deps, log, metrics }));
    database.onCommit(queue.wake);
    return { routes: routes(deps) };
  });
}
