import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  EMPTY_TREE,
  growTree,
  isIncluded,
  leafHash,
  peaksOf,
  proofPlaces,
  proveInclusion,
  rootOf,
  type Place,
  type Tree,
} from './merkle.ts';

// The leaves and roots that the reference implementation of Certificate Transparency is tested with.
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => leafHash(Buffer.from(text, 'hex')));
const ROOTS = [
  'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

const key = ({ level, index }: Place) => `${level}/${index}`;

function grown(leaves: readonly Buffer[]) {
  const hashes = new Map<string, Uint8Array>();
  let tree: Tree = EMPTY_TREE;
  for (const leaf of leaves) {
    const step = growTree(tree, leaf);
    for (const node of step.nodes) hashes.set(key(node), node.hash);
    ({ tree } = step);
  }
  const hashAt = (place: Place) => hashes.get(key(place)) ?? Buffer.from('none');
  return { tree, hashAt };
}

const manyLeaves = fc
  .integer({ min: 1, max: 70 })
  .map((size) => Array.from({ length: size }, (_, i) => leafHash(Buffer.from([i]))));

describe('a tree', () => {
  it.each(ROOTS.map((root, size) => [size, root] as const))(
    'of %i leaves has the root of RFC 6962',
    (size, root) => {
      expect(rootOf(grown(LEAVES.slice(0, size)).tree).toString('hex')).toBe(root);
    },
  );

  it('has its peaks where its nodes are', () => {
    fc.assert(
      fc.property(manyLeaves, (leaves) => {
        const { tree, hashAt } = grown(leaves);

        expect(peaksOf(leaves.length).map(hashAt)).toEqual(tree.peaks);
      }),
    );
  });
});

describe('an inclusion proof', () => {
  it('is the one of RFC 6962 §2.1.3', () => {
    const { hashAt } = grown(LEAVES.slice(0, 7));
    const hex = proveInclusion({ index: 6, size: 7 }, hashAt).map((hash) =>
      Buffer.from(hash).toString('hex'),
    );

    // [i, k]: the third leaf pair's node, then that of the first four.
    expect(proofPlaces(6, 7)).toEqual([
      { level: 1, index: 2 },
      { level: 2, index: 0 },
    ]);
    expect(hex[1]).toBe(ROOTS[4]);
  });

  it('holds for each leaf of a tree, and for no other place, leaf, size or path', () => {
    const choice = fc.tuple(manyLeaves, fc.nat(), fc.nat(), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(choice, ([leaves, pick, otherPick, bit]) => {
        const size = leaves.length;
        const [index, other] = [pick % size, otherPick % size];
        const { tree, hashAt } = grown(leaves);
        const [leaf, root] = [hashAt({ level: 0, index }), rootOf(tree)];
        const proof = proveInclusion({ index, size }, hashAt);
        const inclusion = { index, size, leaf, proof, root };

        expect(isIncluded(inclusion)).toBe(true);
        expect(isIncluded({ ...inclusion, index: other })).toBe(index === other);
        expect(isIncluded({ ...inclusion, leaf: flipped(leaf, bit) })).toBe(false);
        expect(isIncluded({ ...inclusion, root: flipped(root, bit) })).toBe(false);
        expect(isIncluded({ ...inclusion, index: size })).toBe(false);
        expect(isIncluded({ ...inclusion, proof: [...proof, root] })).toBe(false);
        if (proof.length === 0) return;
        expect(isIncluded({ ...inclusion, proof: proof.slice(1) })).toBe(false);
        const [first = leaf, ...others] = proof;
        expect(isIncluded({ ...inclusion, proof: [flipped(first, bit), ...others] })).toBe(false);
      }),
    );
  });
});

function flipped(hash: Uint8Array, bit: number): Buffer {
  const copy = Buffer.from(hash);
  copy.writeUInt8(copy.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
  return copy;
}
