import { setTimeout as sleep } from 'node:timers/promises';
import { logLine, type Signer } from '@signalos/audit-trail';
import type { Transact } from '@signalos/database';
import type { Logger } from '@signalos/runtime';
import type { Tx } from '../db.ts';
import { openCheckpointFile } from './checkpoint-file.store.ts';
import { makeCheckpoint, type Scan } from './checkpoint.commands.ts';
import { findCheckpoint, listCheckpoints, listHeads, lockCheckpoints } from './checkpoint.store.ts';

/** Written to the file in one round. */
const LINES_MAX = 100;

export interface CheckpointOptions {
  readonly transact: Transact<Tx>;
  readonly signer: Signer;
  readonly everyMs: number;
  /** Where checkpoints are kept outside the database, if they are. */
  readonly directory: string | undefined;
  readonly now: () => Date;
  readonly log: Logger;
}

/**
 * Signs the audit trail at intervals, and copies what was signed to a file. Any number of replicas
 * may: they take turns by a lock, and whoever finds nothing new signs nothing.
 */
export function runCheckpoints(options: CheckpointOptions): AsyncDisposable {
  const { everyMs, directory, log } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let scan: Scan = { scannedAt: undefined, isPartial: false };

  async function round(): Promise<void> {
    const { transact, signer, now } = options;
    const { scannedAt } = scan;
    scan = await transact((tx) => makeCheckpoint(tx, { signer, now: now(), scannedAt }));
    if (directory === undefined) return;
    while ((await copyOut(options, directory)) === LINES_MAX && !signal.aborted);
  }

  async function loop(): Promise<void> {
    while (!signal.aborted) {
      await round().catch((err: unknown) => log.error({ err }, 'audit trail not checkpointed'));
      const pauseMs = scan.isPartial ? 0 : everyMs;
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
    }
  }

  const done = loop();
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await done;
    },
  };
}

/** Appends what the file has not yet, from where it ends; tells how many checkpoints those were. */
function copyOut({ transact }: CheckpointOptions, directory: string): Promise<number> {
  return transact(async (tx) => {
    if (!(await lockCheckpoints(tx))) return 0;
    await using file = await openCheckpointFile(directory);
    await assertSameLog(tx, file);
    const checkpoints = await listCheckpoints(tx, { after: file.size, limit: LINES_MAX });
    let from = file.size;
    let lines = '';
    for (const { size: to, note } of checkpoints) {
      lines += logLine({ note, heads: await listHeads(tx, { from, to }) });
      from = to;
    }
    if (lines !== '') await file.append(lines);
    return checkpoints.length;
  });
}

interface Tail {
  readonly size: number;
  readonly lastLine: string;
}

/** A database that was set back, or rewritten, must not make a file of its own past. */
async function assertSameLog(tx: Tx, { size, lastLine }: Tail): Promise<void> {
  if (size === 0) return;
  const checkpoint = await findCheckpoint(tx, size);
  const { note } = JSON.parse(lastLine) as { note: string };
  if (checkpoint?.note === note) return;
  throw new Error(`The database does not know the checkpoint of ${size} heads that is in the file`);
}
