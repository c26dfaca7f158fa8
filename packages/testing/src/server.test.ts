import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { startProgram } from './server.ts';

const directory = mkdtempSync(join(tmpdir(), 'signalos-program-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const start = (script: string) =>
  startProgram({ command: 'sh', args: ['-c', script], ready: /ready/ });

describe('a program', () => {
  it('is not stopped by a full pipe, however much it logs after it was ready', async () => {
    const file = join(directory, 'done');
    const program = await start(`
      echo ready >&2
      yes | head -c 1000000 >&2
      touch '${file}'`);
    await vi.waitFor(() => {
      expect(existsSync(file)).toBe(true);
    }, 5_000);
    await program.stop('SIGTERM');
  });

  it('that ends before it is ready is shown with what it said', async () => {
    await expect(start("echo 'no such disk' >&2")).rejects.toThrow('no such disk');
  });

  it('that is not there is said to be missing', async () => {
    const missing = startProgram({ command: 'no-such-program', args: [], ready: /ready/ });
    await expect(missing).rejects.toThrow('no-such-program cannot be started: is it installed');
  });
});
