import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

it('plays the main job, and counts what the services report', async () => {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', 'scripts/demo.ts', '--json'],
    { cwd: root },
  );

  const lines = stdout.trim().split('\n');
  expect(lines).toHaveLength(1);
  const counts = JSON.parse(lines[0] ?? '');
  expect(counts).toEqual({
    messages: 35,
    signals: 22,
    queued: 28,
    executed: expect.any(Number),
    refused: 7,
    expired: 1,
    failed: expect.any(Number),
    held: expect.any(Number),
    violationEvents: 7,
    milliseconds: expect.any(Number),
  });
  // Whether a breakeven stop can be placed depends on the price of the moment.
  expect(counts.executed + counts.failed).toBe(20);
  expect(counts.failed).toBeLessThanOrEqual(1);
  expect(counts.held).toBeGreaterThanOrEqual(1);
  expect(stderr).toContain('stop-on-wrong-side, confirmed; refused: ');
  for (const rule of ['LOT_MAX_PER_TRADE', 'DAILY_LOSS_LIMIT', 'SL_REQUIRED']) {
    expect(stderr).toContain(rule);
  }
  expect(stderr).toContain('63 items known already');
});
