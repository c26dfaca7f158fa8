import { isSameHash, sha256 } from './hash.ts';

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/** A full subtree of 2^level leaves, the index-th of that size. */
export interface Place {
  readonly level: number;
  readonly index: number;
}

export interface TreeNode extends Place {
  readonly hash: Uint8Array;
}

/** Leaves from `start` up to, but not with, `end`. */
interface Range {
  readonly start: number;
  readonly end: number;
}

export function leafHash(data: Uint8Array): Buffer {
  return sha256(LEAF, data);
}

/** A tree of RFC 6962 as far as it takes to grow it: the hashes of its full subtrees, left to right. */
export interface Tree {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const EMPTY_TREE: Tree = { size: 0, peaks: [] };

/** The tree with one more leaf, and the full subtrees that came with it. */
export function growTree({ size, peaks }: Tree, leaf: Uint8Array) {
  const left = [...peaks];
  const nodes: TreeNode[] = [{ level: 0, index: size, hash: leaf }];
  let top = { level: 0, index: size, hash: leaf };
  while (top.index % 2 === 1) {
    const neighbour = left.pop();
    if (!neighbour) throw new RangeError(`A tree of ${size} leaves has more peaks`);
    const hash = parentOf(neighbour, top.hash);
    top = { level: top.level + 1, index: (top.index - 1) / 2, hash };
    nodes.push(top);
  }
  return { tree: { size: size + 1, peaks: [...left, top.hash] } satisfies Tree, nodes };
}

export function rootOf({ peaks }: Tree): Buffer {
  if (peaks.length === 0) return sha256();
  return Buffer.from(peaks.reduceRight((right, left) => parentOf(left, right)));
}

/** Where the peaks of a tree of this size are. */
export function peaksOf(size: number): Place[] {
  return placesOf({ start: 0, end: size });
}

/** Where the hashes are that an inclusion proof is made of. */
export function proofPlaces(index: number, size: number): Place[] {
  return pathOf(index, { start: 0, end: size }).flatMap(placesOf);
}

/** PATH(index, D[size]) of RFC 6962, from the hashes of full subtrees. */
export function proveInclusion(
  { index, size }: { readonly index: number; readonly size: number },
  hashAt: (place: Place) => Uint8Array,
): Uint8Array[] {
  const path = pathOf(index, { start: 0, end: size });
  return path.map((range) => {
    const { start: _start, end } = range;
    return rootOf({ size: end, peaks: placesOf(range).map(hashAt) });
  });
}

export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the proof leads from the leaf, at its place in a tree of this size, to the root. */
export function isIncluded({ index, size, leaf, proof, root }: Inclusion): boolean {
  if (index >= size) return false;
  const path = pathOf(index, { start: 0, end: size });
  if (path.length !== proof.length) return false;
  const top = proof.reduce((hash, sibling, step) => {
    const isLeft = (path[step]?.start ?? 0) < index;
    return isLeft ? parentOf(sibling, hash) : parentOf(hash, sibling);
  }, leaf);
  return isSameHash(top, root);
}

const parentOf = (left: Uint8Array, right: Uint8Array) => sha256(NODE, left, right);

/** The siblings on the way from a leaf up to the root. */
function pathOf(index: number, { start, end }: Range): Range[] {
  if (end - start <= 1) return [];
  const middle = start + powerBelow(end - start);
  return index < middle
    ? [...pathOf(index, { start, end: middle }), { start: middle, end }]
    : [...pathOf(index, { start: middle, end }), { start, end: middle }];
}

/** The full subtrees that a range, as the tree is cut into, consists of. */
function placesOf({ start, end }: Range): Place[] {
  const places: Place[] = [];
  for (let at = start; at < end;) {
    const level = Math.floor(Math.log2(end - at));
    places.push({ level, index: at / 2 ** level });
    at += 2 ** level;
  }
  return places;
}

/** The largest power of two below a number. */
function powerBelow(count: number): number {
  const power = 2 ** Math.floor(Math.log2(count));
  return power === count ? power / 2 : power;
}
