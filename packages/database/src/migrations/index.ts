export { deploy, difference } from './engine.ts';
export { migrationsOf, writeMigration, type Migration } from './files.ts';
export { status, type MigrationStatus } from './status.ts';
