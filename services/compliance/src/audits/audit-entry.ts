/** What is worth proving later. */
type AuditKind =
  | 'decision-taken'
  | 'profile-activated'
  | 'profile-deactivated'
  | 'profile-created'
  | 'kill-switch-changed'
  | 'violations-detected'
  | 'account-reinstated'
  | 'reservation-committed'
  | 'reservation-ended'
  | 'strategy-enabled';

/** Something that happened, before it is in the trail. */
export interface AuditEvent {
  /** The account's id; the user's, or `PLATFORM`, for what concerns no single account. */
  readonly stream: string;
  readonly kind: AuditKind;
  readonly at: Date;
  /** JSON without undefined: numbers that are money or lots are decimal strings. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** The stream of what concerns everybody. */
export const PLATFORM = 'platform';
