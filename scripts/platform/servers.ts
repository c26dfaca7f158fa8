import { randomBytes } from 'node:crypto';
import { DEFAULT_NAMESPACE } from '@signalos/contracts';
import {
  natsAuthorization,
  OPERATOR,
  passwordVariable,
  permissionsOf,
} from '@signalos/contracts/documents';
import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createLogger, createMetrics } from '@signalos/runtime';
import { startPostgres, startSecureNats, withClient } from '@signalos/testing';
import { namesOf, root } from './names.ts';

const STREAM_BYTES_MAX = 256 * 1024 ** 2;

/** Told each step, in the words for a person. */
export type Progress = (step: string) => void;

/** One database and one role for each service; the role owns nothing else. */
export async function startDatabases(
  stack: AsyncDisposableStack,
  onProgress: Progress,
): Promise<ReadonlyMap<string, string>> {
  const server = stack.use(await startPostgres());
  const databases = new Map<string, string>();
  await withClient(server.url, async (client) => {
    for (const service of namesOf('prisma/schema.prisma')) {
      const password = newSecret();
      await client.query(`create role "${service}" login password '${password}'`);
      await client.query(`create database "${service}" owner "${service}"`);
      await client.query(`revoke connect on database "${service}" from public`);
      databases.set(service, urlOf(server.url, { service, password }));
    }
  });
  await Promise.all(
    [...databases].map(async ([service, url]) =>
      deploy(url, await migrationsOf(new URL(`services/${service}/`, root))),
    ),
  );
  onProgress(`PostgreSQL (${server.source}) with ${databases.size} databases, migrated`);
  return databases;
}

function urlOf(
  server: string,
  { service, password }: { service: string; password: string },
): string {
  const url = new URL(server);
  Object.assign(url, { username: service, password, pathname: `/${service}` });
  return url.href;
}

/** NATS, and how to be let in. */
export interface Bus {
  readonly url: string;
  passwordOf(user: string): string;
}

/** One user per service, who may do what the catalogue says and no more. */
export async function startBus(stack: AsyncDisposableStack, onProgress: Progress): Promise<Bus> {
  const passwords = new Map(permissionsOf().map(({ user }) => [user, newSecret()]));
  const passwordOf = (user: string) => passwords.get(user) ?? '';
  const server = stack.use(
    await startSecureNats({
      authorization: natsAuthorization(),
      environment: Object.fromEntries(
        [...passwords].map(([user, password]) => [passwordVariable(user), password]),
      ),
    }),
  );
  await using operator = await connectBroker({
    url: server.url,
    user: OPERATOR,
    password: passwordOf(OPERATOR),
    namespace: DEFAULT_NAMESPACE,
    log: createLogger('platform', { level: 'warn' }),
    metrics: createMetrics(),
  });
  await provision(operator, { replicas: 1, streamBytesMax: STREAM_BYTES_MAX });
  onProgress(`NATS (${server.source}) with streams, durables and a user per service`);
  return { url: server.url, passwordOf };
}

/** Begins with a letter: nats-server reads a variable as a value of its configuration. */
const newSecret = () => `s${randomBytes(24).toString('hex')}`;
