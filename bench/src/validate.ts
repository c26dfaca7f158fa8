import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLogger, type ServiceConfig } from '@signalos/runtime';
import { Agent } from 'undici';
import { startCompliance } from '../../services/compliance/src/service.ts';
import { percentile } from './measure.ts';
import { startArena, type Account, type Arena } from './validate/arena.ts';
import { watchDecisions, type Decided } from './validate/statements.ts';

// POST /compliance/validate-trade through the gateway, for 200 accounts with five open positions each: the
// account's lock, judgement, reservation, decision, audit entry and events committed before the reply.
// Requests are sent when they are due, whether earlier ones were answered or not, and timed from when they
// were due; beside them, in turn, a GET with a token that the gateway passes on to a server which does
// nothing. Before that, where the time goes, one decision after another in this process.
//
// Database, bus, gateway, service and clients share the machine. PostgreSQL writes each commit before it is
// answered, but without fsync, as all test servers: what a disk adds to a commit is not in these figures.
//
//   node --disable-warning=ExperimentalWarning bench/src/validate.ts

const RATE = 1_000;
const RATES = [50, 100, 200, 300, 400, 600, 800, RATE];
const WARM_UP_RATE = 50;
const WARM_UP_S = 5;
const RUN_S = 8;
const PAUSE_MS = 1_000;
/** Beyond that, a rate is not sustained. */
const SUSTAINED_P99_MS = 50;
/** Beyond a rate of which that share fails, no higher one is tried. */
const HOPELESS = 0.5;
const CONNECTIONS = 256;
const BREAKDOWN_TIMES = 500;
const UNDER_WAY_MAX = 20_000;
const TARGET_P99_MS = 5;

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: (account: Account) => object;
}

const validate: Call = {
  method: 'POST',
  path: '/compliance/validate-trade',
  body: anOrder,
};
const idle: Call = { method: 'GET', path: '/idle/nothing' };

/** Small, in any of 200 sizes, so that it is allowed, and is no other one sent twice. */
function anOrder({ id: accountId }: Account): object {
  return {
    clientTradeId: randomUUID(),
    accountId,
    symbol: 'EURUSD',
    side: 'buy',
    type: 'market',
    lots: (0.01 + Math.floor(Math.random() * 199) / 100).toFixed(2),
    slPrice: '1.09990',
    reserve: { ttlMs: 1_000 },
  };
}

interface Outcome {
  readonly latenciesMs: readonly number[];
  readonly failures: ReadonlyMap<string, number>;
  readonly allowed: number;
  readonly perSecond: number;
}

interface Pace {
  readonly call: Call;
  readonly rate: number;
  readonly seconds: number;
}

/** Open loop: nobody waits for a reply before the next is sent. */
async function drive({ gatewayUrl, accounts }: Arena, { call, rate, seconds }: Pace) {
  const agent = new Agent({ connections: CONNECTIONS, pipelining: 1 });
  const latenciesMs: number[] = [];
  const failures = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let allowed = 0;

  async function ask(account: Account, dueAt: number): Promise<void> {
    const outcome = await send(agent, gatewayUrl, { call, account });
    if (outcome === 'ok' || outcome === 'allowed') {
      latenciesMs.push(performance.now() - dueAt);
      if (outcome === 'allowed') allowed++;
    } else failures.set(outcome, (failures.get(outcome) ?? 0) + 1);
  }

  const startedAt = performance.now();
  const count = rate * seconds;
  for (let sent = 0; sent < count && underWay.size < UNDER_WAY_MAX; sent++) {
    const dueAt = startedAt + (sent * 1_000) / rate;
    const waitMs = dueAt - performance.now();
    if (waitMs > 1) await sleep(waitMs);
    const account = accounts[sent % accounts.length];
    if (!account) throw new Error('There is no account');
    const asked = ask(account, dueAt).finally(() => underWay.delete(asked));
    underWay.add(asked);
  }
  await Promise.all(underWay);
  const perSecond = (latenciesMs.length / (performance.now() - startedAt)) * 1_000;
  await agent.close();
  return { latenciesMs, failures, allowed, perSecond } satisfies Outcome;
}

async function send(
  agent: Agent,
  origin: string,
  { call: { method, path, body }, account }: { readonly call: Call; readonly account: Account },
): Promise<string> {
  try {
    const reply = await agent.request({
      origin,
      path,
      method,
      headers: {
        authorization: `Bearer ${account.token}`,
        ...(body && { 'content-type': 'application/json' }),
      },
      body: body ? JSON.stringify(body(account)) : null,
    });
    const text = await reply.body.text();
    if (reply.statusCode !== 200) return `${reply.statusCode} ${text.slice(0, 80)}`;
    return text.includes('"allowed":true') ? 'allowed' : 'ok';
  } catch (error) {
    return String(error);
  }
}

/** The share of requests that failed. */
function failedOf({ latenciesMs, failures }: Outcome): number {
  const failed = [...failures.values()].reduce((sum, count) => sum + count, 0);
  return failed / (failed + latenciesMs.length);
}

