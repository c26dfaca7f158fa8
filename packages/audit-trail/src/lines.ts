import { closeSync, openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 1024 * 1024;
const LINE_BYTES_MAX = 64 * 1024 * 1024;
const NEWLINE = 10;

/**
 * The lines of a file, without their ends. A line is only good until the next is asked for. What
 * comes after the last newline counts as a line too, for a file that was cut off is to be noticed.
 */
export function* linesOf(path: string): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    let buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    let kept = 0;
    for (;;) {
      if (kept === buffer.length) buffer = enlarged(buffer);
      const read = readSync(file, buffer, kept, buffer.length - kept, null);
      if (read === 0) break;
      const filled = buffer.subarray(0, kept + read);
      let start = 0;
      let newline = filled.indexOf(NEWLINE, kept);
      while (newline >= 0) {
        yield filled.subarray(start, newline);
        start = newline + 1;
        newline = filled.indexOf(NEWLINE, start);
      }
      filled.copyWithin(0, start);
      kept = filled.length - start;
    }
    if (kept > 0) yield buffer.subarray(0, kept);
  } finally {
    closeSync(file);
  }
}

function enlarged(buffer: Buffer): Buffer<ArrayBuffer> {
  if (buffer.length >= LINE_BYTES_MAX) throw new RangeError('A line is too long');
  return Buffer.concat([buffer], buffer.length * 2);
}
