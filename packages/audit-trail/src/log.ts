import { headLeaf, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Head } from './entry.ts';
import { isCount, parseObject } from './export.ts';
import { faulty } from './fault.ts';
import { hashFromHex, isSameHash } from './hash.ts';
import { EMPTY_TREE, growTree, rootOf, type Tree } from './merkle.ts';
import { openNote, type NoteKey } from './note.ts';

/** A checkpoint, with the heads that came into the log since the one before. */
export interface LogEntry {
  readonly note: string;
  readonly heads: readonly Head[];
}

export function logLine({ note, heads }: LogEntry): string {
  const texts = heads.map(({ stream, seq, hash }) => {
    return { stream, seq, hash: Buffer.from(hash).toString('hex') };
  });
  return `${JSON.stringify({ note, heads: texts })}\n`;
}

/** How many leaves the log has after this line; undefined where that is not known from it. */
export function sizeAfter(line: Buffer): number | undefined {
  const { note } = parseObject(line);
  return typeof note === 'string' ? parseCheckpoint(noteText(note))?.size : undefined;
}

const noteText = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1);

export interface LogReading {
  readonly keys: readonly NoteKey[];
  readonly stream: string;
  /** What somebody else says of the same log. */
  readonly claim: Checkpoint | undefined;
}

/**
 * The heads of one stream, in the order of the log. Everything in it is checked on the way, so that
 * whoever reads to its end knows that every signature and every root is right. Takes constant memory.
 */
export function* headsInLog(lines: Iterable<Buffer>, reading: LogReading): Generator<Head> {
  const { keys, stream, claim } = reading;
  let tree: Tree = EMPTY_TREE;
  let number = 0;
  for (const line of lines) {
    number++;
    const { note, heads } = parseLogLine(line, number);
    for (const head of heads) {
      ({ tree } = growTree(tree, headLeaf(head)));
      if (claim?.size === tree.size && !isSameHash(claim.root, rootOf(tree))) {
        faulty('log-fork', `The checkpoint of ${claim.size} heads is of another log`);
      }
    }
    const checkpoint = openCheckpoint(note, keys);
    if (!checkpoint) faulty('bad-signature', `No known key has signed line ${number} of the log`);
    if (checkpoint.size !== tree.size || !isSameHash(checkpoint.root, rootOf(tree))) {
      faulty('log-fork', `Line ${number} of the log does not follow from those before it`);
    }
    yield* heads.filter((head) => head.stream === stream);
  }
}

/** A checkpoint that one of the keys has signed in the name of its log. */
export function openCheckpoint(note: string, keys: readonly NoteKey[]): Checkpoint | undefined {
  const checkpoint = parseCheckpoint(openNote(note, keys) ?? '');
  return keys.some(({ name }) => name === checkpoint?.origin) ? checkpoint : undefined;
}

function parseLogLine(line: Buffer, number: number): LogEntry {
  const { note, heads } = parseObject(line);
  const read = Array.isArray(heads) ? heads.map(toHead) : [undefined];
  if (typeof note !== 'string' || !read.every((head) => head !== undefined)) {
    return faulty('malformed', `Line ${number} of the log is not in its form`);
  }
  return { note, heads: read };
}

function toHead(value: unknown): Head | undefined {
  const { stream, seq, hash: text } = Object(value) as Record<string, unknown>;
  const hash = hashFromHex(text);
  return typeof stream === 'string' && isCount(seq) && hash ? { stream, seq, hash } : undefined;
}
