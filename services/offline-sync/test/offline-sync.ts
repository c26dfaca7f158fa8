import { randomUUID } from 'node:crypto';
import type { Event, EventContract } from '@signalos/contracts';
import { startWorld, type Client, type World } from '@signalos/testing';
import type { Config } from '../src/config.ts';
import { connect } from '../src/db.ts';
import { startOfflineSync, type Surroundings } from '../src/service.ts';
import { startCompliance, type Answer, type Compliance } from './compliance.ts';

export const folder = new URL('../', import.meta.url);

export interface Trader extends Client {
  readonly id: string;
  readonly accountId: string;
  readonly deviceId: string;
  /** The device's local store. */
  readonly epoch: string;
  /** Hands items in, as the device would, now. */
  sync(items: readonly object[], more?: object): Promise<any>;
  /** All that became of this trader's trades so far. */
  changes(): Promise<any[]>;
  /** What became of one trade last. */
  outcome(actionId: string): Promise<any>;
  /** The price of an instrument right now. */
  price(symbol: string): Promise<{ bid: string; ask: string }>;
}

export interface TestOfflineSync extends AsyncDisposable {
  readonly world: World;
  readonly url: string;
  readonly compliance: Compliance;
  readonly database: ReturnType<typeof connect>;
  /** Sets the service's clock this far ahead of the real one. */
  advance(ms: number): void;
  now(): Date;
  /** One more instance on the same database and bus; stopped with everything else. */
  replica(more?: Surroundings): Promise<string>;
  /** Stops every instance that runs in this process. */
  stop(): Promise<void>;
  /** A signed-in user. */
  user(id?: string): Promise<Client>;
  /** A user with a paper account and a device. */
  trader(at?: string): Promise<Trader>;
  announced(contract: EventContract): Promise<Event<any>[]>;
}

interface TestOptions extends Surroundings {
  readonly answer?: Answer;
  /** The service's clock stands still at this moment, but for what it is set ahead. */
  readonly frozenAt?: string;
  readonly paper?: Partial<Config['paper']>;
}

/** The real service on its own database, bus and token issuer; compliance is a stand-in. */
export async function startTestOfflineSync(options: TestOptions = {}): Promise<TestOfflineSync> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld(folder));
  const compliance = stack.use(startCompliance(world, options.answer));
  const database = stack.use(
    connect({ url: world.database.url, poolMax: 4, name: 'test', log: world.log }),
  );
  const paper = { seed: 'test', commissionPerLot: '0', ...options.paper };
  const config: Config = { ...world.config, paper };
  let aheadMs = 0;
  const { frozenAt } = options;
  const now = () => new Date((frozenAt ? Date.parse(frozenAt) : Date.now()) + aheadMs);

  const instances = stack.use(new AsyncDisposableStack());
  const replica = async (more: Surroundings = {}) => {
    const { url } = instances.use(
      await startOfflineSync(config, world.log, {
        now,
        ...options,
        ...more,
      }),
    );
    return url;
  };
  const url = await replica();
  const resources = stack.move();

  return {
    world,
    url,
    compliance,
    database,
    advance: (ms) => void (aheadMs += ms),
    now,
    replica,
    stop: () => instances.disposeAsync(),
    user: (id) => world.signedIn(url, id),
    trader: (at = url) => startTrader({ world, url: at, now }),
    async announced({ type }) {
      const events = await world.bus.announced('offline_sync');
      return events.filter((event) => event.type === type);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

interface TraderOptions {
  readonly world: World;
  readonly url: string;
  readonly now: () => Date;
}

async function startTrader({ world, url, now }: TraderOptions): Promise<Trader> {
  const id = randomUUID();
  const client = await world.signedIn(url, id);
  const account = await client.post('/offline/accounts', {
    currency: 'USD',
    initialBalance: '10000.00',
  });
  const device = await client.post('/offline/devices', { name: 'phone' });
  const { accountId } = account.body;
  const { deviceId } = device.body;
  const epoch = randomUUID();

  async function changes(): Promise<any[]> {
    const all: any[] = [];
    for (let cursor = ''; ;) {
      const { body } = await client.get(`/offline/executions?limit=200${cursor}`);
      all.push(...body.items);
      if (!body.nextCursor) return all;
      cursor = `&cursor=${body.nextCursor}`;
    }
  }
  return {
    ...client,
    id,
    accountId,
    deviceId,
    epoch,
    changes,
    sync: (items, more) =>
      client.post('/offline/sync', {
        deviceId,
        epoch,
        batchId: randomUUID(),
        sentAt: now().toISOString(),
        items,
        ...more,
      }),
    async outcome(actionId) {
      return (await changes()).findLast((change) => change.actionId === actionId);
    },
    async price(symbol) {
      const { body } = await client.get('/offline/quotes');
      return body.items.find((quote: any) => quote.symbol === symbol);
    },
  };
}

/** An item of a sync, queued this very moment. */
export const anItem = (seq: number, kind: string, payload: object) => ({
  seq,
  kind,
  payload,
  actionId: randomUUID(),
  createdAt: new Date().toISOString(),
});

/** Gold, bought at the market. */
export const aPurchase = (more: object = {}) => ({ symbol: 'XAUUSD', side: 'buy', ...more });

export const anOpening = (seq: number, payload: object = {}, more: object = {}) => ({
  ...anItem(seq, 'open', aPurchase(payload)),
  ...more,
});

export const aMessage = (seq: number, text: string) =>
  anItem(seq, 'message', {
    text,
    source: 'gold-room',
    messageId: String(seq),
    receivedAt: new Date().toISOString(),
  });
