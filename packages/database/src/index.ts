export { isDatabaseUnavailable } from './failure.ts';
export { keepHouse, type Housekeeping } from './housekeeping.ts';
export { openDatabase, type Database, type DatabaseOptions } from './open.ts';
export type { SqlTx, Transact } from './sql.ts';
