import { randomUUID } from 'node:crypto';
import {
  accountOpened,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
  quotes,
  type EventContract,
  type EventOf,
} from '@signalos/contracts';
import { publishToFeed } from '@signalos/messaging';
import { startWorld, type Client, type Reply, type World } from '@signalos/testing';
import { expect } from 'vitest';
import type { AuditConfig } from '../src/config.ts';
import { startCompliance } from '../src/service.ts';

export const folder = new URL('../', import.meta.url);

const TICK_MS = 200;

export interface TestCompliance extends AsyncDisposable {
  readonly world: World;
  readonly url: string;
  /** Of every instance. */
  readonly urls: readonly string[];
  /** What the service takes for the present. */
  readonly clock: { now(): Date; advance(ms: number): void };
  readonly market: Market;
  /** Stops every instance. */
  stop(): Promise<void>;
  /** Starts one more; resolves to its URL. */
  start(): Promise<string>;
  /** A signed-in client. */
  user(id?: string): Promise<Client>;
  /** A user with an account that trades under a profile, or under none. */
  trader(options?: TraderOptions): Promise<Trader>;
}

interface TestOptions {
  readonly instances?: number;
  readonly audit?: AuditConfig;
}

interface TraderOptions {
  readonly profile?: string | null;
  readonly balance?: string;
  readonly currency?: string;
  readonly userId?: string;
}

/** Prices that are sent again and again, as the feed's publisher does, until one falls silent. */
interface Market {
  set(symbol: string, bid: string, ask?: string): void;
  silence(): void;
}

/** The real service, once or more often, on its own database, bus and token issuer. */
export async function startTestCompliance({
  instances = 1,
  audit,
}: TestOptions = {}): Promise<TestCompliance> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld(folder));
  const clock = startClock();
  const config = { ...world.config, ...(audit && { audit }) };
  const urls: string[] = [];
  let running = new AsyncDisposableStack();
  stack.defer(() => running.disposeAsync());
  const start = async () => running.use(await startCompliance(config, world.log, clock.now)).url;
  for (let i = 0; i < instances; i++) urls.push(await start());
  const market = stack.use(startMarket(world, clock.now));
  const resources = stack.move();

  const [url = ''] = urls;
  const test: TestCompliance = {
    world,
    url,
    urls,
    clock,
    market,
    async stop() {
      await running.disposeAsync();
      running = new AsyncDisposableStack();
    },
    start,
    user: (id) => world.signedIn(url, id),
    trader: (options = {}) => openTrader(test, options),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return test;
}

const WEEK_MS = 7 * 86_400_000;
/** The first Wednesday there was, at ten o’clock. */
const WEDNESDAY = new Date('1970-01-07T10:00:00Z').getTime();

/** To the service it is always Wednesday: on Friday evenings the FTMO preset refuses all there is. */
function startClock() {
  let ahead = -((Date.now() - WEDNESDAY) % WEEK_MS);
  return {
    now: () => new Date(Date.now() + ahead),
    advance: (ms: number) => void (ahead += ms),
  };
}

