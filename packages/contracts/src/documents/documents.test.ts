import { describe, expect, it } from 'vitest';
import { events, requests } from '../catalogue.ts';
import { namesOf } from '../names.ts';
import {
  asyncApi,
  eventPage,
  messageSchemas,
  natsAuthorization,
  passwordVariable,
  permissionsOf,
} from './index.ts';

const names = namesOf();

function permissionsFor(name: string) {
  const found = permissionsOf().find(({ user }) => user === name);
  if (!found) throw new Error(`no user ${name}`);
  return found;
}

describe('permissions', () => {
  it('let a service announce its own events, and no others', () => {
    const { publish } = permissionsFor('offline-sync');

    expect(publish).toContain('signalos.evt.offline_sync.execution.filled.v1.*');
    expect(publish.filter((subject) => subject.startsWith('signalos.evt.'))).toEqual(
      publish.filter((subject) => subject.startsWith('signalos.evt.offline_sync.')),
    );
  });

  it('let an outside subscriber read violations, and do nothing else', () => {
    expect(permissionsFor('subscriber')).toEqual({
      user: 'subscriber',
      publish: [
        '$JS.ACK.EVT_COMPLIANCE.subscriber-violations-v1-replay.>',
        '$JS.ACK.EVT_COMPLIANCE.subscriber-violations-v1.>',
        '$JS.API.CONSUMER.INFO.EVT_COMPLIANCE.subscriber-violations-v1',
        '$JS.API.CONSUMER.INFO.EVT_COMPLIANCE.subscriber-violations-v1-replay',
        '$JS.API.CONSUMER.MSG.NEXT.EVT_COMPLIANCE.subscriber-violations-v1',
        '$JS.API.CONSUMER.MSG.NEXT.EVT_COMPLIANCE.subscriber-violations-v1-replay',
      ],
      subscribe: ['_INBOX_subscriber.>'],
      replies: false,
    });
  });

  it('let only those answer a request who serve it, and only its callers ask', () => {
    const [request] = requests;
    if (!request) throw new Error('no request');
    const subject = names.request(request);

    expect(permissionsFor('compliance')).toMatchObject({ replies: true });
    expect(permissionsFor('compliance').subscribe).toContain(subject);
    expect(permissionsFor('offline-sync').publish).toContain(subject);
    expect(permissionsFor('gateway').publish).not.toContain(subject);
  });

  it('make a configuration that names every password by a variable', () => {
    const text = natsAuthorization();

    for (const { user } of permissionsOf()) expect(text).toContain(`$${passwordVariable(user)}`);
    expect(passwordVariable('offline-sync')).toBe('NATS_PASSWORD_OFFLINE_SYNC');
  });
});

describe('documents', () => {
  it('describe every event, its subject and its stream', () => {
    const page = eventPage();
    const { channels } = asyncApi() as { channels: Record<string, { address: string }> };

    for (const event of events) {
      expect(page).toContain(names.eventPattern(event));
      expect(channels[event.type]?.address).toBe(
        names.eventPattern(event).replace(/\*$/, '{tenant}'),
      );
    }
  });

  it('refer to channels that are there', () => {
    const document = asyncApi() as {
      channels: Record<string, object>;
      operations: Record<string, { channel: { $ref: string } }>;
    };

    for (const { channel } of Object.values(document.operations)) {
      expect(document.channels).toHaveProperty([channel.$ref.replace('#/channels/', '')]);
    }
  });

  it('refer to nothing that is not in the document', () => {
    const document = asyncApi();
    const references = JSON.stringify(document).matchAll(
      /"\$ref":"#\/components\/schemas\/(\w+)"/g,
    );
    const referred = [...references].map(([, name]) => name ?? '');

    expect(referred).toContain('Id');
    for (const name of referred) expect(document).toHaveProperty(['components', 'schemas', name]);
    expect(JSON.stringify(document)).not.toContain('$defs');
  });

  it.each(['Violation', 'RiskFigures'])('say what every field of a %s means', (name) => {
    const { components } = asyncApi() as {
      components: { schemas: Record<string, { properties: Record<string, object> }> };
    };

    const fields = Object.entries(components.schemas[name]?.properties ?? {});
    expect(fields.length).toBeGreaterThan(5);
    for (const [field, schema] of fields) expect(schema, field).toHaveProperty('description');
  });

  it('tell a subscriber which durable is his', () => {
    expect(eventPage()).toContain(
      '| `subscriber-violations-v1` | `subscriber` | `EVT_COMPLIANCE` | `signalos.evt.compliance.violation.detected.v1.main` |',
    );
  });

  it('have a schema for every message that lets unknown fields pass', () => {
    const schemas = messageSchemas();

    for (const { type } of events) expect(schemas.has(type), type).toBe(true);
    expect(JSON.stringify([...schemas.values()])).not.toContain('"additionalProperties":false');
  });
});
