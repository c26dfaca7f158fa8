import { generateKeyPairSync } from 'node:crypto';
import type { Signer } from '@signalos/audit-trail';
import { accountState, quotes } from '@signalos/contracts';
import { followFeed } from '@signalos/messaging';
import type { Logger, Running, ServiceConfig } from '@signalos/runtime';
import { startService } from '@signalos/service';
import { accountHandlers } from './accounts/account.handlers.ts';
import { runCheckpoints } from './audits/checkpoint.worker.ts';
import { DEFAULT_AUDIT, type AuditConfig } from './config.ts';
import { connect } from './db.ts';
import { queueDecisions } from './decisions/decision-queue.commands.ts';
import { decisionAnswers } from './decisions/decision.answers.ts';
import type { Deps } from './deps.ts';
import { runDayRoll } from './monitors/day-roll.worker.ts';
import { startMonitor } from './monitors/monitor.worker.ts';
import { runInactivityWatch } from './objectives/inactivity.worker.ts';
import { readProfiles } from './profiles/profile.store.ts';
import { quoteBook, type QuoteMessage } from './quotes/quote-book.ts';
import { routes } from './routes.ts';

interface Config extends ServiceConfig {
  readonly audit?: AuditConfig;
}

/** The one place that knows how this service is put together. Read it first. */
export function startCompliance(
  config: Config,
  log: Logger,
  now: () => Date = () => new Date(),
): Promise<Running> {
  return startService({ name: 'compliance', config, log, connect }, (foundation) => {
    const { database, broker, resources } = foundation;
    const book = quoteBook();
    const deps: Deps = {
      db: database.client,
      transact: database.transact,
      transactDecision: queueDecisions(database.transactInSql),
      now,
      profiles: readProfiles(),
      quotes: book,
    };

    const monitor = resources.use(startMonitor(deps, log));
    resources.use(runDayRoll(deps, log));
    resources.use(runInactivityWatch(deps, log));
    const onValue = (quote: QuoteMessage) => {
      if (book.keep(quote, now())) monitor.onPrice(quote.symbol);
      else log.debug({ quote }, 'quote ignored');
    };
    resources.use(followFeed(broker, quotes, { onValue, log }));
    foundation.follow(accountState, accountHandlers(deps));
    foundation.answer(decisionAnswers(deps));
    const { signingKey, checkpointMs, checkpointDirectory } = config.audit ?? DEFAULT_AUDIT;
    const signer = auditSigner(config, signingKey, log);
    const timing = { everyMs: checkpointMs, directory: checkpointDirectory };
    resources.use(runCheckpoints({ ...timing, signer, transact: database.transact, now, log }));
    return { routes: routes(deps) };
  });
}

/**
 * Signs in the name of the deployment, so that its log is nobody else’s. A key that nobody gave is
 * kept nowhere: what it has signed can be verified only as long as somebody remembers its public half.
 */
function auditSigner({ auth }: Config, key: AuditConfig['signingKey'], log: Logger): Signer {
  const name = `${new URL(auth.issuer).host}/compliance/audit`;
  if (key) return { name, privateKey: key };
  log.warn({ name }, 'the audit trail is signed with a key that ends with this process');
  return { name, privateKey: generateKeyPairSync('ed25519').privateKey };
}
