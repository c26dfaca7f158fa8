/** The sliver of a Prisma client the platform needs, so that it depends on no one's schema. */
export interface Sql {
  $queryRaw<T = unknown>(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>;
  $executeRaw(query: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>;
}

/** A `Sql` that is certainly inside a transaction, since only a bare client can `$connect`. */
export interface SqlTx extends Sql {
  readonly $connect?: never;
}

/** Runs work in one transaction: all of it happens, or none. It may run twice after a deadlock. */
export type Transact<Tx extends SqlTx = SqlTx> = <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;

/** What `openDatabase` needs of a Prisma client. */
export interface TransactionalClient<Tx extends SqlTx> extends Sql {
  $transaction<T>(
    work: (tx: Tx) => Promise<T>,
    options?: { maxWait?: number; timeout?: number },
  ): Promise<T>;
  $disconnect(): Promise<void>;
}
