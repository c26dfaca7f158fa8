import { deploy, migrationsOf } from '@signalos/database/migrations';
import { connectBroker, type Broker } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { createMetrics, type Logger } from '@signalos/runtime';
import { createDatabase, startNats, startPostgres } from '@signalos/testing';
import { Pool } from 'pg';

interface DatabaseOptions {
  /** The folder above the migrations. */
  readonly folder: URL;
  readonly poolMax: number;
}

/** A database with these tables, of a server that does not wait for the disk. */
export async function openBenchDatabase(
  stack: AsyncDisposableStack,
  { folder, poolMax }: DatabaseOptions,
): Promise<{ readonly url: string; readonly pool: Pool }> {
  const postgres = stack.use(await startPostgres());
  const { url } = stack.use(await createDatabase(postgres.url));
  await deploy(url, await migrationsOf(folder));
  const pool = new Pool({ connectionString: url, max: poolMax });
  pool.on('error', () => {});
  stack.defer(() => pool.end());
  return { url, pool };
}

export async function openBenchBroker(stack: AsyncDisposableStack, log: Logger): Promise<Broker> {
  const nats = stack.use(await startNats());
  const broker = stack.use(
    await connectBroker({
      ...nats,
      user: 'bench',
      namespace: 'bench',
      log,
      metrics: createMetrics(),
    }),
  );
  await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 3 });
  return broker;
}
