import type { Transact } from '@signalos/database';
import type { Db, Tx } from './db.ts';
import type { KeyRing } from './encryption.ts';
import type { KeySet } from './key-set.ts';
import type { Passwords } from './passwords.ts';
import type { Lifetimes } from './sessions/session.ts';
import type { TokenIssuer } from './tokens.ts';

/** Everything an edge may reach. Small on purpose: add a field only with a second user. */
export interface Deps {
  readonly db: Db;
  readonly transact: Transact<Tx>;
  readonly now: () => Date;
  readonly passwords: Passwords;
  readonly keyRing: KeyRing;
  readonly keys: KeySet;
  readonly issueToken: TokenIssuer;
  readonly lifetimes: Lifetimes;
}
