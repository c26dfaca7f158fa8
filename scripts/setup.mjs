// Takes a machine with nothing but Node 20 (or later) and npm to one that runs everything here:
// pnpm, Node 24, the dependencies, the Prisma clients and, without containers, nats-server.
// Plain JavaScript, because it runs before the Node that can run TypeScript is there.
// Does nothing, in a few milliseconds, when all is in place. With `--without-nats` it is for a program
// that starts no servers, and asks for no nats-server.

import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Not `import.meta.dirname`, which the first versions of Node 20 lack.
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const bin = join(root, 'node_modules/.bin');
process.chdir(root);

installDependencies();
generateClients();
if (!process.argv.includes('--without-nats')) provideNats();

function installDependencies() {
  const [wanted, installed] = ['pnpm-lock.yaml', 'node_modules/.pnpm/lock.yaml'].map(read);
  if (wanted === installed) return;
  const { packageManager } = JSON.parse(read('package.json'));
  run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile']);

  const shipped = existsSync(join(bin, 'node')); // For Linux only: npm has no Node 24 for others.
  if (!shipped && Number.parseInt(process.versions.node) < 24) {
    stop(`This is Node ${process.versions.node}, and npm has no Node 24 for this system.
      Please install Node 24 and try again.`);
  }
}

function generateClients() {
  for (const service of readdirSync('services')) {
    const schema = `services/${service}/prisma/schema.prisma`;
    const client = `services/${service}/src/generated/prisma/client.ts`;
    if (!existsSync(schema) || timeOf(client) > timeOf(schema)) continue;
    run(join(bin, 'prisma'), ['generate', '--schema', schema]);
  }
}

/** Tests and demo ask for TEST_NATS_URL, then for containers, then for this program. */
function provideNats() {
  const containers = process.env.DOCKER_HOST ?? existsSync('/var/run/docker.sock');
  if (process.env.TEST_NATS_URL || containers || onPath('nats-server')) return;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    stop(`There is no nats-server. Please do one of these, and try again:
        - install nats-server 2.9 or later so that it is on the PATH
          (Debian, Ubuntu: apt-get install nats-server; macOS: brew install nats-server);
        - start Docker, or another engine that DOCKER_HOST points at;
        - point TEST_NATS_URL at a server of yours that has JetStream.`);
  }
  run('apt-get', ['update', '-qq']);
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'nats-server']);
}

/** Says what it does on standard error: standard output belongs to the program that runs next. */
function run(command, args) {
  console.error(`$ ${[command.split('/').at(-1), ...args].join(' ')}`);
  try {
    execute(command, args);
  } catch (error) {
    stop(`${command.split('/').at(-1)} failed: ${error.message}`);
  }
}

function stop(reason) {
  console.error(`\n      ${reason}\n`);
  process.exit(1);
}

function execute(command, args) {
  execFileSync(command, args, {
    stdio: ['ignore', 2, 2],
    env: {
      ...process.env,
      DEBIAN_FRONTEND: 'noninteractive',
      CHECKPOINT_DISABLE: '1',
      // `prisma generate` downloads this engine, which it does not use, unless it is told of one.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    },
  });
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function onPath(program) {
  return process.env.PATH.split(delimiter).some((directory) =>
    existsSync(join(directory, program)),
  );
}
