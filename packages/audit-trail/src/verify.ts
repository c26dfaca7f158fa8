import { followChain, type Chain, type Witness } from './chain.ts';
import { headLeaf, type Checkpoint } from './checkpoint.ts';
import type { Head } from './entry.ts';
import {
  parseCoverage,
  parseEntry,
  parseHeader,
  type Coverage,
  type ExportHeader,
} from './export.ts';
import { faulty, TrailFault, type Fault } from './fault.ts';
import { headsInLog, openCheckpoint } from './log.ts';
import { isIncluded } from './merkle.ts';
import { parseVerifierKey, type NoteKey } from './note.ts';

export interface VerifyOptions {
  /** Known from elsewhere than the export. Without one, its own word is taken for its key. */
  readonly keys?: readonly NoteKey[];
  /** The lines of a log of heads that was kept outside the database. */
  readonly log?: Iterable<Buffer>;
  /** The number of an entry that the trail is known to have. */
  readonly atLeast?: number;
}

export interface Sound {
  readonly ok: true;
  readonly stream: string;
  readonly entries: number;
  readonly head: Head;
  /** The checkpoint in the export, and the last entry that it has seen. */
  readonly checkpoint: (Checkpoint & { readonly seq: number }) | null;
  /** The last entry that the log outside has seen; null without such a log, or not seen in it. */
  readonly loggedSeq: number | null;
  /** Whether the key was known from elsewhere. */
  readonly keyIsKnown: boolean;
}

export type Verdict = Sound | { readonly ok: false; readonly fault: Fault };

/**
 * Checks an export line by line, in constant memory, and stops at the first thing that is wrong.
 * Throws where it is no export at all.
 */
export function verifyExport(lines: Iterable<Buffer>, options: VerifyOptions = {}): Verdict {
  try {
    return check(lines, options);
  } catch (error) {
    if (error instanceof TrailFault) return { ok: false, fault: error.fault };
    throw error;
  }
}

function check(lines: Iterable<Buffer>, options: VerifyOptions): Sound {
  const { keys: known = [], log, atLeast } = options;
  const rest = lines[Symbol.iterator]();
  const header = parseHeader(nextOf(rest));
  const { stream } = header;
  const keys = known.length > 0 ? known : keyIn(header);
  const first = nextOf(rest);
  const coverage = parseCoverage(first);
  const checkpoint = coverage && checkCoverage(coverage, { stream, keys });

  const logged = remembering(log ? headsInLog(log, { keys, stream, claim: checkpoint }) : nobody);
  const seen = coverage ? [{ ...coverage, stream }].values() : nobody;
  const head = followEntries(followChain(stream, [seen, logged]), {
    first: coverage ? nextOf(rest) : first,
    rest,
    atLeast,
  });
  return {
    ok: true,
    stream,
    entries: head.seq,
    head,
    checkpoint: checkpoint ? { ...checkpoint, seq: coverage.seq } : null,
    loggedSeq: logged.last?.seq ?? null,
    keyIsKnown: known.length > 0,
  };
}

const nobody: Witness = { next: () => ({ done: true, value: undefined }) };

interface Entries {
  readonly first: Buffer | undefined;
  readonly rest: Iterator<Buffer>;
  readonly atLeast: number | undefined;
}

function followEntries(chain: Chain, { first, rest, atLeast = 0 }: Entries): Head {
  for (let line = first; line; line = nextOf(rest)) {
    chain.add(parseEntry(line, chain.head.seq + 1));
  }
  chain.end();
  const { seq } = chain.head;
  if (seq < atLeast) {
    faulty('truncated', `It ends before entry ${atLeast}, which it has to have`, seq + 1);
  }
  return chain.head;
}

function nextOf(lines: Iterator<Buffer>): Buffer | undefined {
  const next = lines.next();
  return next.done ? undefined : next.value;
}

function keyIn({ key }: ExportHeader): NoteKey[] {
  if (key === null) return [];
  return [parseVerifierKey(key) ?? faulty('malformed', 'The header has no key in its form')];
}

interface Signed {
  readonly stream: string;
  readonly keys: readonly NoteKey[];
}

/** Throws unless the checkpoint is signed, and has seen this head. */
export function checkCoverage(coverage: Coverage, { stream, keys }: Signed): Checkpoint {
  const { note, index, seq, hash, proof } = coverage;
  const checkpoint = openCheckpoint(note, keys);
  if (!checkpoint) return faulty('bad-signature', 'No known key has signed the checkpoint');
  const { size, root } = checkpoint;
  const leaf = headLeaf({ stream, seq, hash });
  if (isIncluded({ index, size, leaf, proof, root })) return checkpoint;
  return faulty(
    'bad-proof',
    `The checkpoint has not seen entry ${seq} of this stream as it is said`,
  );
}

function remembering(heads: Iterator<Head>): Witness & { readonly last: Head | undefined } {
  let last: Head | undefined;
  return {
    next() {
      const next = heads.next();
      if (!next.done) last = next.value;
      return next;
    },
    get last() {
      return last;
    },
  };
}
