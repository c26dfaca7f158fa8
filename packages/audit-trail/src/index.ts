export { canonicalJson } from './canonical-json.ts';
export { followChain, type Chain, type Witness } from './chain.ts';
export { formatCheckpoint, headLeaf, parseCheckpoint, type Checkpoint } from './checkpoint.ts';
export { entryHash, genesisHash, type Entry, type Head } from './entry.ts';
export { coverageLine, entryLine, headerLine, type Coverage } from './export.ts';
export { TrailFault, type Fault, type FaultReason } from './fault.ts';
export { linesOf } from './lines.ts';
export { logLine, sizeAfter, type LogEntry } from './log.ts';
export {
  EMPTY_TREE,
  growTree,
  peaksOf,
  proofPlaces,
  proveInclusion,
  rootOf,
  type Place,
  type Tree,
  type TreeNode,
} from './merkle.ts';
export { parseVerifierKey, signNote, verifierKey, type NoteKey, type Signer } from './note.ts';
export { checkCoverage, verifyExport, type Verdict } from './verify.ts';