function row(outcome: Outcome) {
  const { latenciesMs, allowed, perSecond } = outcome;
  const ms = (share: number) => percentile(latenciesMs, share).toFixed(1);
  return {
    'answered/s': Math.round(perSecond),
    'p50 ms': ms(0.5),
    'p99 ms': ms(0.99),
    'p99.9 ms': ms(0.999),
    'failed %': (100 * failedOf(outcome)).toFixed(2),
    'allowed %': ((100 * allowed) / latenciesMs.length).toFixed(0),
  };
}

async function compareRates(arena: Arena): Promise<void> {
  await drive(arena, { call: idle, rate: RATE, seconds: WARM_UP_S });
  await drive(arena, { call: validate, rate: WARM_UP_RATE, seconds: WARM_UP_S });
  const rows: Record<string, object> = {};
  const failures = new Map<string, number>();
  let sustained = 0;
  for (const rate of RATES) {
    const nothing = await drive(arena, { call: idle, rate, seconds: RUN_S });
    await sleep(PAUSE_MS);
    const decided = await drive(arena, { call: validate, rate, seconds: RUN_S });
    await sleep(PAUSE_MS);
    rows[`GET, ${rate}/s`] = row(nothing);
    const [ours, theirs] = [decided, nothing].map((each) => percentile(each.latenciesMs, 0.5));
    rows[`decision, ${rate}/s`] = {
      ...row(decided),
      'p50 to the GET’s': ((ours ?? 0) / (theirs ?? 1)).toFixed(1),
    };
    const isSustained = percentile(decided.latenciesMs, 0.99) < SUSTAINED_P99_MS;
    if (isSustained && decided.failures.size === 0) sustained = rate;
    for (const [what, times] of decided.failures) {
      failures.set(what, (failures.get(what) ?? 0) + times);
    }
    if (failedOf(decided) > HOPELESS) break;
  }
  console.log(`\nDecisions through the gateway, ${RUN_S} s at each rate, by schedule`);
  console.table(rows);
  for (const [what, times] of failures) console.log(`${times} × ${what}`);
  console.log(`Sustained with p99 below ${SUSTAINED_P99_MS} ms: ${sustained}/s.`);
  console.log(`Target at ${RATE}/s: p99 below ${TARGET_P99_MS} ms.`);
}

const median = (values: readonly number[]) => percentile(values, 0.5);

async function decide(agent: Agent, url: string, account: Account | undefined): Promise<void> {
  if (!account) throw new Error('There is no account');
  const outcome = await send(agent, url, { call: validate, account });
  if (outcome !== 'allowed' && outcome !== 'ok') throw new Error(outcome);
}

/** The same service in this process, asked without a gateway, one decision after another. */
async function breakDown({ environment, databaseUrl, accounts }: Arena): Promise<void> {
  const decisions: Decided[] = [];
  watchDecisions((decided) => decisions.push(decided));
  const { NATS_URL: url = '', NATS_NAMESPACE: namespace = '' } = environment;
  const { AUTH_ISSUER: issuer = '', AUTH_JWKS_URL: jwksUrl = '' } = environment;
  const config: ServiceConfig = {
    port: 0,
    logLevel: 'silent',
    drainDelayMs: 0,
    nats: { url, password: undefined, namespace },
    auth: { issuer, jwksUrl },
    database: { url: databaseUrl, poolMax: 10 },
  };
  await using service = await startCompliance(config, createLogger('bench', { level: 'silent' }));
  await sleep(PAUSE_MS); // Until it has heard a price.
  const agent = new Agent({ connections: 1 });
  const totals: number[] = [];
  for (let n = 0; n < 2 * BREAKDOWN_TIMES; n++) {
    if (n === BREAKDOWN_TIMES) decisions.length = 0; // The first half was to get warm.
    const startedAt = performance.now();
    await decide(agent, service.url, accounts[n % accounts.length]);
    if (n >= BREAKDOWN_TIMES) totals.push(performance.now() - startedAt);
  }
  await agent.close();

  const total = median(totals);
  const transaction = median(decisions.map(({ ms }) => ms));
  const database = median(decisions.map(({ databaseMs }) => databaseMs));
  const statements = median(decisions.map((decided) => decided.statements));
  console.log(`\nOne decision after another, in process, medians of ${decisions.length} in ms`);
  console.table({
    'the whole request': { ms: total.toFixed(2) },
    'its transaction': { ms: transaction.toFixed(2) },
    [`PostgreSQL and the way to it, ${statements} statements`]: { ms: database.toFixed(2) },
    'judging, audit entry’s text': { ms: (transaction - database).toFixed(2) },
    'HTTP, token, body and reply': { ms: (total - transaction).toFixed(2) },
  });
}

await using stack = new AsyncDisposableStack();
const arena = await startArena(stack);
await breakDown(arena);
await compareRates(arena);
await stack.disposeAsync();
process.exit();
