import { entryHash, genesisHash, type Entry, type Head } from './entry.ts';
import { faulty } from './fault.ts';
import { isSameHash } from './hash.ts';

/** Walks one stream from its first entry, in constant memory. Every step throws on what is wrong. */
export interface Chain {
  readonly head: Head;
  add(entry: Omit<Entry, 'stream'>): void;
  /** Says that no more comes. */
  end(): void;
}

/** Heads of the stream that somebody else remembers, in their order. */
export type Witness = Iterator<Head>;

export function followChain(stream: string, witnesses: readonly Witness[] = []): Chain {
  let head: Head = { stream, seq: 0, hash: genesisHash(stream) };
  let early: number | undefined;
  const watch = witnesses.map((witness) => watchFor(witness));

  function take(entry: Omit<Entry, 'stream'>): void {
    const { seq, prevHash, hash } = entry;
    if (!isSameHash(entryHash(entry), hash)) faulty('altered', 'Its hash is not its own', seq);
    if (!isSameHash(prevHash, head.hash)) unlinked(seq);
    head = { stream, seq, hash };
    for (const each of watch) each.compare(head);
  }

  return {
    get head() {
      return head;
    },
    add(entry) {
      const expected = head.seq + 1;
      const { seq } = entry;
      if (early !== undefined) absent(expected, { early, next: seq });
      if (seq < expected) faulty('fork', `After ${head.seq} comes a second ${seq}`, seq);
      // What comes next tells whether the expected one is missing or only further down.
      if (seq > expected) early = seq;
      else take(entry);
    },
    end() {
      if (early !== undefined) absent(head.seq + 1, { early, next: undefined });
      for (const each of watch) each.end(head);
    },
  };
}

function unlinked(seq: number): never {
  return seq === 1
    ? faulty('wrong-stream', 'It does not follow from the name of this stream', seq)
    : faulty('broken-link', `It follows another entry than ${seq - 1} as it stands`, seq);
}

interface TooEarly {
  /** What came instead of the expected one. */
  readonly early: number;
  readonly next: number | undefined;
}

function absent(expected: number, { early, next }: TooEarly): never {
  return next === expected
    ? faulty('swapped', `It stands after ${early}`, expected)
    : faulty('missing', `After ${expected - 1} comes ${early}`, expected);
}

/** Compares a stream with what a witness remembers of it, as far as the stream goes. */
function watchFor(witness: Witness) {
  let good = 0;
  let next = witness.next();
  return {
    compare({ seq, hash }: Head): void {
      if (next.done || next.value.seq !== seq) return;
      if (!isSameHash(next.value.hash, hash)) {
        const since = `Rewritten after ${good}: a checkpoint has seen another entry here`;
        faulty('checkpoint-mismatch', since, seq);
      }
      good = seq;
      next = witness.next();
    },
    end({ seq }: Head): void {
      if (next.done) return;
      const seen = next.value.seq;
      if (seen > seq) faulty('truncated', `A checkpoint has seen it go on to ${seen}`, seq + 1);
      faulty('malformed', `Heads of the stream are not in order at ${seen}`);
    },
  };
}
