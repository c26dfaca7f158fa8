import { quotes } from '@signalos/contracts';
import { publishToFeed, type Broker } from '@signalos/messaging';
import type { Logger } from '@signalos/runtime';
import { repeat, type Repeating } from '../repeat.ts';
import { venueOf, type PaperDeps } from './connector.commands.ts';
import { closeIfHit, settleWorking } from './paper.commands.ts';
import { listDueOrders, listHitPositions, type PriceTable } from './paper.store.ts';
import { QUOTE_STEP_MS, quotesAt, type NamedQuote } from './quote.ts';

/** Positions and orders settled per tick; what is left comes with the next. */
const SETTLED_PER_TICK_MAX = 200;

export interface TickerOptions extends PaperDeps {
  readonly broker: Broker;
  readonly log: Logger;
}

/**
 * The heartbeat of the paper market: announces prices, fills the orders they reach, and closes the
 * positions whose stop or target they reach. Any number of replicas may: prices are the same for
 * all, and an account is locked before it changes.
 */
export function runTicker(options: TickerOptions): Repeating {
  const { log } = options;
  return repeat({
    everyMs: QUOTE_STEP_MS,
    work: () => tick(options),
    onError: (err) => log.warn({ err }, 'tick failed; will retry'),
  });
}

async function tick(options: TickerOptions): Promise<void> {
  const { db, broker, market, now } = options;
  const at = now();
  const current = quotesAt(market, at);
  for (const { symbol, bid, ask } of current) {
    const data = { symbol, bid: bid.toString(), ask: ask.toString(), at: at.toISOString() };
    publishToFeed(broker, quotes, data);
  }
  const query = { prices: tableOf(current), limit: SETTLED_PER_TICK_MAX };
  const due = await listDueOrders(db, { ...query, now: at });
  for (const key of due) await settle(options, (tx, venue) => settleWorking(tx, key, venue));
  const hit = await listHitPositions(db, query);
  for (const key of hit) await settle(options, (tx, venue) => closeIfHit(tx, key, venue));
}

type Settle = (
  tx: Parameters<typeof settleWorking>[0],
  venue: ReturnType<typeof venueOf>,
) => Promise<void>;

/** One that fails does not hold up the others. */
async function settle(options: TickerOptions, work: Settle): Promise<void> {
  const { transact, log } = options;
  await transact((tx) => work(tx, venueOf(options))).catch((err: unknown) => {
    log.error({ err }, 'paper order or position not settled; will retry');
  });
}

const tableOf = (current: readonly NamedQuote[]): PriceTable => ({
  symbols: current.map(({ symbol }) => symbol),
  bids: current.map(({ bid }) => bid.toString()),
  asks: current.map(({ ask }) => ask.toString()),
});
