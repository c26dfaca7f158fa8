import { accountState, quotes } from '@signalos/contracts';
import { followFeed } from '@signalos/messaging';
import type { Logger, Running, ServiceConfig } from '@signalos/runtime';
import { startService } from '@signalos/service';
import { accountHandlers } from './accounts/account.handlers.ts';
import { connect } from './db.ts';
import { decisionAnswers } from './decisions/decision.answers.ts';
import type { Deps } from './deps.ts';
import { readProfiles } from './profiles/profile.store.ts';
import { quoteBook, type QuoteMessage } from './quotes/quote-book.ts';
import { routes } from './routes.ts';

/** The one place that knows how this service is put together. Read it first. */
export function startCompliance(
  config: ServiceConfig,
  log: Logger,
  now: () => Date = () => new Date(),
): Promise<Running> {
  return startService({ name: 'compliance', config, log, connect }, (foundation) => {
    const { database, broker, resources } = foundation;
    const book = quoteBook();
    const deps: Deps = {
      db: database.client,
      transact: database.transact,
      now,
      profiles: readProfiles(),
      quotes: book,
    };

    const onValue = (quote: QuoteMessage) => book.keep(quote, now());
    resources.use(followFeed(broker, quotes, { onValue, log }));
    foundation.follow(accountState, accountHandlers(deps));
    foundation.answer(decisionAnswers(deps));
    return { routes: routes(deps) };
  });
}
