import { deviceRegistered } from '@signalos/contracts';
import type { Broker } from '@signalos/messaging';
import { numbered } from './bus.ts';
import { insist, type Asker } from './insist.ts';
import type { Random } from './random.ts';

const COPIES = 20;
const TENANT = { type: deviceRegistered.type, tenantid: 'main' };

/** What an operator, or a mishap, puts on the bus beside the relays. */
export interface Noise {
  /** Events that were published before, once more and in any order. */
  copies(): Promise<void>;
  /** A message that is no event; only to be counted once the bus has taken it. */
  malformed(): Promise<void>;
  /** All bodies that were malformed so far. */
  readonly bodies: readonly string[];
}

export function createNoise(asker: Asker, broker: Broker, random: Random): Noise {
  const bodies: string[] = [];
  const subject = broker.names.eventSubject(TENANT);

  return {
    bodies,
    async copies() {
      const rows = await asker.ask<{ payload: string }>(
        `select payload::text as payload from platform.outbox
         where published_at is not null order by random() limit ${COPIES}`,
      );
      for (const { payload } of random.shuffle(rows)) {
        await insist(() => broker.jetstream.publish(subject, payload));
      }
    },
    async malformed() {
      const key = await anyKey(asker);
      const body = malformedBody(bodies.length, key);
      // With an id, so that trying again does not make two of it.
      const msgID = `malformed/${body}`;
      await insist(() => broker.jetstream.publish(subject, body, { msgID }));
      bodies.push(body);
    },
  };
}

/** As it might go wrong: broken off, without its data, of another shape, or no event at all. */
function malformedBody(number: number, key: string): string {
  const event = { ...numbered(key, number), malformed: number };
  const bodies = [
    JSON.stringify(event).slice(0, -1),
    JSON.stringify({ ...event, data: undefined }),
    JSON.stringify({ ...event, data: { ...(event.data as object), name: number } }),
    `"${number}"`,
  ];
  return bodies[number % bodies.length] ?? '';
}

/** The malformed stand in line with what is in order. */
async function anyKey(asker: Asker): Promise<string> {
  const rows = await asker.ask<{ key: string }>(
    'select key from aggregate order by random() limit 1',
  );
  return rows[0]?.key ?? '';
}
