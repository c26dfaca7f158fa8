import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { expect, inject, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** The sources, as a clean checkout has them. The path has a space, because some do. */
function copyRepository(): string {
  const target = join(mkdtempSync(join(tmpdir(), 'signalos-copy-')), 'my checkout');
  const list = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root });
  for (const file of list.toString().trim().split('\n')) {
    mkdirSync(dirname(join(target, file)), { recursive: true });
    cpSync(join(root, file), join(target, file), { force: true });
  }
  return target;
}

async function run(cwd: string, command: string, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    TEST_DATABASE_URL: inject('postgresUrl'),
    TEST_NATS_URL: inject('natsUrl'),
  };
  try {
    const { stdout } = await promisify(execFile)(command, args, { cwd, env });
    return stdout;
  } catch (error) {
    const { message, stdout } = error as Error & { stdout: string }; // It says what went to stderr itself.
    throw new Error(`${message}\n${stdout}`, { cause: error });
  }
}

it('adds a service that compiles, is documented, and passes its tests', async () => {
  const copy = copyRepository();
  const bin = (name: string) => join(copy, 'node_modules/.bin', name);

  await run(copy, process.execPath, 'scripts/new-service.ts', 'price-alerts');

  await run(copy, bin('tsc'));
  await run(copy, bin('oxlint'), 'services/price-alerts', 'packages/contracts');
  await run(copy, bin('prettier'), '--check', 'services/price-alerts', 'packages/contracts');
  await run(copy, bin('depcruise'), '--config', '.dependency-cruiser.mjs', 'packages', 'services');
  const output = await run(copy, bin('vitest'), 'run', 'services/price-alerts');
  expect(output).toMatch(/Tests.*7 passed/);
  const openapi = readFileSync(join(copy, 'docs/openapi.json'), 'utf8');
  expect(openapi).toContain('/price-alerts/notes/{id}');
  const permissions = readFileSync(join(copy, 'deploy/nats/permissions.conf'), 'utf8');
  expect(permissions).toContain('signalos.evt.price_alerts.note.taken.v1.*');

  await expect(
    run(copy, process.execPath, 'scripts/new-service.ts', 'price-alerts'),
  ).rejects.toThrow('services/price-alerts is there already');
  await expect(run(copy, process.execPath, 'scripts/new-service.ts', 'Price')).rejects.toThrow(
    'Usage: pnpm new:service',
  );
  rmSync(dirname(copy), { recursive: true });
});
