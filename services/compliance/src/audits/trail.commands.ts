import {
  checkCoverage,
  coverageLine,
  entryLine,
  followChain,
  headerLine,
  parseVerifierKey,
  proofPlaces,
  proveInclusion,
  TrailFault,
  type Coverage,
  type Fault,
  type Head,
} from '@signalos/audit-trail';
import type { Reader } from '../db.ts';
import { listAuditEntries, type StoredEntry } from './audit-entry.store.ts';
import {
  findLastHead,
  findNewestCheckpoint,
  listNodeHashes,
  type StoredCheckpoint,
} from './checkpoint.store.ts';

/** Read at once, of entries that may have some kilobytes each. */
const PAGE = 500;
const UNKNOWN_HASH = new Uint8Array(32);

/** What the newest checkpoint has seen of a stream. */
export interface StoredCoverage extends Coverage {
  readonly checkpoint: StoredCheckpoint;
}

export interface TrailReport {
  /** The last entry that was looked at, or that is good. */
  readonly head: Head;
  readonly coverage: StoredCoverage | undefined;
  /** The first thing that is wrong. */
  readonly fault: Fault | undefined;
}

/** Walks a stream from its first entry, and compares it with all that checkpoints have seen of it. */
export async function verifyTrail(db: Reader, stream: string): Promise<TrailReport> {
  const coverage = await findCoverage(db, stream);
  const seen = coverage ? [{ ...coverage, stream }].values() : [].values();
  const chain = followChain(stream, [seen]);
  try {
    if (coverage) checkCoverage(coverage, { stream, keys: keysOf(coverage.checkpoint) });
    for await (const page of pagesOf(db, stream)) {
      for (const entry of page) {
        chain.add(entry);
        assertSeen(entry);
      }
    }
    chain.end();
    return { head: chain.head, coverage, fault: undefined };
  } catch (error) {
    if (!(error instanceof TrailFault)) throw error;
    return { head: chain.head, coverage, fault: error.fault };
  }
}

/** The lines that anybody can verify, in pieces: however long the trail is, one piece is short. */
export async function* exportTrail(db: Reader, stream: string): AsyncGenerator<Buffer> {
  const coverage = await findCoverage(db, stream);
  const key = coverage?.checkpoint.key ?? null;
  yield Buffer.from(headerLine({ stream, key }) + (coverage ? coverageLine(coverage) : ''));
  for await (const page of pagesOf(db, stream)) yield Buffer.concat(page.map(entryLine));
}

async function* pagesOf(db: Reader, stream: string): AsyncGenerator<StoredEntry[]> {
  let after = 0;
  for (;;) {
    const page = await listAuditEntries(db, { stream, after, limit: PAGE });
    if (page.length > 0) yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.seq ?? after;
  }
}

async function findCoverage(db: Reader, stream: string): Promise<StoredCoverage | undefined> {
  const head = await findLastHead(db, stream);
  const checkpoint = head && (await findNewestCheckpoint(db));
  if (!checkpoint) return undefined;
  const { index, seq, hash } = head;
  const place = { index, size: checkpoint.size };
  const places = proofPlaces(place.index, place.size);
  const hashes = await listNodeHashes(db, places);
  const known = new Map(places.map((each, i) => [`${each.level}/${each.index}`, hashes[i]]));
  const proof = proveInclusion(
    place,
    (each) => known.get(`${each.level}/${each.index}`) ?? UNKNOWN_HASH,
  );
  return { note: checkpoint.note, index, seq, hash, proof, checkpoint };
}

function keysOf({ key }: StoredCheckpoint) {
  const parsed = parseVerifierKey(key);
  return parsed ? [parsed] : [];
}

function assertSeen({ seq, hash, seenHash }: StoredEntry): void {
  if (!seenHash || Buffer.compare(seenHash, hash) === 0) return;
  const detail = 'A checkpoint has seen another entry here';
  throw new TrailFault({ seq, reason: 'checkpoint-mismatch', detail });
}
