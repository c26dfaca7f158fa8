import { randomUUID } from 'node:crypto';
import { Agent } from 'undici';
import { signUp, until } from '../../../scripts/demo/trader.ts';

const LANES = 16;

/** What became of the requests so far, by what they were answered with. */
export interface Tally {
  readonly sent: number;
  readonly failed: number;
  /** Of those that failed. */
  readonly outcomes: ReadonlyMap<string, number>;
}

export interface Load extends AsyncDisposable {
  /** Counts from nought. */
  reset(): void;
  tally(): Tally;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: () => object;
}

/** Sixteen traders, each with one request at a time on connections that stay open, none tried twice. */
export async function startLoad(gatewayUrl: string): Promise<Load> {
  const traders: Trader[] = [];
  for (let n = 0; n < LANES; n++) traders.push(await prepare(gatewayUrl));
  const agent = new Agent({ connections: LANES, pipelining: 1 });
  const stopping = new AbortController();
  let sent = 0;
  let outcomes = new Map<string, number>();

  async function ask(call: Call, token: string): Promise<void> {
    const outcome = await send(agent, gatewayUrl, { call, token });
    sent++;
    if (outcome !== 'ok') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  }

  async function lane({ token, calls }: Trader, first: number): Promise<void> {
    for (let turn = first; !stopping.signal.aborted; turn++) {
      const call = calls[turn % calls.length];
      if (call) await ask(call, token);
    }
  }

  const done = Promise.all(traders.map(lane));
  return {
    reset() {
      sent = 0;
      outcomes = new Map();
    },
    tally: () => ({
      sent,
      failed: [...outcomes.values()].reduce((sum, count) => sum + count, 0),
      outcomes,
    }),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
      await agent.close();
    },
  };
}

interface Trader {
  readonly token: string;
  readonly calls: readonly Call[];
}

async function prepare(gatewayUrl: string): Promise<Trader> {
  const trader = await signUp(gatewayUrl);
  const { accountId } = await trader.post<{ accountId: string }>('/offline/accounts', {
    currency: 'USD',
    initialBalance: '100000.00',
  });
  const activate = () => trader.post('/compliance/activate', { accountId, profileId: 'ftmo' });
  await until(
    () =>
      activate().then(
        () => true,
        () => false,
      ),
    (isActive) => isActive,
  );
  return { token: trader.token, calls: callsOf(accountId) };
}

/** One of each service, reads and writes. */
const callsOf = (accountId: string): readonly Call[] => [
  { method: 'GET', path: '/auth/me' },
  { method: 'GET', path: '/compliance/profiles' },
  { method: 'GET', path: '/offline/accounts' },
  {
    method: 'POST',
    path: '/compliance/validate-trade',
    body: () => ({
      accountId,
      clientTradeId: randomUUID(),
      symbol: 'EURUSD',
      side: 'buy',
      type: 'market',
      lots: '0.01',
      slPrice: '1.00000',
      reserve: { ttlMs: 1_000 },
    }),
  },
  {
    method: 'POST',
    path: '/offline/parse-signal',
    body: () => ({ text: 'EURUSD buy 1.1 sl 1.09 tp 1.12' }),
  },
];

interface Sending {
  readonly call: Call;
  readonly token: string;
}

async function send(agent: Agent, origin: string, { call, token }: Sending): Promise<string> {
  const { method, path, body } = call;
  try {
    const reply = await agent.request({
      origin,
      path,
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
      },
      body: body ? JSON.stringify(body()) : null,
    });
    const text = await reply.body.text();
    return reply.statusCode < 300 ? 'ok' : `${method} ${path}: ${reply.statusCode} ${codeOf(text)}`;
  } catch (error) {
    return `${method} ${path}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`;
  }
}

const codeOf = (text: string) => /"code":"([^"]+)"/.exec(text)?.[1] ?? '';
