export interface User {
  readonly id: string;
  readonly email: string;
  readonly displayName: string | null;
  readonly roles: string[];
  readonly registeredAt: Date;
}

/** What everyone may do who opens an account. */
export const DEFAULT_ROLES: readonly string[] = ['trader'];

/** Who may act for the whole platform, and on accounts of others. Nobody is by opening an account. */
export const OPERATOR = 'operator';
