import { randomUUID } from 'node:crypto';
import { deviceRegistered, signingKeyRotated, type Event } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { createHub } from './hub.ts';
import { streamHandler } from './stream.handlers.ts';
import { createWindow, readerOf, type Entry } from './window.ts';

const T0 = 1_000_000;
const userId = randomUUID();

/** What one user sees of an event. */
function shown(event: Event): Entry[] {
  const seen: Entry[] = [];
  const hub = createHub();
  hub.join({
    reader: readerOf('main', userId),
    token: { sessionId: 's', keyId: 'k', expiresAtMs: T0 },
    deliver: (entry) => void seen.push(entry),
    end: () => {},
  });
  const window = createWindow({ entriesMax: 10, bytesMax: 1e6, ageMaxMs: 1_000 });
  streamHandler({ window, hub, now: () => T0 })(event, { domain: 'auth', sequence: 1 });
  return seen;
}

describe('an event', () => {
  const at = new Date(T0);

  it('is shown to the user it names', () => {
    const data = { deviceId: randomUUID(), userId, name: 'phone', registeredAt: at.toISOString() };

    expect(shown(deviceRegistered.create(data, { at }))).toHaveLength(1);
    expect(shown(deviceRegistered.create({ ...data, userId: randomUUID() }, { at }))).toEqual([]);
  });

  it('for services is shown to nobody, even if it names a user', () => {
    const event = signingKeyRotated.create({ activeKeyId: 'k', revokedKeyIds: [] }, { at });

    expect(shown({ ...event, data: { ...event.data, userId } })).toEqual([]);
  });
});
