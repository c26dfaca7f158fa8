/** What can be wrong with a trail. */
export type FaultReason =
  /** Its hash is not that of what it says. */
  | 'altered'
  /** An entry between two others is not there. */
  | 'missing'
  /** Two entries stand in each other's place. */
  | 'swapped'
  /** A second entry has this number. */
  | 'fork'
  /** It follows another entry than the one before it. */
  | 'broken-link'
  /** The first entry is that of another stream. */
  | 'wrong-stream'
  /** It ends before what a checkpoint has seen, or the verifier knows of. */
  | 'truncated'
  /** A checkpoint has seen another entry in this place. */
  | 'checkpoint-mismatch'
  /** No known key has signed the checkpoint. */
  | 'bad-signature'
  /** The stream's head is not in the tree that was signed. */
  | 'bad-proof'
  /** Two checkpoints say that the log had another past. */
  | 'log-fork'
  /** Not in the form of an export, or of a log. */
  | 'malformed';

/** The first thing that is wrong. */
export interface Fault {
  /** The first entry that is not what it was; null where no single entry is to blame. */
  readonly seq: number | null;
  readonly reason: FaultReason;
  readonly detail: string;
}

/** Thrown inside the verifier, and caught at its door. */
export class TrailFault extends Error {
  readonly fault: Fault;

  constructor(fault: Fault) {
    super(fault.detail);
    this.fault = fault;
  }
}

export function faulty(reason: FaultReason, detail: string, seq: number | null = null): never {
  throw new TrailFault({ seq, reason, detail });
}
