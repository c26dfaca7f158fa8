import { AppError } from '@signalos/errors';
import { createLogger, loadConfig } from '@signalos/runtime';
import { OperatorsConfig } from './config.ts';
import { Email } from './credentials.ts';
import { connect } from './db.ts';
import { appointOperator } from './users/operator.commands.ts';
import { listUsersWithRole } from './users/user.store.ts';
import { OPERATOR, type User } from './users/user.ts';

const USAGE = `Usage: npm run operators -- <command>

  list             show who may act for the whole platform
  grant <email>    let a user do so who has an account
  revoke <email>   do not let him any more

It needs DATABASE_URL, of the auth service. Who is signed in has the role, or has it no more, from his
next access token on: sign in or refresh. One that he has already stays as it is until it expires.`;

const [command = '', argument, ...more] = process.argv.slice(2);
const email = Email.safeParse(argument).data;
if (!isComplete()) {
  console.error(USAGE);
  process.exit(2);
}

const log = createLogger('auth-operators', { level: 'info' });
const { databaseUrl: url } = loadConfig(OperatorsConfig, process.env);
await using database = connect({ url, poolMax: 1, name: 'auth-operators', log });

try {
  if (email !== undefined) await appoint(email, command === 'grant');
  const operators = await listUsersWithRole(database.client, OPERATOR);
  console.table(operators.map(toLine));
} catch (error) {
  if (!(error instanceof AppError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}

function isComplete(): boolean {
  if (more.length > 0) return false;
  if (command === 'list') return argument === undefined;
  return ['grant', 'revoke'].includes(command) && email !== undefined;
}

async function appoint(whom: string, isOperator: boolean): Promise<void> {
  const { userId, isChanged } = await database.transact((tx) =>
    appointOperator(tx, { email: whom, isOperator }),
  );
  if (isChanged) log.info({ userId, isOperator }, 'operator appointed or dismissed');
}

function toLine({ id, email: address }: User) {
  return { id, address };
}