function startMarket({ bus }: World, now: () => Date) {
  const prices = new Map([
    ['EURUSD', ['1.10000', '1.10000']],
    ['GBPUSD', ['1.30000', '1.30000']],
  ]);
  const publish = () => {
    const at = now().toISOString();
    for (const [symbol, [bid = '', ask = '']] of prices) {
      publishToFeed(bus.broker, quotes, { symbol, bid, ask, at });
    }
  };
  const timer = setInterval(publish, TICK_MS);
  publish();
  return {
    set(symbol: string, bid: string, ask = bid) {
      prices.set(symbol, [bid, ask]);
      publish();
    },
    silence: () => clearInterval(timer),
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

/** What an account's events say beside whose they are. */
type DataOf<Contract extends EventContract> = Omit<
  EventOf<Contract>['data'],
  'accountId' | 'userId'
>;

/** A user with one account, and what can be done to it. */
export interface Trader {
  readonly userId: string;
  readonly accountId: string;
  /** One client for each instance. */
  readonly clients: readonly Client[];
  readonly client: Client;
  /** An order to buy one lot of EURUSD that may lose 1,000 USD. */
  order(overrides?: object): object;
  validate(overrides?: object, client?: Client): Promise<Reply>;
  /** The risk with such an order, which is asked about without any effect. */
  risk(overrides?: object): Promise<any>;
  status(): Promise<Reply>;
  activate(profileId: string): Promise<Reply>;
  announce(contract: EventContract, data: object): Promise<void>;
  /** Tells that a position of one lot of EURUSD was opened; resolves to its id. */
  opens(overrides?: Partial<DataOf<typeof executionFilled>>): Promise<string>;
  /** Tells that it was closed, with this profit and balance. */
  closes(positionId: string, overrides: Partial<DataOf<typeof executionClosed>>): Promise<void>;
  moves(positionId: string, stopLoss: string | null): Promise<void>;
  fails(actionId: string): Promise<void>;
  /** The data of the events of this kind that were announced about the account. */
  announced<Data>(contract: EventContract<Data>): Promise<Data[]>;
}

function traderWith(test: TestCompliance, userId: string, clients: readonly Client[]): Trader {
  const accountId = randomUUID();
  const [first] = clients;
  if (!first) throw new Error('There is no instance');
  const now = () => test.clock.now().toISOString();

  async function announce(contract: EventContract, data: object): Promise<void> {
    const event = contract.create({ accountId, userId, ...data }, { at: test.clock.now() });
    await test.world.bus.announce(event);
  }
  const order = (overrides: object = {}) => ({
    clientTradeId: randomUUID(),
    accountId,
    symbol: 'EURUSD',
    side: 'buy',
    type: 'market',
    lots: '1.00',
    slPrice: '1.09000',
    ...overrides,
  });
  const validate = (overrides: object = {}, client = first) =>
    client.post('/compliance/validate-trade', order(overrides));

  return {
    userId,
    accountId,
    clients,
    client: first,
    order,
    validate,
    announce,
    async risk(overrides = {}) {
      const { body } = await validate({ reserve: { ttlMs: 0 }, ...overrides });
      return body.risk;
    },
    status: () => first.get(`/compliance/status?accountId=${accountId}`),
    activate: (profileId) => first.post('/compliance/activate', { accountId, profileId }),
    async opens(overrides = {}) {
      const positionId = randomUUID();
      const fill = { executionId: randomUUID(), actionId: randomUUID(), filledAt: now() };
      await announce(executionFilled, { ...fill, positionId, ...aFill, ...overrides });
      return positionId;
    },
    async closes(positionId, overrides) {
      const close = { executionId: randomUUID(), actionId: null, closedAt: now() };
      await announce(executionClosed, { ...close, positionId, ...aClose, ...overrides });
    },
    async moves(positionId, stopLoss) {
      const move = { actionId: randomUUID(), modifiedAt: now() };
      await announce(positionModified, { ...move, positionId, stopLoss, takeProfit: null });
    },
    async fails(actionId) {
      const failure = { code: 'no-money', message: 'The broker has refused it', failedAt: now() };
      await announce(executionFailed, { ...failure, actionId, deviceId: null, kind: 'open' });
    },
    async announced(contract) {
      const events = await test.world.bus.announced(contract.domain);
      return events
        .filter(({ type, subject }) => type === contract.type && subject === `account/${accountId}`)
        .map((event) => contract.parse(event).data);
    },
  };
}

const aFill = {
  symbol: 'EURUSD',
  side: 'buy',
  lots: '1.00',
  price: '1.10000',
  stopLoss: '1.09000',
  takeProfit: null,
  commission: '0.00',
};

const aClose = {
  symbol: 'EURUSD',
  side: 'buy',
  lots: '1.00',
  remainingLots: '0',
  openPrice: '1.10000',
  closePrice: '1.10000',
  profit: '0.00',
  balance: '100000.00',
  reason: 'requested',
};

async function openTrader(test: TestCompliance, options: TraderOptions): Promise<Trader> {
  const { profile = 'ftmo', balance = '100000.00', currency = 'USD' } = options;
  const { userId = randomUUID() } = options;
  const clients = await Promise.all(test.urls.map((url) => test.world.signedIn(url, userId)));
  const trader = traderWith(test, userId, clients);
  await trader.announce(accountOpened, {
    broker: 'paper',
    currency,
    initialBalance: balance,
    openedAt: test.clock.now().toISOString(),
  });
  await expect.poll(async () => (await trader.status()).status).toBe(200);
  if (profile) expect(await trader.activate(profile)).toMatchObject({ status: 200 });
  for (const client of clients) await seesPrices(trader, client);
  return trader;
}

/** Until an instance has heard a price, it judges no order. */
async function seesPrices(trader: Trader, client: Client): Promise<void> {
  await expect
    .poll(async () => {
      const { status, body } = await trader.validate({ reserve: { ttlMs: 0 } }, client);
      const rules = body.violations.map(({ ruleId }: { ruleId: string }) => ruleId);
      return status === 200 && !rules.includes('INPUT_NO_QUOTE');
    })
    .toBe(true);
}
