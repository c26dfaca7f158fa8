import { defineError } from '@signalos/errors';
import type { Content, ItemKind } from './item.ts';

/** What an item was answered when it was first received. */
export interface Entry {
  readonly actionId: string;
  readonly seq: number | null;
  readonly contentSha: string;
  readonly status: 'accepted' | 'voided' | 'rejected';
  readonly code: string | null;
  readonly detail: string | null;
  readonly expiresAt: Date | null;
}

export interface Verdict {
  readonly actionId: string;
  readonly status: 'accepted' | 'duplicate' | 'voided' | 'rejected';
  /** Of a duplicate: the verdict it got then, if it is still known. */
  readonly original: Entry['status'] | null;
  readonly code: string | null;
  readonly detail: string | null;
  readonly expiresAt: Date | null;
}

export interface Incoming {
  readonly actionId: string;
  readonly seq: number | null;
  readonly kind: ItemKind | 'unknown';
  readonly contentSha: string;
  readonly content: Content;
}

/** What is remembered of what came before. */
export interface Memory {
  /** How far the device's store was read. */
  readonly lastSeq: number;
  readonly byAction: ReadonlyMap<string, Entry>;
  /** Which action came under a number, where that is still known. */
  readonly bySeq: ReadonlyMap<number, string>;
}

export interface Judged {
  readonly incoming: Incoming;
  readonly verdict: Verdict;
  /** To be remembered and acted upon; none when it came before, or must not count as having come. */
  readonly fresh: Entry | undefined;
}

/** Judges items in their order; one may repeat another of the same batch. */
export function judgeItems(items: readonly Incoming[], memory: Memory): Judged[] {
  const known = new Map(memory.byAction);
  return items.map((incoming) => {
    const judged = judge(incoming, { ...memory, byAction: known });
    if (judged.fresh) known.set(incoming.actionId, judged.fresh);
    return judged;
  });
}

function judge(incoming: Incoming, { lastSeq, byAction, bySeq }: Memory): Judged {
  const { actionId, seq, contentSha } = incoming;
  const earlier = byAction.get(actionId);
  if (earlier?.contentSha === contentSha)
    return { incoming, verdict: repeat(incoming, earlier), fresh: undefined };
  if (earlier)
    return dismiss(incoming, 'payload-mismatch', 'The actionId was used for something else');
  if (seq === null || seq > lastSeq) return welcome(incoming);
  if (bySeq.has(seq)) return dismiss(incoming, 'seq-reused', `Number ${seq} was another action`);
  return { incoming, verdict: repeat(incoming, undefined), fresh: undefined };
}

function welcome(incoming: Incoming): Judged {
  const { actionId, seq, contentSha, content } = incoming;
  const invalid = content.as === 'invalid' ? content : undefined;
  const entry: Entry = {
    actionId,
    seq,
    contentSha,
    status: invalid ? 'rejected' : content.as === 'void' ? 'voided' : 'accepted',
    code: invalid?.code ?? null,
    detail: invalid?.detail ?? null,
    expiresAt: content.as === 'trade' ? content.expiresAt : null,
  };
  return { incoming, fresh: entry, verdict: { ...verdictOf(entry), original: null } };
}

/** The number has been read, so the item is a repetition even when its verdict is forgotten. */
function repeat({ actionId }: Incoming, earlier: Entry | undefined): Verdict {
  const { code = null, detail = null, expiresAt = null, status: original = null } = earlier ?? {};
  return { actionId, status: 'duplicate', original, code, detail, expiresAt };
}

function dismiss(incoming: Incoming, code: string, detail: string): Judged {
  const { actionId } = incoming;
  const verdict = { actionId, original: null, code, detail, expiresAt: null };
  return { incoming, fresh: undefined, verdict: { ...verdict, status: 'rejected' } };
}

const verdictOf = ({ contentSha: _sha, seq: _seq, ...verdict }: Entry) => verdict;

/** The number up to which the store has been read after these; throws `seq-gap` if one is missing. */
export function advance(lastSeq: number, seqs: readonly number[]): number {
  const [first = lastSeq] = seqs;
  if (first > lastSeq + 1) throw gap(first, lastSeq + 1);
  seqs.forEach((seq, index) => {
    if (seq !== first + index) throw gap(seq, first + index);
  });
  return Math.max(lastSeq, seqs.at(-1) ?? 0);
}

const gap = (received: number, expected: number) =>
  seqGap(`Item ${expected} is expected, and ${received} was sent`, { expected, received });

export const seqGap = defineError({
  kind: 'conflict',
  code: 'seq-gap',
  summary: 'Items are missing before or among those that were sent; none was taken.',
  fix: 'Send again from item `expected` on, without leaving one out.',
});
