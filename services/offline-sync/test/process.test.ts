import { startService, startWorld } from '@signalos/testing';
import { expect, it } from 'vitest';
import { folder } from './offline-sync.ts';

it('starts, and stops cleanly on SIGTERM', async () => {
  await using world = await startWorld(folder);
  const service = await startService({ directory: folder, environment: world.environment });

  const { code, output } = await service.stop();

  expect(output).toContain('"stopping"');
  expect(code, output).toBe(0);
});
