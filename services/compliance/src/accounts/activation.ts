import type { Account, Activation } from './account.ts';

/** What the account trades on besides the profile; what is left out stays as it is. */
export interface TermsChange {
  readonly phase?: Account['phase'] | undefined;
  readonly type?: Account['type'] | undefined;
  /** Null for all symbols. */
  readonly permittedSymbols?: readonly string[] | null | undefined;
}

export type Terms = Pick<Account, 'phase' | 'type' | 'permittedSymbols'>;

export function changedTerms(account: Terms, change: TermsChange): Terms {
  const { phase = account.phase, type = account.type, permittedSymbols } = change;
  const symbols = permittedSymbols === undefined ? account.permittedSymbols : permittedSymbols;
  return { phase, type, permittedSymbols: symbols ?? undefined };
}

/** Whether an activation would leave everything as it is. */
export function isSameActivation(
  account: Account,
  { profileId, version }: Pick<Activation, 'profileId' | 'version'>,
  terms: Terms,
): boolean {
  const { activation } = account;
  return (
    activation?.profileId === profileId &&
    activation.version === version &&
    account.phase === terms.phase &&
    account.type === terms.type &&
    isSameList(account.permittedSymbols, terms.permittedSymbols)
  );
}

function isSameList(one: readonly string[] | undefined, other: readonly string[] | undefined) {
  if (!one || !other) return one === other;
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
