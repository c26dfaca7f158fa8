import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { sizeAfter } from '@signalos/audit-trail';

const FILE_NAME = 'audit-checkpoints.jsonl';
/** More than the longest line has. */
const TAIL_BYTES = 1024 * 1024;
const NEWLINE = 10;

/** A log of heads outside the database, open for appending. */
export interface CheckpointFile extends AsyncDisposable {
  /** How many heads are in it. */
  readonly size: number;
  /** The last line; empty without one. */
  readonly lastLine: string;
  /** Returns when the disk has it. */
  append(lines: string): Promise<void>;
}

/** Opens the file, and cuts off the piece of a line that a crash has left at its end. */
export async function openCheckpointFile(directory: string): Promise<CheckpointFile> {
  await mkdir(directory, { recursive: true });
  const file = await open(join(directory, FILE_NAME), 'a+');
  try {
    const lastLine = await mendTail(file);
    const size = lastLine === '' ? 0 : sizeAfter(Buffer.from(lastLine));
    if (size === undefined) throw new Error(`${FILE_NAME} ends with what is no checkpoint`);
    return {
      size,
      lastLine,
      async append(lines) {
        await file.appendFile(lines);
        await file.sync();
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function mendTail(file: FileHandle): Promise<string> {
  const { size: end } = await file.stat();
  const start = Math.max(0, end - TAIL_BYTES);
  const tail = Buffer.alloc(end - start);
  await file.read(tail, 0, tail.length, start);
  const newline = tail.lastIndexOf(NEWLINE);
  if (newline + 1 < tail.length) await file.truncate(start + newline + 1);
  const before = newline > 0 ? tail.lastIndexOf(NEWLINE, newline - 1) : -1;
  return tail.toString('utf8', before + 1, newline + 1);
}
