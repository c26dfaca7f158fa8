import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { OfflineDevice } from './demo/device.ts';
import { channelMessages, type Prices } from './demo/messages.ts';
import { messageTable, violationTable, type Change } from './demo/report.ts';
import { signUp, tradeUnderFtmo, until, type Trader } from './demo/trader.ts';
import { subscribeAtTheGateway, subscribeOnTheBus, type Subscriber } from './demo/violations.ts';
import { startPlatform, type Platform } from './platform.ts';

// The main job, end to end: a trader's device reads channel messages offline, queues trades, comes back
// online and syncs; each trade is checked against the rules of a prop firm and executed once, or refused
// with numbers. Everything goes through the gateway; everything counted is counted by the services.
//
//   npm run demo                              starts the platform for it
//   npm run demo -- --gateway URL             plays against one that runs
//   npm run --silent demo -- --json           the last line of standard output is one JSON object

const USAGE = 'Usage: npm run demo [-- --json] [-- --gateway http://localhost:8080]';

function readOptions() {
  try {
    return parseArgs({
      options: { gateway: { type: 'string' }, json: { type: 'boolean', default: false } },
    }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n${USAGE}`);
    return process.exit(2);
  }
}
const options = readOptions();

const say = (text: string) => console.error(`${(performance.now() / 1_000).toFixed(1)} s  ${text}`);
const show = (text: string) => (options.json ? console.error(text) : console.log(text));

interface Counts {
  readonly messages: number;
  readonly signals: number;
  readonly actions: Readonly<Record<string, number>>;
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  const platform = options.gateway
    ? undefined
    : stack.use(await startPlatform({ onProgress: say }));
  const gatewayUrl = options.gateway ?? platform?.gatewayUrl ?? '';

  const trader = await signUp(gatewayUrl);
  const subscriber = stack.use(await subscribe(trader, platform));
  const accountId = await openAccount(trader);
  say('a trader with a paper account of 100,000 USD under the rules of FTMO');

  const { deviceId } = await trader.post<{ deviceId: string }>('/offline/devices', {
    name: 'phone',
  });
  await setMode(trader, deviceId, 'force_offline');
  const device = new OfflineDevice();
  const messages = channelMessages(await pricesOf(trader));
  const readingMs = time(() => messages.forEach((message) => device.receive(message)));
  say(
    `offline: ${messages.length} messages read, ${device.items.length - messages.length} trades queued`,
  );

  await setMode(trader, deviceId, 'auto');
  const started = performance.now();
  const { duplicates, syncMs } = await sync(trader, deviceId, device);
  const held = await confirmHeld(trader);
  const counts = await settled(trader);
  const milliseconds = Math.round(performance.now() - started);
  say(`online: synced twice, as if the first reply was lost; ${duplicates} items known already`);

  say(
    `${held} trade(s) waited for confirmation, as their messages were doubtful; the trader confirmed`,
  );

  const { items: decisions } = await trader.get<{ items: unknown[] }>(
    `/compliance/violations?accountId=${accountId}&limit=200`,
  );
  await until(
    () => Promise.resolve(subscriber.received.length),
    (count) => count >= decisions.length,
  );
  const outcomes = await outcomesOf(trader);

  show(`\nWhat became of each message\n\n${messageTable(device.received, outcomes)}`);
  show(
    `\nViolation events, as an independent subscriber received them\n\n${violationTable(subscriber.received)}`,
  );
  show(
    `\nRead ${messages.length} messages in ${readingMs.toFixed(1)} ms; took in ${device.items.length} items in ${syncMs.toFixed(0)} ms; ` +
      `all settled ${milliseconds} ms after the device came online.\n`,
  );
  if (options.json) {
    const violationEvents = subscriber.received.length;
    console.log(JSON.stringify({ ...totals(counts), held, violationEvents, milliseconds }));
  }
}

function totals({ messages, signals, actions }: Counts) {
  const queued = Object.values(actions).reduce((sum, count) => sum + count, 0);
  const { executed = 0, refused = 0, expired = 0, failed = 0 } = actions;
  return { messages, signals, queued, executed, refused, expired, failed };
}

function subscribe(trader: Trader, platform: Platform | undefined): Promise<Subscriber> {
  if (!platform) return subscribeAtTheGateway(trader);
  return subscribeOnTheBus(platform.nats.url, platform.nats.passwordOf('subscriber'));
}

async function openAccount(trader: Trader): Promise<string> {
  const { accountId } = await trader.post<{ accountId: string }>('/offline/accounts', {
    currency: 'USD',
    initialBalance: '100000.00',
  });
  await tradeUnderFtmo(trader, accountId);
  return accountId;
}

const setMode = (trader: Trader, deviceId: string, mode: string) =>
  trader.post('/offline/set-online-status', { deviceId, mode });

async function pricesOf(trader: Trader): Promise<Prices> {
  const { items } = await trader.get<{
    items: { symbol: string; bid: string; ask: string }[];
  }>('/offline/quotes');
  return new Map(items.map(({ symbol, bid, ask }) => [symbol, (Number(bid) + Number(ask)) / 2]));
}

/** Sends the queue, and once more: the server must know every item again. */
async function sync(trader: Trader, deviceId: string, { epoch, items }: OfflineDevice) {
  const batch = { deviceId, epoch, batchId: randomUUID(), sentAt: new Date().toISOString(), items };
  const started = performance.now();
  await trader.post('/offline/sync', batch);
  const syncMs = performance.now() - started;
  const { verdicts } = await trader.post<{ verdicts: { status: string }[] }>(
    '/offline/sync',
    batch,
  );
  return { syncMs, duplicates: verdicts.filter(({ status }) => status === 'duplicate').length };
}

/** What came from a message of doubtful meaning is executed only if the trader says so: here he does. */
async function confirmHeld(trader: Trader): Promise<number> {
  const { counts } = await trader.get<{ counts: Counts }>('/offline/status');
  const isAll = (outcomes: ReadonlyMap<string, Change>) =>
    heldIn(outcomes).length === counts.actions['held'];
  const held = heldIn(await until(() => outcomesOf(trader), isAll));
  for (const actionId of held) await trader.post(`/offline/actions/${actionId}/confirm`, {});
  return held.length;
}

const heldIn = (outcomes: ReadonlyMap<string, Change>) =>
  [...outcomes].flatMap(([actionId, { state }]) => (state === 'held' ? [actionId] : []));

async function settled(trader: Trader): Promise<Counts> {
  const { counts } = await until(
    () => trader.get<{ counts: Counts }>('/offline/status'),
    ({ counts: { actions } }) =>
      [
        actions['held'],
        actions['queued'],
        actions['executing'],
        actions['inDoubt'],
        actions['working'],
      ].every((count) => count === 0),
  );
  return counts;
}

/** What became of each trade in the end, read page by page. */
async function outcomesOf(trader: Trader): Promise<ReadonlyMap<string, Change>> {
  const outcomes = new Map<string, Change>();
  for (let cursor: string | null = ''; cursor !== null;) {
    const page: { items: Change[]; nextCursor: string | null } = await trader.get(
      `/offline/executions?limit=200${cursor && `&cursor=${cursor}`}`,
    );
    for (const change of page.items) {
      const { actionId } = change;
      if (actionId) outcomes.set(actionId, { ...outcomes.get(actionId), ...change });
    }
    cursor = page.nextCursor;
  }
  return outcomes;
}

function time(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => process.exit(1)); // What it started goes with it.
}
await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
