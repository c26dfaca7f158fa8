import { randomUUID } from 'node:crypto';
import { quotes, type Event } from '@signalos/contracts';
import { followFeed, publishToFeed, watch } from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { startBus, type TestBus } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { log, numbered } from './bench.ts';

function startWatch(bus: TestBus, since: Date) {
  const seen: { event: Event; sequence: number }[] = [];
  const starts: number[] = [];
  const watching = watch({
    broker: bus.broker,
    domain: 'offline_sync',
    since,
    log,
    onStart: (sequence) => void starts.push(sequence),
    onEvent: (event, sequence) => void seen.push({ event, sequence }),
  });
  return { seen, starts, watching };
}

/** Those that are nobody's durable: a server keeps them in memory only. */
async function forgetConsumers({ broker }: TestBus): Promise<void> {
  const stream = broker.names.stream('offline_sync');
  for await (const { name, config } of broker.manager.consumers.list(stream)) {
    if (config.durable_name === undefined) await broker.manager.consumers.delete(stream, name);
  }
}

describe('watching a stream', () => {
  it('sees what was there since a moment, then what comes', async () => {
    await using bus = await startBus();
    const [old, recent, coming] = [numbered(1), numbered(2), numbered(3)];
    await bus.announce(old);
    const since = new Date(Date.now() + 1);
    await expect.poll(() => Date.now()).toBeGreaterThan(since.getTime() + 5);
    await bus.announce(recent);

    const { seen, starts, watching } = startWatch(bus, since);
    await using _watching = watching;
    await watching.caughtUp;
    expect(starts).toEqual([1]);
    expect(seen).toEqual([{ event: recent, sequence: 2 }]);

    await bus.announce(coming);
    await expect.poll(() => seen.map(({ sequence }) => sequence)).toEqual([2, 3]);
  });

  it('is caught up with an empty stream', async () => {
    await using bus = await startBus();
    const { watching } = startWatch(bus, new Date(0));
    await using _watching = watching;

    await expect(watching.caughtUp).resolves.toBeUndefined();
  });

  it('knows where it starts though nothing happened since', async () => {
    await using bus = await startBus();
    for (const n of [1, 2, 3]) await bus.announce(numbered(n));

    const { seen, starts, watching } = startWatch(bus, new Date(Date.now() + 60_000));
    await using _watching = watching;
    await watching.caughtUp;

    expect({ starts, seen }).toEqual({ starts: [3], seen: [] });
  });

  it('goes on where it was when the server forgets its consumer, as when it restarts', async () => {
    await using bus = await startBus();
    const { seen, watching } = startWatch(bus, new Date(0));
    await using _watching = watching;
    await bus.announce(numbered(1));
    await expect.poll(() => seen.length).toBe(1);

    await forgetConsumers(bus);
    await bus.announce(numbered(2));

    await expect.poll(() => seen.map(({ sequence }) => sequence)).toEqual([1, 2]);
  });

  it('begins at the beginning of a stream that was made anew, as when the server lost its store', async () => {
    await using bus = await startBus();
    const { broker } = bus;
    const { seen, starts, watching } = startWatch(bus, new Date(0));
    await using _watching = watching;
    for (const n of [1, 2, 3]) await bus.announce(numbered(n));
    await expect.poll(() => seen.length).toBe(3);

    await broker.manager.streams.delete(broker.names.stream('offline_sync'));
    await provision(broker, { replicas: 1, streamBytesMax: 1024 ** 2 });
    const event = numbered(4);
    await bus.announce(event);

    await expect.poll(() => seen.at(3)).toEqual({ event, sequence: 1 });
    expect(starts).toEqual([0, 0]);
  });

  it('leaves out what is no event', async () => {
    await using bus = await startBus();
    const { data: _data, ...broken } = numbered(1);
    const good = numbered(2);
    const { seen, watching } = startWatch(bus, new Date(0));
    await using _watching = watching;

    await bus.announce(broken as Event);
    await bus.announce(good);

    await expect.poll(() => seen).toEqual([{ event: good, sequence: 2 }]);
  });

  it('goes to everyone who watches', async () => {
    await using bus = await startBus();
    const [first, second] = [startWatch(bus, new Date(0)), startWatch(bus, new Date(0))];
    await using _first = first.watching;
    await using _second = second.watching;

    await bus.announce(numbered(1));

    await expect.poll(() => [first.seen.length, second.seen.length]).toEqual([1, 1]);
  });
});

describe('a feed', () => {
  const at = '2026-11-21T09:30:00.000Z';
  const gold = { symbol: 'XAUUSD', bid: '2345.10', ask: '2345.30', at };

  it('brings every value that matches its contract, from now on', async () => {
    await using bus = await startBus();
    const seen: unknown[] = [];
    publishToFeed(bus.broker, quotes, gold);
    await bus.broker.ready();
    using _feed = followFeed(bus.broker, quotes, {
      log,
      onValue: (value) => void seen.push(value),
    });
    await bus.broker.ready();

    publishToFeed(bus.broker, quotes, { ...gold, bid: 'cheap' });
    publishToFeed(bus.broker, quotes, { ...gold, symbol: 'EURUSD' });
    bus.broker.nats.publish(bus.broker.names.feed(quotes, 'US30'), 'no JSON');

    await expect.poll(() => seen).toEqual([{ ...gold, symbol: 'EURUSD' }]);
  });

  it('is no part of what is kept', async () => {
    await using bus = await startBus();
    publishToFeed(bus.broker, quotes, {
      ...gold,
      symbol: `X${randomUUID().slice(0, 4).toUpperCase()}`,
    });
    await bus.broker.ready();

    expect(await bus.announced('offline_sync')).toEqual([]);
  });
});
