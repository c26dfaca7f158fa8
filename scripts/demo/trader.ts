import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 60_000;
const POLL_MS = 20;

/** A person with an account at a gateway, and nothing but HTTP. */
export interface Trader {
  /** Valid for five minutes. */
  readonly token: string;
  get<Body>(path: string): Promise<Body>;
  post<Body>(path: string, body: unknown): Promise<Body>;
  /** Server-sent events of this trader. */
  events(signal: AbortSignal): Promise<Response>;
}

/** Registers with a new address, and signs in. */
export async function signUp(gatewayUrl: string): Promise<Trader> {
  const credentials = {
    email: `trader-${randomUUID()}@example.com`,
    password: `correct horse ${randomUUID()}`,
  };
  await send(gatewayUrl, 'POST', '/auth/register', { body: credentials });
  const { accessToken } = await send<{ accessToken: string }>(gatewayUrl, 'POST', '/auth/login', {
    body: credentials,
  });
  const headers = { authorization: `Bearer ${accessToken}` };
  return {
    token: accessToken,
    get: (path) => send(gatewayUrl, 'GET', path, { headers }),
    post: (path, body) => send(gatewayUrl, 'POST', path, { headers, body }),
    events: (signal) => fetch(`${gatewayUrl}/events`, { headers, signal }),
  };
}

/**
 * Puts an account under FTMO’s rules, made fit to be shown at any hour: FTMO’s own forbid to open
 * positions in the last two hours of the week.
 */
export async function tradeUnderFtmo(
  trader: Trader,
  accountId: string,
  overrides: object = {},
): Promise<void> {
  const { id: profileId } = await trader.post<{ id: string }>('/compliance/custom-profile', {
    name: 'FTMO, also on Friday evenings',
    baseId: 'ftmo',
    overrides: { preCloseMs: null, ...overrides },
    allowLooser: true,
  });
  // Compliance hears of the account through an event, in its own time.
  await insist(() => trader.post('/compliance/activate', { accountId, profileId }));
}

/** Tries until it works. */
export function insist<T>(work: () => Promise<T>): Promise<T | undefined> {
  return until(
    () => work().catch(() => undefined),
    (answer) => answer !== undefined,
  );
}

interface Message {
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

// eslint-disable-next-line max-params -- The four parts of a request.
async function send<Body>(
  gatewayUrl: string,
  method: string,
  path: string,
  { headers, body }: Message,
): Promise<Body> {
  const response = await fetch(gatewayUrl + path, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  return (text ? JSON.parse(text) : undefined) as Body;
}

/** Asks again and again until the answer is good: facts travel between services in their own time. */
export async function until<T>(ask: () => Promise<T>, isGood: (answer: T) => boolean): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (performance.now() > deadline) throw new Error(`Waited in vain: ${JSON.stringify(answer)}`);
    await sleep(POLL_MS);
  }
}
