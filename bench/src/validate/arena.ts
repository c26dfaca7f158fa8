import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountOpened, executionFilled, quotes, type Event } from '@signalos/contracts';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { publishToFeed, type Broker } from '@signalos/messaging';
import { createDatabase, startPostgres, startService, withClient } from '@signalos/testing';
import { startPeer } from '../gateway/process.ts';
import { startWorld, type World } from '../gateway/world.ts';

const ACCOUNTS = 200;
const OPEN_POSITIONS = 5;
const TICK_MS = 250;
const POLL_MS = 20;
const PATIENCE_MS = 30_000;
const UNLIMITED = '1000000';
/** FTMO’s own figures, but for the last hours of the week, in which a bench may run as well. */
const PROFILE = {
  name: 'bench',
  baseId: 'ftmo',
  overrides: { preCloseMs: null },
  allowLooser: true,
};

const services = new URL('../../../services/', import.meta.url);

export interface Account {
  readonly id: string;
  readonly userId: string;
  readonly token: string;
}

/** The real gateway before the real service, and many accounts with open positions. */
export interface Arena {
  readonly gatewayUrl: string;
  readonly databaseUrl: string;
  readonly world: World;
  readonly environment: Readonly<Record<string, string>>;
  readonly accounts: readonly Account[];
}

export async function startArena(stack: AsyncDisposableStack): Promise<Arena> {
  const world = stack.use(await startWorld());
  const postgres = stack.use(await startPostgres());
  const { url: databaseUrl } = stack.use(await createDatabase(postgres.url));
  await deploy(databaseUrl, await migrationsOf(new URL('compliance/', services)));
  await commitSynchronously(databaseUrl);
  const environment = environmentOf(world, databaseUrl);
  const compliance = stack.use(
    await startService({ directory: new URL('compliance/', services), environment }),
  );
  const idle = stack.use(await startPeer('upstream', { core: 1, environment: {} }));
  const gateway = stack.use(
    await startService({
      directory: new URL('gateway/', services),
      environment: {
        ...environment,
        METRICS_PORT: '0',
        UPSTREAMS: `compliance=${compliance.url},idle=http://127.0.0.1:${idle.port}`,
        LIMIT_PER_ADDRESS: UNLIMITED,
        LIMIT_PER_USER: UNLIMITED,
      },
    }),
  );
  const prices = setInterval(() => publishPrices(world.broker), TICK_MS);
  stack.defer(() => clearInterval(prices));
  const accounts = await openAccounts(world, gateway.url);
  return { gatewayUrl: gateway.url, databaseUrl, world, environment, accounts };
}

/** Test servers do not: a reply would not wait until the decision is written. */
async function commitSynchronously(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const name = new URL(url).pathname.slice(1);
    await client.query(`alter database "${name}" set synchronous_commit = on`);
  });
  await withClient(url, async (client) => {
    const { rows } = await client.query('show synchronous_commit');
    if (rows[0].synchronous_commit !== 'on') throw new Error('Commits are not synchronous');
  });
}

function environmentOf({ issuer, natsUrl, broker }: World, databaseUrl: string) {
  return {
    NODE_ENV: 'production',
    PORT: '0',
    DATABASE_URL: databaseUrl,
    NATS_URL: natsUrl,
    NATS_NAMESPACE: broker.names.namespace,
    AUTH_ISSUER: issuer.url,
    AUTH_JWKS_URL: issuer.jwksUrl,
  };
}

function publishPrices(broker: Broker): void {
  const at = new Date().toISOString();
  for (const [symbol, bid, ask] of [
    ['EURUSD', '1.10000', '1.10010'],
    ['GBPUSD', '1.30000', '1.30010'],
  ] as const) {
    publishToFeed(broker, quotes, { symbol, bid, ask, at });
  }
}

async function openAccounts({ issuer, broker }: World, url: string): Promise<Account[]> {
  const accounts: Account[] = [];
  for (let n = 0; n < ACCOUNTS; n++) {
    const [id, userId] = [randomUUID(), randomUUID()];
    for (const event of beginningsOf({ id, userId })) {
      await broker.jetstream.publish(broker.names.eventSubject(event), JSON.stringify(event));
    }
    accounts.push({ id, userId, token: await issuer.token({ sub: userId }) });
  }
  for (const account of accounts) await activate(url, account);
  return accounts;
}

function beginningsOf({ id: accountId, userId }: Omit<Account, 'token'>): Event[] {
  const at = new Date();
  const of = { accountId, userId };
  const openedAt = at.toISOString();
  const account = { broker: 'paper', currency: 'USD', initialBalance: '100000.00' } as const;
  const fill = { symbol: 'GBPUSD', side: 'buy', lots: '0.01', price: '1.30000' } as const;
  const terms = { stopLoss: '1.29000', takeProfit: null, commission: '0.00', filledAt: openedAt };
  return [
    accountOpened.create({ ...of, ...account, openedAt }, { at }),
    ...Array.from({ length: OPEN_POSITIONS }, () => {
      const ids = { executionId: randomUUID(), actionId: randomUUID(), positionId: randomUUID() };
      return executionFilled.create({ ...of, ...ids, ...fill, ...terms }, { at });
    }),
  ];
}

async function activate(url: string, { id: accountId, token }: Account): Promise<void> {
  const post = (path: string, body: object) =>
    fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const deadline = performance.now() + PATIENCE_MS;
  const { id: profileId } = (await (await post('/compliance/custom-profile', PROFILE)).json()) as {
    id: string;
  };
  for (;;) {
    const { status } = await post('/compliance/activate', { accountId, profileId });
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`The account is not activated: ${status}`);
    await sleep(POLL_MS);
  }
}
