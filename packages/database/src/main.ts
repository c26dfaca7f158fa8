import { pathToFileURL } from 'node:url';
import { deploy, migrationsOf, status } from './migrations/index.ts';

// The migration job of a service, also in its image:
//   DATABASE_URL=… node packages/database/src/main.ts deploy services/<name>
//   DATABASE_URL=… node packages/database/src/main.ts status services/<name>   exits 1 if any is pending
const USAGE =
  'Usage: DATABASE_URL=… node packages/database/src/main.ts deploy|status services/<name>';

const [command, directory] = process.argv.slice(2);
const url = process.env['DATABASE_URL'];
if (!url || !directory || !['deploy', 'status'].includes(command ?? '')) {
  console.error(USAGE);
  process.exit(2);
}

const migrations = await migrationsOf(pathToFileURL(`${directory}/`));
if (command === 'deploy') {
  const applied = await deploy(url, migrations);
  console.log(applied.length > 0 ? `Applied ${applied.join(', ')}` : 'Nothing to apply');
} else {
  const { applied, pending } = await status(url, migrations);
  console.log(`${applied.length} applied, ${pending.length} pending ${pending.join(', ')}`.trim());
  process.exitCode = pending.length > 0 ? 1 : 0;
}
process.exit(); // The schema engine leaves a timer of ten seconds behind.
