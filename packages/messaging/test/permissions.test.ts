import { randomUUID } from 'node:crypto';
import {
  deviceRegistered,
  namesOf,
  sessionStarted,
  violationSubscriber,
  DEFAULT_NAMESPACE,
} from '@signalos/contracts';
import {
  natsAuthorization,
  OPERATOR,
  passwordVariable,
  permissionsOf,
} from '@signalos/contracts/documents';
import {
  answering,
  ask,
  connectBroker,
  serveRequests,
  watch,
  type Broker,
} from '@signalos/messaging';
import { provision } from '@signalos/messaging/operations';
import { validateTrade } from '@signalos/contracts';
import { createMetrics } from '@signalos/runtime';
import { startSecureNats } from '@signalos/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { log } from './bench.ts';

const names = namesOf();
const stack = new AsyncDisposableStack();
let url: string;

const passwordOf = (user: string) => `password-of-${user}`;

async function connectAs(user: string): Promise<Broker> {
  const options = { url, user, password: passwordOf(user), namespace: DEFAULT_NAMESPACE };
  return stack.use(await connectBroker({ ...options, log, metrics: createMetrics() }));
}

beforeAll(async () => {
  const passwords = permissionsOf().map(({ user }) => [passwordVariable(user), passwordOf(user)]);
  const environment = Object.fromEntries(passwords);
  const authorization = natsAuthorization();
  ({ url } = stack.use(await startSecureNats({ authorization, environment })));
  await provision(await connectAs(OPERATOR), { replicas: 1, streamBytesMax: 1024 ** 2 });
});

afterAll(() => stack.disposeAsync());

const at = new Date();
const device = deviceRegistered.create(
  { deviceId: randomUUID(), userId: randomUUID(), name: 'phone', registeredAt: at.toISOString() },
  { at },
);
const session = sessionStarted.create(
  { userId: randomUUID(), sessionId: randomUUID(), startedAt: at.toISOString() },
  { at },
);

describe('a service’s user', () => {
  it('announces its own events', async () => {
    const broker = await connectAs('offline-sync');

    const ack = await broker.jetstream.publish(names.eventSubject(device), JSON.stringify(device));

    expect(ack.stream).toBe('EVT_OFFLINE_SYNC');
  });

  it('cannot announce another’s', async () => {
    const broker = await connectAs('offline-sync');

    await expect(
      broker.jetstream.publish(names.eventSubject(session), JSON.stringify(session)),
    ).rejects.toThrow(/permissions violation/i);
  });

  it('cannot read a stream it does not follow', async () => {
    const broker = await connectAs('auth');

    await expect(broker.manager.streams.getMessage('EVT_OFFLINE_SYNC', { seq: 1 })).rejects.toThrow(
      /permissions violation/i,
    );
    await expect(broker.jetstream.consumers.get('EVT_OFFLINE_SYNC')).rejects.toThrow(
      /permissions violation/i,
    );
  });

  it('cannot create, change or delete streams', async () => {
    const broker = await connectAs('compliance');

    await expect(broker.manager.streams.delete('EVT_COMPLIANCE')).rejects.toThrow(
      /permissions violation/i,
    );
  });

  it('cannot listen in on another’s replies', async () => {
    const broker = await connectAs('auth');
    const error = new Promise<Error | null>((resolve) => {
      broker.nats.subscribe('_INBOX_compliance.>', { callback: resolve });
    });

    expect(String(await error)).toMatch(/permissions violation/i);
  });

  it('answers the requests it serves, from those who may ask', async () => {
    const [compliance, caller, stranger] = [
      await connectAs('compliance'),
      await connectAs('offline-sync'),
      await connectAs('auth'),
    ];
    const refuse = answering(validateTrade, () => Promise.reject(new Error('not today')));
    stack.use(serveRequests(compliance, [refuse], log));
    await compliance.ready();
    const data = { userId: randomUUID() } as never;

    await expect(ask(caller, validateTrade, { data })).rejects.toMatchObject({
      code: 'invalid-request',
    });
    await expect(ask(stranger, validateTrade, { data })).rejects.not.toMatchObject({
      code: 'invalid-request',
    });
  });
});

describe('an outside subscriber', () => {
  it('gets violations from its durable, and cannot look at anything else of the stream', async () => {
    const broker = await connectAs('subscriber');
    const durable = names.durable(violationSubscriber);

    const consumer = await broker.jetstream.consumers.get('EVT_COMPLIANCE', durable);

    expect((await consumer.info()).config.filter_subject).toBe(
      'signalos.evt.compliance.violation.detected.v1.main',
    );
    await expect(broker.manager.direct.getMessage('EVT_COMPLIANCE', { seq: 1 })).rejects.toThrow(
      /permissions violation/i,
    );
    await expect(
      broker.manager.consumers.add('EVT_COMPLIANCE', { durable_name: 'all' }),
    ).rejects.toThrow(/permissions violation/i);
  });
});

describe('the gateway', () => {
  it('watches the streams it shows to users', async () => {
    const broker = await connectAs('gateway');
    const seen: string[] = [];
    await using watching = watch({
      broker,
      domain: 'offline_sync',
      since: new Date(0),
      log,
      onEvent: ({ id }) => void seen.push(id),
    });

    await watching.caughtUp;

    expect(seen).toEqual([device.id]);
  });
});

it('lets nobody in with a wrong password', async () => {
  const { connect } = await import('@nats-io/transport-node');

  await expect(
    connect({ servers: new URL(url).host, user: 'auth', pass: 'guess' }),
  ).rejects.toThrow(/authorization/i);
});
