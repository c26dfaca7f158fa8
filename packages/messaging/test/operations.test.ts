import { execFile, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { nanos } from '@nats-io/transport-node';
import { AppError } from '@signalos/errors';
import { consume, relayOutbox } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { freePort, startSecureNats } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { log, numbered, startBench, writeLedger, type Bench } from './bench.ts';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** Runs the operators' command where it fails. */
async function refused(env: Record<string, string>, ...args: string[]) {
  const { NATS_PASSWORD: _of, ...others } = process.env;
  const options = { env: { ...others, ...env } };
  return promisify(execFile)(process.execPath, [main, ...args], options).then(
    () => expect.unreachable(),
    (error: unknown) => {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, stderr };
    },
  );
}

/** Runs the operators' command as they do, against the test's corner of the bus. */
async function bus(bench: Bench, ...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    NATS_URL: bench.bus.url,
    NATS_NAMESPACE: bench.bus.namespace,
    DATABASE_URL: bench.databaseUrl,
  };
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args], { env });
  return stdout;
}

describe('the operators’ command', () => {
  it('gives up where there is no NATS, but for what is started together with it', async () => {
    const NATS_URL = `nats://someone:secret@127.0.0.1:${await freePort()}`;
    const where = NATS_URL.replace('someone:secret@', '');
    const provisioning = spawn(process.execPath, [main, 'provision'], {
      env: { ...process.env, NATS_URL },
    });
    const began = performance.now();
    let said = '';
    provisioning.stderr.on('data', (chunk) => (said += chunk));

    expect(await refused({ NATS_URL }, 'dead-letters', 'list')).toEqual({
      code: 1,
      stderr: `No NATS at ${where} (NATS_URL)\n`,
    });
    expect(performance.now() - began).toBeLessThan(30_000);
    await expect.poll(() => said).toBe(`No NATS at ${where} (NATS_URL) yet: waiting for it\n`);
    expect(provisioning.exitCode).toBeNull();
    provisioning.kill();
  });

  it('says whom NATS refuses', async () => {
    await using nats = await startSecureNats({
      authorization: 'authorization { users: [{ user: operator, password: right }] }',
    });
    const where = nats.url;

    expect(await refused({ NATS_URL: where, NATS_PASSWORD: 'wrong' }, 'provision')).toEqual({
      code: 1,
      stderr: `NATS at ${where} refuses the user operator: is NATS_PASSWORD his?\n`,
    });
    const NATS_URL = where.replace('//', '//someone:secret@');
    expect(await refused({ NATS_URL }, 'dead-letters', 'list')).toMatchObject({
      stderr: expect.stringContaining('refuses the user someone:'),
    });
  });

  it('lists dead letters, has them handled after all, or deletes them', async () => {
    await using bench = await startBench();
    let broken = true;
    const handler = writeLedger(() => {
      if (broken) throw new AppError({ kind: 'forbidden', code: 'no', message: 'not yet' });
    });
    const { broker, pool, transact, consumer, metrics } = bench;
    const database = { pool, transact };
    await using _worker = consume({
      broker,
      database,
      consumer,
      handlers: [handler],
      log,
      metrics,
    });
    for (const value of [1, 2, 3]) await bench.bus.announce(numbered(value));
    await expect.poll(() => bench.bus.deadLetters()).toHaveLength(3);

    const listed = (await bus(bench, 'dead-letters', 'list')).trim().split('\n');
    expect(listed.map((line) => JSON.parse(line).reason)).toEqual(Array(3).fill('no: not yet'));

    broken = false;
    expect(await bus(bench, 'dead-letters', 'skip', '1')).toContain('Skipped 1');
    expect(await bus(bench, 'dead-letters', 'redrive', '--all')).toContain('Redriven 3');
    await expect.poll(() => bench.effects()).toHaveLength(2);
    expect(await bus(bench, 'dead-letters', 'list')).toBe('');
  });

  it('replays an outbox', async () => {
    await using bench = await startBench();
    await bench.record(numbered(1));
    const relay = relayOutbox({ ...bench, log });
    await expect.poll(() => bench.bus.announced('offline_sync')).toHaveLength(1);
    await relay[Symbol.asyncDispose]();

    expect(await bus(bench, 'outbox', 'replay', '--since', '2026-01-01T00:00:00Z')).toContain(
      '1 event',
    );
    expect(await bus(bench, 'outbox', 'unpark')).toContain('0 events');
  });

  it('lets an outside party read anew from a time', async () => {
    await using bench = await startBench();
    const replay = (durable: string) =>
      bus(bench, 'subscribers', 'replay', durable, '--since', '2026-01-01T00:00:00Z');

    expect(await replay('subscriber-violations-v1')).toContain(
      'subscriber-violations-v1-replay begins at 2026-01-01T00:00:00.000Z',
    );
    await expect(replay('compliance-account-state-v1')).rejects.toThrow(
      'One of subscriber-violations-v1',
    );
  });

  it('provisions what is provisioned already without a change', async () => {
    await using bench = await startBench();

    expect(await bus(bench, 'provision', '--stream-bytes', '16777216')).toContain('catalogue');
  });

  it.each([
    [['nonsense'], 'The bus, for operators'],
    [['dead-letters', 'skip', 'first'], 'Which dead letter?'],
    [['dead-letters', 'skip', '77'], 'There is no dead letter 77'],
    [['outbox', 'replay', '--since', 'yesterday'], '--since must be a time'],
  ])('says what is wrong with %j', async (args, complaint) => {
    await using bench = await startBench();

    await expect(bus(bench, ...args)).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(complaint),
    });
  });
});

describe('provisioning', () => {
  it('changes what is there to what the catalogue says', async () => {
    await using bench = await startBench();
    const { broker } = bench;

    await provision(broker, { replicas: 1, streamBytesMax: 4 * 1024 ** 2 });

    const { config } = await broker.manager.streams.info(broker.names.stream('compliance'));
    expect(config).toMatchObject({
      max_bytes: 4 * 1024 ** 2,
      deny_delete: true,
      allow_direct: true,
    });
  });

  it('has the server know a dead letter again for a day', async () => {
    await using bench = await startBench();
    const { broker } = bench;

    const { config } = await broker.manager.streams.info(broker.names.deadLetterStream());

    expect(config.duplicate_window).toBe(nanos(86_400_000));
  });

  it('keeps a consumer’s place', async () => {
    await using bench = await startBench();
    const { broker, consumer } = bench;
    await bench.bus.announce(numbered(1, randomUUID()));
    const stream = broker.names.stream('offline_sync');
    const durable = broker.names.durable(consumer);
    const msg = await (await broker.jetstream.consumers.get(stream, durable)).next();
    await msg?.ackAck();

    await provision(broker, { replicas: 1, streamBytesMax: 4 * 1024 ** 2 });

    expect((await broker.manager.consumers.info(stream, durable)).ack_floor.stream_seq).toBe(1);
  });
});
