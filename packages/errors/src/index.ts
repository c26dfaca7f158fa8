/** What a caller may do about a failure. Closed on purpose: every edge maps it exhaustively. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'too-large'
  | 'unsupported'
  | 'rate-limited'
  | 'internal'
  | 'unavailable'
  | 'not-implemented'
  | 'upstream-failed'
  | 'timed-out';

export interface AppErrorInit {
  readonly kind: ErrorKind;
  /** Stable, kebab-case, documented: clients branch on it, so never rename it. */
  readonly code: string;
  readonly message: string;
  /** Shown to the caller. Never put a secret or another tenant's data here. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
  readonly cause?: unknown;
}

/** An outcome the caller can act on. Anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly kind: ErrorKind;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor({ kind, code, message, details = {}, cause }: AppErrorInit) {
    super(message, { cause });
    this.kind = kind;
    this.code = code;
    this.details = details;
  }
}

/** One line of the error catalogue; `docs/problems.md` is generated from these. */
export interface ErrorContract {
  readonly kind: ErrorKind;
  readonly code: string;
  /** What has happened, as one sentence that holds for every occurrence. */
  readonly summary: string;
  /** What the caller should do about it. */
  readonly fix: string;
}

/** Makes errors of one contract: `throw accountNotFound(`No account ${id}`, { accountId: id })`. */
export interface ErrorFactory {
  (message: string, details?: Readonly<Record<string, unknown>>, cause?: unknown): AppError;
  readonly contract: ErrorContract;
}

/** Defines an error beside the rule it guards. */
export function defineError(contract: ErrorContract): ErrorFactory {
  const { kind, code } = contract;
  const make = (message: string, details?: Readonly<Record<string, unknown>>, cause?: unknown) =>
    new AppError({ kind, code, message, details, cause });
  return Object.assign(make, { contract });
}

/** What a caller is told of a bug: that it is one, and no more. */
export const internalError = defineError({
  kind: 'internal',
  code: 'internal-error',
  summary: 'A fault of ours.',
  fix: 'Report it with the `requestId`.',
});
