import { canonicalJson, entryHash, genesisHash } from '@signalos/audit-trail';

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

/** The last entry of a stream; undefined where there is none yet. */
export type LastEntry = { readonly seq: number; readonly hash: string } | undefined;

/** An entry in its place in the chain; hashes are in hex. */
export interface LinkedEntry {
  readonly stream: string;
  readonly seq: number;
  readonly prevHash: string;
  readonly hash: string;
  /** The text whose bytes are hashed. */
  readonly content: string;
  readonly at: Date;
}

/** What `audit_append` locks for a stream: while it is held, no one else appends to it. */
export const lockOf = (stream: string) => `audit ${stream}`;

/** What is hashed of an event. */
export function contentOf({ at, kind, data }: AuditEvent): string {
  return canonicalJson({ at: at.toISOString(), kind, data });
}

/** The entry that follows the last one of its stream. */
export function linkEntry(last: LastEntry, event: AuditEvent): LinkedEntry {
  const { stream, at } = event;
  const content = contentOf(event);
  const seq = (last?.seq ?? 0) + 1;
  const prevHash = last ? Buffer.from(last.hash, 'hex') : genesisHash(stream);
  const hash = entryHash({ seq, prevHash, body: Buffer.from(content) }).toString('hex');
  return { stream, seq, prevHash: prevHash.toString('hex'), hash, content, at };
}

/** The stream of what concerns everybody. */
export const PLATFORM = 'platform';
