import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  globSync,
  mkdirSync,
  readFileSync,
  writeFileSync,
  existsSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const USAGE = `Usage: pnpm new:service <name>

Adds services/<name>, which starts, has a database, a migration, a route, an event and passing
tests. The name is in lower case, with hyphens: price-alerts.`;

const root = join(import.meta.dirname, '..');
const template = join(import.meta.dirname, 'template');

/** The words a name is written as, in the places where it stands. */
function wordsOf(name: string): Readonly<Record<string, string>> {
  const pascal = name.replaceAll(/(^|-)(\w)/g, (_match, _hyphen, letter: string) =>
    letter.toUpperCase(),
  );
  return {
    __service__: name,
    __domain__: name.replaceAll('-', '_'),
    __Service__: pascal,
    __camel__: pascal.charAt(0).toLowerCase() + pascal.slice(1),
  };
}

function fill(text: string, words: Readonly<Record<string, string>>): string {
  return text.replaceAll(/__\w+?__/g, (word) => words[word] ?? word);
}

function create(name: string): void {
  const words = wordsOf(name);
  const folder = join(root, 'services', name);
  for (const file of globSync('**/*.txt', { cwd: template })) {
    const target = join(folder, fill(file.replace(/\.txt$/, ''), words));
    if (file === 'contract.ts.txt') continue;
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, fill(readFileSync(join(template, file), 'utf8'), words));
  }
  announce(name, words);
}

/** Its events become part of the catalogue. */
function announce(name: string, words: Readonly<Record<string, string>>): void {
  const contracts = join(root, 'packages/contracts/src');
  const contract = fill(readFileSync(join(template, 'contract.ts.txt'), 'utf8'), words);
  writeFileSync(join(contracts, `${name}.ts`), contract);
  appendFileSync(
    join(contracts, 'domains.ts'),
    `export * as ${words['__camel__']} from './${name}.ts';\n`,
  );
  appendFileSync(
    join(contracts, 'index.ts'),
    `export { ${words['__camel__']}NoteTaken } from './${name}.ts';\n`,
  );
}

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { cwd: root, stdio: ['ignore', 2, 2] });

const [name = ''] = process.argv.slice(2);
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error(USAGE);
  process.exit(2);
}
if (['docs', 'events', 'health', 'metrics'].includes(name)) {
  console.error(`/${name} is the gateway's own: take another name`);
  process.exit(2);
}
for (const taken of [`services/${name}`, `packages/contracts/src/${name}.ts`]) {
  if (!existsSync(join(root, taken))) continue;
  console.error(`${taken} is there already`);
  process.exit(2);
}
create(name);
run('npx', '--yes', readPackageManager(), 'install', '--offline', '--no-frozen-lockfile');
run(process.execPath, 'scripts/setup.mjs');
run(process.execPath, '--disable-warning=ExperimentalWarning', 'scripts/generate.ts');
run(
  'npx',
  'prettier',
  '--log-level',
  'warn',
  '--write',
  `services/${name}`,
  'packages/contracts/src',
);
console.log(`services/${name} is there. Its tests: npx vitest run services/${name}`);

function readPackageManager(): string {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    packageManager: string;
  };
  return packageManager;
}
