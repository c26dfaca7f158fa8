import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';
import { isConflict } from './failure.ts';
import { transactIn } from './plain.ts';
import { statementNames } from './prepared.ts';
import type { SqlTx, Transact, TransactionalClient } from './sql.ts';

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 4_000;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;
const TRANSACTION_TIMEOUT_MS = 10_000;
const CONFLICT_ATTEMPTS_MAX = 5;

export interface DatabaseOptions {
  readonly url: string;
  /** Connections at most; replicas × services × this must stay below the server's limit. */
  readonly poolMax: number;
  /** Shown in `pg_stat_activity`. */
  readonly name: string;
  readonly log: { warn(fields: object, message: string): void };
}

/** A service's database: one pool, spoken to through Prisma and, on hot paths, in SQL. */
export interface Database<Client, Tx extends SqlTx> extends AsyncDisposable {
  readonly client: Client;
  readonly pool: Pool;
  readonly transact: Transact<Tx>;
  /** The same for hot paths: in SQL alone, whose values come as `pg` reads them. */
  readonly transactInSql: Transact;
  /** Calls back after each commit of a `transact`. */
  readonly onCommit: (listener: () => void) => void;
  /** Rejects when the database cannot be reached. */
  readonly ready: () => Promise<void>;
}

/** Opens no connection yet: a database that is away fails the first query, not the start. */
export function openDatabase<Client extends TransactionalClient<Tx>, Tx extends SqlTx>(
  { url, poolMax, name, log }: DatabaseOptions,
  createClient: (adapter: PrismaPg) => Client,
): Database<Client, Tx> {
  const pool = new Pool({
    connectionString: url,
    max: poolMax,
    application_name: `signalos-${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
  });
  // Without a listener, a connection that breaks would end the process: the pool listens to those
  // that are idle, and of those in use the work they are used for fails.
  pool.on('error', (err) => log.warn({ err }, 'idle database connection lost'));
  pool.on('connect', (connection) => connection.on('error', () => {}));
  const statementNameGenerator = statementNames();
  const client = createClient(new PrismaPg(pool, { statementNameGenerator }));
  const transactPlainly = transactIn(pool, statementNameGenerator);
  const listeners: (() => void)[] = [];
  async function commit<T>(transaction: () => Promise<T>): Promise<T> {
    const result = await retryingConflicts(transaction);
    for (const listener of listeners) listener();
    return result;
  }

  return {
    client,
    pool,
    transact: (work) =>
      commit(() =>
        client.$transaction(work, {
          maxWait: CONNECT_TIMEOUT_MS,
          timeout: TRANSACTION_TIMEOUT_MS,
        }),
      ),
    transactInSql: (work) => commit(() => transactPlainly(work)),
    onCommit: (listener) => void listeners.push(listener),
    async ready() {
      await pool.query('select 1');
    },
    async [Symbol.asyncDispose]() {
      await client.$disconnect();
      await pool.end();
    },
  };
}

async function retryingConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt === CONFLICT_ATTEMPTS_MAX || !isConflict(error)) throw error;
    }
  }
}
