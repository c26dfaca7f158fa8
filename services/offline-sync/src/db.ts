import { openDatabase, type Database, type DatabaseOptions } from '@signalos/database';
import { PrismaClient, type Prisma } from './generated/prisma/client.ts';

export type Db = PrismaClient;
/** What writes and events need. Only a bare client can `$connect`, so a `Db` does not fit. */
export type Tx = Prisma.TransactionClient & { readonly $connect?: never };
/** What reads need: either will do. */
export type Reader = Db | Tx;

export function connect(options: DatabaseOptions): Database<Db, Tx> {
  return openDatabase<Db, Tx>(options, (adapter) => new PrismaClient({ adapter }));
}
