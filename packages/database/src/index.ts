export { isDatabaseUnavailable, isPoolExhausted } from './failure.ts';
export { keepHouse, type Housekeeping } from './housekeeping.ts';
export { openDatabase, type Database, type DatabaseOptions } from './open.ts';
export type { Sql, SqlTx, Transact } from './sql.ts';
export { rowsOf, sql, writeTogether, type Statement } from './statement.ts';
