import { Client } from 'pg';

/** What one transaction of a decision did in the database. */
export interface Decided {
  readonly statements: number;
  readonly databaseMs: number;
  /** From `begin` to the end of `commit`. */
  readonly ms: number;
}

interface Open {
  readonly startedAt: number;
  statements: number;
  databaseMs: number;
  isDecision: boolean;
}

/** Watches what is sent to PostgreSQL from this process; tells of each decision that is committed. */
export function watchDecisions(onDecided: (decided: Decided) => void): void {
  const open = new WeakMap<object, Open>();
  const send = Reflect.get(Client.prototype, 'query') as (...args: unknown[]) => unknown;

  async function query(this: object, ...args: unknown[]): Promise<unknown> {
    const text = textOf(args[0]);
    if (/^begin/i.test(text)) {
      open.set(this, {
        startedAt: performance.now(),
        statements: 0,
        databaseMs: 0,
        isDecision: false,
      });
    }
    const sentAt = performance.now();
    const result = await send.apply(this, args);
    const transaction = open.get(this);
    if (!transaction) return result;
    transaction.statements++;
    transaction.databaseMs += performance.now() - sentAt;
    transaction.isDecision ||= /insert into\s+\S*decision/i.test(text);
    if (/^commit/i.test(text)) {
      open.delete(this);
      const { startedAt, isDecision, statements, databaseMs } = transaction;
      if (isDecision) onDecided({ statements, databaseMs, ms: performance.now() - startedAt });
    }
    return result;
  }
  Object.assign(Client.prototype, { query });
}

function textOf(query: unknown): string {
  const text = typeof query === 'object' && query !== null && 'text' in query ? query.text : query;
  return typeof text === 'string' ? text.trim() : '';
}
