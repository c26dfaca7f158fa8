import { randomBytes, randomUUID } from 'node:crypto';
import {
  client,
  startWorld,
  withClient,
  type Client,
  type Reply,
  type World,
} from '@signalos/testing';
import { createLogger } from '@signalos/runtime';
import { AuthConfig } from '../src/config.ts';
import { startAuth } from '../src/service.ts';

export const folder = new URL('../', import.meta.url);
export const PASSWORD = 'plum-Vortex-19-candle';

export interface Person {
  readonly email: string;
  readonly password: string;
}

/** Someone signed in: with the tokens, and as what they make of a client. */
export interface SignedIn extends Client {
  readonly tokens: any;
  refresh(refreshToken?: string, headers?: Record<string, string>): Promise<Reply>;
}

export interface TestAuth extends AsyncDisposable {
  readonly world: World;
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly anonymous: Client;
  /** Another replica, on the same database and bus. */
  replica(changes?: Readonly<Record<string, string>>): Promise<Replica>;
  /** Opens an account. */
  person(changes?: Partial<Person>): Promise<Person>;
  login(person: Person, headers?: Record<string, string>): Promise<Reply>;
  signedIn(person?: Person, headers?: Record<string, string>): Promise<SignedIn>;
  sql(text: string, values?: unknown[]): Promise<any[]>;
  /** All that was logged so far. */
  logged(): string;
  /** How many passwords were hashed or verified so far. */
  passwordsChecked(): Promise<number>;
  /** The data of every event of this type so far. */
  announced(type: string): Promise<any[]>;
}

interface Replica extends AsyncDisposable {
  readonly url: string;
}

/** Secrets as an operator makes them. */
export const newKey = () => randomBytes(32).toString('base64');

/** The real service on its own database and bus; `changes` are to its environment. */
export async function startTestAuth(
  changes: Readonly<Record<string, string>> = {},
): Promise<TestAuth> {
  await using stack = new AsyncDisposableStack();
  const world = stack.use(await startWorld(folder));
  const environment = {
    ...world.environment,
    PORT: '0',
    AUTH_ISSUER: 'https://auth.signalos.test',
    AUTH_ENCRYPTION_KEYS: `k1:${newKey()}`,
    AUTH_PEPPER: newKey(),
    ...changes,
  };
  const lines: string[] = [];
  const log = createLogger('auth', {
    level: 'debug',
    to: { write: (line) => void lines.push(line) },
  });
  const start = (more = {}) => startAuth(AuthConfig.parse({ ...environment, ...more }), log);
  const { url } = stack.use(await start());
  const anonymous = client(url);
  const login = (who: Person, headers?: Record<string, string>) =>
    anonymous.post('/auth/login', who, headers);
  const resources = stack.move();

  async function person(given: Partial<Person> = {}): Promise<Person> {
    const registration = { email: `${randomUUID()}@trader.test`, password: PASSWORD, ...given };
    await anonymous.post('/auth/register', registration);
    return registration;
  }

  return {
    world,
    url,
    environment,
    anonymous,
    replica: start,
    person,
    login,
    async signedIn(given, headers) {
      const { body: tokens } = await login(given ?? (await person()), headers);
      return asSignedIn(url, tokens);
    },
    sql: (text, values) =>
      withClient(world.database.url, async (db) => (await db.query(text, values)).rows),
    logged: () => lines.join(''),
    async passwordsChecked() {
      const { body } = await anonymous.get('/metrics');
      const counts = [...body.matchAll(/^auth_password_seconds_count{.*} (\d+)$/gm)];
      return counts.reduce((sum, [, count]) => sum + Number(count), 0);
    },
    async announced(type) {
      const events = await world.bus.announced('auth');
      return events.filter((event) => event.type === type).map(({ data }) => data);
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

export function asSignedIn(url: string, tokens: any): SignedIn {
  const anonymous = client(url);
  return {
    ...client(url, tokens.accessToken),
    tokens,
    refresh: (refreshToken = tokens.refreshToken, headers = {}) =>
      anonymous.post('/auth/refresh', { refreshToken }, headers),
  };
}

/** That many at once. */
export function burst<T>(count: number, work: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: count }, (_, n) => work(n)));
}

/** How often each of the values came up. */
export function tally(values: readonly unknown[]): Record<string, number> {
  const groups = Object.groupBy(values.map(String), (value) => value);
  return Object.fromEntries(
    Object.entries(groups).map(([value, group = []]) => [value, group.length]),
  );
}

/** For what will be, once workers and relays have come round to it. */
