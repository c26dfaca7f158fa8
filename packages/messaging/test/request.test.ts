import { setTimeout as sleep } from 'node:timers/promises';
import type { Msg } from '@nats-io/transport-node';
import { defineRequest } from '@signalos/contracts';
import { AppError } from '@signalos/errors';
import { answering, ask, serveRequests, type Answering } from '@signalos/messaging';
import { startBus } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { log } from './bench.ts';

const half = defineRequest({
  service: 'test',
  method: 'half',
  version: 1,
  summary: 'Halves an even number.',
  callers: ['test'],
  deadlineMs: 1_000,
  request: z.object({ n: z.int() }),
  reply: z.object({ half: z.int() }),
});

const odd = (n: number) =>
  new AppError({ kind: 'conflict', code: 'odd', message: `${n} is odd`, details: { n } });

const halve = answering(half, async ({ n }) => {
  if (n % 2 !== 0) throw odd(n);
  return { half: n / 2 };
});

async function startServer(method: Answering = halve) {
  const bus = await startBus();
  const server = serveRequests(bus.broker, [method], log);
  await bus.broker.ready();
  return {
    broker: bus.broker,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await bus[Symbol.asyncDispose]();
    },
  };
}

describe('a request', () => {
  it('is answered', async () => {
    await using server = await startServer();

    expect(await ask(server.broker, half, { data: { n: 14 } })).toEqual({ half: 7 });
  });

  it('brings back the error that the other service threw', async () => {
    await using server = await startServer();

    await expect(ask(server.broker, half, { data: { n: 7 } })).rejects.toMatchObject({
      name: 'AppError',
      kind: 'conflict',
      code: 'odd',
      message: '7 is odd',
      details: { n: 7 },
    });
  });

  it('is refused when it breaks its contract', async () => {
    await using server = await startServer();

    await expect(ask(server.broker, half, { data: { n: 'seven' } as never })).rejects.toMatchObject(
      { kind: 'invalid', code: 'invalid-request' },
    );
  });

  it('tells nothing of a bug on the other side', async () => {
    await using server = await startServer(
      answering(half, () => Promise.reject(new Error('secret'))),
    );

    await expect(ask(server.broker, half, { data: { n: 2 } })).rejects.toMatchObject({
      kind: 'internal',
      code: 'internal-error',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('tells that its database is away, so that it is asked again', async () => {
    const away = Object.assign(new Error('secret'), { code: 'ECONNREFUSED' });
    await using server = await startServer(answering(half, () => Promise.reject(away)));

    await expect(ask(server.broker, half, { data: { n: 2 } })).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'cannot-answer',
      message: expect.not.stringContaining('secret'),
    });
  });

  it('fails by its deadline when the answer takes too long', async () => {
    await using server = await startServer(
      answering(half, async () => {
        await sleep(300);
        return { half: 1 };
      }),
    );

    await expect(
      ask(server.broker, half, { data: { n: 2 }, deadlineMs: 50 }),
    ).rejects.toMatchObject({ kind: 'unavailable', code: 'no-answer' });
  });

  it('is not worked on once nobody waits for it', async () => {
    await using bus = await startBus();
    const { nats, names } = bus.broker;
    const received = Promise.withResolvers<Msg>();
    nats.subscribe(names.request(half), { max: 1, callback: (_err, msg) => received.resolve(msg) });
    await ask(bus.broker, half, { data: { n: 2 }, deadlineMs: 50 }).catch(() => {});
    const { subject, data, headers } = await received.promise;
    const asked: number[] = [];
    await using _server = serveRequests(
      bus.broker,
      [answering(half, async ({ n }) => (asked.push(n), { half: n / 2 }))],
      log,
    );
    await bus.broker.ready();

    nats.publish(subject, data, { ...(headers && { headers }) });
    await ask(bus.broker, half, { data: { n: 4 } });

    expect(asked).toEqual([4]);
  });

  it('fails at once when nobody serves it', async () => {
    await using bus = await startBus();
    const started = performance.now();

    await expect(ask(bus.broker, half, { data: { n: 2 } })).rejects.toMatchObject({
      code: 'no-answer',
    });
    expect(performance.now() - started).toBeLessThan(half.deadlineMs);
  });

  it('is shared among replicas, one answer each', async () => {
    await using bus = await startBus();
    const answered = { first: 0, second: 0 };
    const replica = (name: keyof typeof answered) =>
      serveRequests(
        bus.broker,
        [answering(half, async ({ n }) => ((answered[name] += 1), { half: n / 2 }))],
        log,
      );
    await using _first = replica('first');
    await using _second = replica('second');
    await bus.broker.ready();

    await Promise.all(Array.from({ length: 40 }, () => ask(bus.broker, half, { data: { n: 2 } })));

    expect(answered.first + answered.second).toBe(40);
    expect(Math.min(answered.first, answered.second)).toBeGreaterThan(0);
  });

  it('is turned away when too many are under way', async () => {
    const release = Promise.withResolvers<void>();
    await using server = await startServer(
      answering(half, async () => {
        await release.promise;
        return { half: 1 };
      }),
    );
    const asked = Array.from({ length: 65 }, () =>
      ask(server.broker, half, { data: { n: 2 } }).catch(
        (error: unknown) => (error as AppError).code,
      ),
    );

    expect(await Promise.race(asked)).toBe('busy');
    release.resolve();
    expect((await Promise.all(asked)).filter((reply) => reply !== 'busy')).toHaveLength(64);
  });

  it('ends before the server that answers it stops', async () => {
    await using bus = await startBus();
    const server = serveRequests(
      bus.broker,
      [
        answering(half, async () => {
          await sleep(100);
          return { half: 1 };
        }),
      ],
      log,
    );
    await bus.broker.ready();
    const reply = ask(bus.broker, half, { data: { n: 2 } });
    await sleep(30);

    await server[Symbol.asyncDispose]();

    expect(await reply).toEqual({ half: 1 });
  });
});
