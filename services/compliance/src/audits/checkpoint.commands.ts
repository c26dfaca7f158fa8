import {
  formatCheckpoint,
  growTree,
  headLeaf,
  peaksOf,
  rootOf,
  signNote,
  verifierKey,
  type Head,
  type Signer,
  type Tree,
  type TreeNode,
} from '@signalos/audit-trail';
import { auditCheckpointed } from '@signalos/contracts';
import { enqueue } from '@signalos/messaging';
import type { Tx } from '../db.ts';
import {
  findNewestCheckpoint,
  insertCheckpoint,
  listGrownStreams,
  listNodeHashes,
  lockCheckpoints,
  type LoggedHead,
} from './checkpoint.store.ts';

/** In one checkpoint: its event names them all. */
const HEADS_MAX = 500;
/** No transaction lasts as long, so that none appends unseen before what was looked for last. */
const OVERLAP_MS = 60_000;

export interface MakeCheckpoint {
  readonly signer: Signer;
  readonly now: Date;
  /** When was looked last, by the database's clock; undefined to look at every stream. */
  readonly scannedAt: Date | undefined;
}

export interface Scan {
  /** What was seen up to then needs no second look. */
  readonly scannedAt: Date | undefined;
  /** Whether more is left than one checkpoint takes. */
  readonly isPartial: boolean;
}

/**
 * Signs where every stream stands that has grown: their heads become leaves of one Merkle tree,
 * and each head pins all entries before it. Without anything new, nothing is signed.
 */
export async function makeCheckpoint(
  tx: Tx,
  { signer, now, scannedAt }: MakeCheckpoint,
): Promise<Scan> {
  const at = await lockCheckpoints(tx);
  if (!at) return { scannedAt, isPartial: false };

  const since = scannedAt && new Date(scannedAt.getTime() - OVERLAP_MS);
  const heads = await listGrownStreams(tx, { since, limit: HEADS_MAX });
  if (heads.length > 0) await signHeads(tx, heads, { signer, now });
  const isPartial = heads.length === HEADS_MAX;
  return { scannedAt: isPartial ? scannedAt : at, isPartial };
}

async function signHeads(
  tx: Tx,
  heads: readonly Head[],
  { signer, now }: Omit<MakeCheckpoint, 'scannedAt'>,
): Promise<void> {
  const { name: origin } = signer;
  const { tree, nodes, leaves } = withLeaves(await getTree(tx), heads);
  const { size } = tree;
  const root = rootOf(tree);
  const note = signNote(formatCheckpoint({ origin, size, root }), signer);
  const key = verifierKey(signer);
  const checkpoint = { size, root: Uint8Array.from(root), note, key, at: now };
  await insertCheckpoint(tx, { heads: leaves, nodes, checkpoint });

  const data = {
    origin,
    size,
    root: root.toString('base64'),
    note,
    key,
    heads: heads.map((head) => ({ ...head, hash: Buffer.from(head.hash).toString('hex') })),
    checkpointedAt: now.toISOString(),
  };
  await enqueue(tx, auditCheckpointed.create(data, { at: now }));
}

async function getTree(tx: Tx): Promise<Tree> {
  const size = (await findNewestCheckpoint(tx))?.size ?? 0;
  const hashes = await listNodeHashes(tx, peaksOf(size));
  const peaks = hashes.filter((hash) => hash !== undefined);
  if (peaks.length < hashes.length) throw new Error(`The log of ${size} heads has lost nodes`);
  return { size, peaks };
}

function withLeaves(before: Tree, heads: readonly Head[]) {
  let tree = before;
  const nodes: TreeNode[] = [];
  const leaves: LoggedHead[] = [];
  for (const head of heads) {
    leaves.push({ ...head, index: tree.size });
    const step = growTree(tree, headLeaf(head));
    nodes.push(...step.nodes);
    ({ tree } = step);
  }
  return { tree, nodes, leaves };
}
