import { globSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const LINES_MIN = 90;
const folders = globSync(['packages/*/src', 'services/*/src'], { cwd: import.meta.dirname });

export default defineConfig({
  test: {
    maxWorkers: '100%', // The default leaves a core idle.
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{packages,services}/*/{src,training}/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'service',
          include: ['{packages,services}/*/test/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['@signalos/testing/global-setup'],
          execArgv: ['--disable-warning=ExperimentalWarning'], // WebAssembly modules, of Prisma's schema engine.
          testTimeout: 20_000,
          hookTimeout: 60_000,
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
