import { createPrivateKey } from 'node:crypto';
import {
  canonicalJson,
  coverageLine,
  EMPTY_TREE,
  entryHash,
  entryLine,
  formatCheckpoint,
  genesisHash,
  growTree,
  headerLine,
  headLeaf,
  logLine,
  proveInclusion,
  rootOf,
  signNote,
  verifierKey,
  type Entry,
  type Head,
  type Place,
  type Signer,
  type Tree,
} from '../src/index.ts';

export const STREAM = '018f0000-0000-7000-8000-000000000001';

const seeded = (byte: number): Signer => {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex');
  const key = Buffer.concat([prefix, Buffer.alloc(32, byte)]);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  return { name: 'example.com/audit', privateKey };
};

export const SIGNER = seeded(1);
export const STRANGER = seeded(2);

interface Body {
  readonly seq: number;
  readonly kind: string;
}

const bodyOf = (seq: number): Body => ({ seq, kind: 'decision-taken' });

/** Entries that follow one another, on from the last of those that are there. */
export function extend(
  entries: readonly Entry[],
  count: number,
  { stream = STREAM, body = bodyOf }: { stream?: string; body?: (seq: number) => object } = {},
): Entry[] {
  const all = [...entries];
  for (let i = 0; i < count; i++) {
    const last = all.at(-1);
    const seq = (last?.seq ?? 0) + 1;
    const prevHash = last?.hash ?? genesisHash(stream);
    const content = Buffer.from(canonicalJson(body(seq)));
    const hash = entryHash({ seq, prevHash, body: content });
    all.push({ stream, seq, prevHash, hash, body: content });
  }
  return all;
}

/** A log of heads, made with a signer of one's choice. */
export function startLog(signer: Signer = SIGNER) {
  const nodes = new Map<string, Uint8Array>();
  const lines: string[] = [];
  const leaves: Head[] = [];
  let tree: Tree = EMPTY_TREE;
  let note = '';
  const hashAt = ({ level, index }: Place) => nodes.get(`${level}/${index}`) ?? Buffer.alloc(0);

  function checkpoint(...heads: readonly Head[]): void {
    for (const { stream, seq, hash } of heads) {
      const step = growTree(tree, headLeaf({ stream, seq, hash }));
      for (const node of step.nodes) nodes.set(`${node.level}/${node.index}`, node.hash);
      ({ tree } = step);
      leaves.push({ stream, seq, hash });
    }
    const text = formatCheckpoint({ origin: signer.name, size: tree.size, root: rootOf(tree) });
    note = signNote(text, signer);
    lines.push(logLine({ note, heads: heads.map((head) => ({ ...head })) }));
  }

  return {
    lines,
    checkpoint,
    /** The line that shows what the last checkpoint has seen of the stream. */
    coverage(stream = STREAM): string {
      const index = leaves.findLastIndex((leaf) => leaf.stream === stream);
      const head = leaves[index];
      if (!head) throw new Error('No checkpoint has seen the stream');
      const proof = proveInclusion({ index, size: tree.size }, hashAt);
      return coverageLine({ note, index, seq: head.seq, hash: head.hash, proof });
    },
  };
}

export interface ExportParts {
  readonly stream?: string;
  readonly key?: string | null;
  readonly coverage?: string | undefined;
}

/** The text of an export. */
export function exported(entries: readonly Entry[], parts: ExportParts = {}): string {
  const { stream = STREAM, key = verifierKey(SIGNER), coverage = '' } = parts;
  return [headerLine({ stream, key }), coverage, ...entries.map((each) => entryLine(each))].join(
    '',
  );
}

export function* linesIn(text: string): Generator<Buffer> {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) yield Buffer.from(line);
}

export const headOf = (entries: readonly Entry[], seq: number): Head => {
  const entry = entries[seq - 1];
  if (!entry) throw new Error(`No entry ${seq}`);
  return entry;
};
