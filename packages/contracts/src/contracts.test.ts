import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  accountOpened,
  accountState,
  consumers,
  DecimalString,
  defineConsumer,
  defineEvent,
  deviceRegistered,
  domains,
  events,
  Id,
  Instant,
  namesOf,
  PositiveDecimalString,
  sessionRevoked,
  Text,
  validateTrade,
  violationDetected,
  violationSubscriber,
} from './index.ts';

const at = new Date('2026-11-21T09:30:00.000Z');
const device = {
  deviceId: randomUUID(),
  userId: randomUUID(),
  name: 'phone',
  registeredAt: at.toISOString(),
};

describe('an event', () => {
  it('is a CloudEvent', () => {
    expect(deviceRegistered.create(device, { at })).toEqual({
      specversion: '1.0',
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      source: '/signalos/offline-sync',
      type: 'com.signalos.offline_sync.device.registered.v1',
      subject: `device/${device.deviceId}`,
      time: '2026-11-21T09:30:00.000Z',
      datacontenttype: 'application/json',
      dataschema: 'urn:signalos:event:offline_sync.device.registered.v1',
      tenantid: 'main',
      correlationid: expect.any(String),
      data: device,
    });
  });

  it('says what caused it, and keeps the correlation of the first cause', () => {
    const first = deviceRegistered.create(device, { at });
    const second = deviceRegistered.create(device, { at, cause: first, tenant: 'acme' });
    const third = deviceRegistered.create(device, { at, cause: second });

    expect(second).toMatchObject({
      causationid: first.id,
      correlationid: first.id,
      tenantid: 'acme',
    });
    expect(third).toMatchObject({ causationid: second.id, correlationid: first.id });
  });

  it('is refused by its producer when it breaks its contract', () => {
    expect(() => deviceRegistered.create({ ...device, deviceId: 'nonsense' }, { at })).toThrow(
      'UUID',
    );
  });

  it('is read by a consumer that does not know its newest fields', () => {
    const newer = {
      ...deviceRegistered.create(device, { at }),
      data: { ...device, colour: 'red' },
    };

    expect(deviceRegistered.parse(newer).data).toEqual(device);
  });

  it('is refused by a consumer under another type', () => {
    expect(() => accountOpened.parse(deviceRegistered.create(device, { at }))).toThrow('type');
  });
});

describe('the catalogue', () => {
  it('has every event once, with a stream for its domain', () => {
    const types = events.map(({ type }) => type);

    expect(new Set(types).size).toBe(types.length);
    expect(types).toContain(violationDetected.type);
    expect(domains).toEqual(expect.arrayContaining(['auth', 'compliance', 'offline_sync']));
  });

  it('shows a user only events that say which user', () => {
    for (const { audience, data, type } of events) {
      if (audience !== 'user') continue;
      expect((data as unknown as z.ZodObject).shape, type).toHaveProperty('userId');
    }
  });

  it('names every consumer differently', () => {
    const durables = consumers.map(namesOf().durable);

    expect(new Set(durables).size).toBe(durables.length);
  });

  it('lets a durable follow one domain only', () => {
    const events_ = [deviceRegistered, sessionRevoked] as const;

    expect(() =>
      defineConsumer({ service: 'x', purpose: 'y', version: 1, events: events_ }),
    ).toThrow('not in the stream');
  });

  it('lets an outside party’s durable follow one event only, for more would let through all', () => {
    const spec = { service: 'x', purpose: 'y', version: 1, tenant: 'main' };

    expect(() => defineConsumer({ ...spec, events: [deviceRegistered, deviceRegistered] })).toThrow(
      'a durable for each event',
    );
  });
});

describe('names', () => {
  const names = namesOf();

  it('follow one scheme', () => {
    const event = violationDetected;
    expect(names.eventSubject({ type: event.type, tenantid: 'main' })).toBe(
      'signalos.evt.compliance.violation.detected.v1.main',
    );
    expect(names.stream('offline_sync')).toBe('EVT_OFFLINE_SYNC');
    expect(names.durable(accountState)).toBe('compliance-account-state-v1');
    expect(names.request(validateTrade)).toBe('signalos.rpc.compliance.validate_trade.v1');
    expect(names.deadLetterSubject(accountState)).toBe(
      'signalos.dlq.compliance.compliance-account-state-v1',
    );
  });

  it('filter by the one event a consumer wants, else by its domain', () => {
    expect(names.filter(violationSubscriber)).toBe(
      'signalos.evt.compliance.violation.detected.v1.main',
    );
    expect(names.filter(accountState)).toBe('signalos.evt.offline_sync.>');
  });

  it('keep namespaces apart', () => {
    const other = namesOf('test');

    expect(other.stream('auth')).toBe('test_EVT_AUTH');
    expect(other.domainPattern('auth')).toBe('test.evt.auth.>');
  });
});

describe('values', () => {
  it.each(['1', '-1.5', '0.00001'])('take %s for a decimal', (text) => {
    expect(DecimalString.safeParse(text).success).toBe(true);
  });

  it.each([1.5, '1e5', 'abc', '', null, '1'.repeat(30)])(
    'do not take %j for a decimal',
    (value) => {
      expect(DecimalString.safeParse(value).success).toBe(false);
    },
  );

  it.each(['0', '0.00', '-1', '-0.5'])('do not take %s for a positive decimal', (text) => {
    expect(PositiveDecimalString.safeParse(text).success).toBe(false);
  });

  it('take instants in UTC only', () => {
    expect(Instant.safeParse('2026-11-21T09:30:00.000Z').success).toBe(true);
    expect(Instant.safeParse('2026-11-21T09:30:00.000+01:00').success).toBe(false);
  });

  it.each([
    ['0000-01-01T00:00:00.000Z', false],
    ['0001-01-01T00:00:00.000Z', false],
    ['1969-12-31T23:59:59.999Z', false],
    ['1970-01-01T00:00:00.000Z', true],
    ['9999-12-31T23:59:59.999Z', true],
    ['10000-01-01T00:00:00.000Z', false],
    ['+010000-01-01T00:00:00.000Z', false],
  ])('take instants of the years that all who read them have: %s', (text, isTaken) => {
    expect(Instant.safeParse(text).success).toBe(isTaken);
  });

  it('spell an id in one way', () => {
    const id = '0197a5f0-0000-7000-8000-00000000000a';

    expect(Id.parse(id.toUpperCase())).toBe(id);
  });

  it.each(['a\0b', '\ud800', 'x\udc00'])('do not take %j for text', (text) => {
    expect(Text.safeParse(text).success).toBe(false);
    expect(Text.parse('gold 😀\n')).toBe('gold 😀\n');
  });
});

describe('a version', () => {
  it('is part of the type, so that two may live side by side', () => {
    const next = defineEvent({
      domain: 'offline_sync',
      name: 'device.registered',
      version: 2,
      summary: 'As before, with a platform.',
      audience: 'user',
      subject: ({ deviceId }) => `device/${deviceId}`,
      data: z.object({ deviceId: z.uuid(), userId: z.uuid(), platform: z.string() }),
    });

    expect(next.type).not.toBe(deviceRegistered.type);
    expect(namesOf().eventPattern(next)).toBe('signalos.evt.offline_sync.device.registered.v2.*');
  });
});
