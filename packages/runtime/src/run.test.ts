import { expect, it } from 'vitest';
import { z } from 'zod';
import { run } from './run.ts';

const config = z.object({ logLevel: z.literal('silent') });

it('starts, waits for a signal, and stops', async () => {
  const life: string[] = [];
  const running = run(
    {
      name: 'test',
      config,
      async start() {
        life.push('started');
        return {
          url: 'http://localhost:1',
          async [Symbol.asyncDispose]() {
            life.push('stopped');
          },
        };
      },
    },
    { logLevel: 'silent' },
  );
  await expect.poll(() => life).toEqual(['started']);

  process.emit('SIGTERM');
  await running;

  expect(life).toEqual(['started', 'stopped']);
});

it('does not start with a wrong configuration', async () => {
  await expect(
    run({ name: 'test', config, start: () => Promise.reject(new Error('started')) }, {}),
  ).rejects.toThrow('Invalid configuration');
});
