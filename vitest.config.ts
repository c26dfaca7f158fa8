import { globSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const LINES_MIN = 90;
/** Tests wait for what happens, not for a time: these limits only end what hangs, on the slowest machine. */
const HAPPENS_MS = 60_000;
const HANGS_MS = 300_000;
const folders = globSync(['packages/*/src', 'services/*/src'], { cwd: import.meta.dirname });

export default defineConfig({
  test: {
    maxWorkers: '100%', // The default leaves a core idle.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,services}/*/{src,training}/**/*.test.ts'],
          testTimeout: HANGS_MS,
        },
      },
      {
        test: {
          name: 'service',
          include: ['{packages,services}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['@signalos/testing/global-setup'],
          execArgv: ['--disable-warning=ExperimentalWarning'], // WebAssembly modules, of Prisma's schema engine.
          testTimeout: HANGS_MS,
          hookTimeout: HANGS_MS,
          expect: { poll: { timeout: HAPPENS_MS, interval: 20 } },
        },
      },
    ],
    coverage: {
      provider: 'v8',
      reporter: ['text-summary', 'json-summary'],
      include: ['{packages,services}/*/src/**/*.ts'],
      // Run as processes of their own, which the tests start and this does not see.
      exclude: ['**/generated/**', '**/main.ts', '**/*.main.ts', '**/telemetry.ts', '**/*.test.ts'],
      thresholds: Object.fromEntries(
        folders.map((folder) => [`${folder}/**/*.ts`, { lines: LINES_MIN }]),
      ),
    },
  },
});
