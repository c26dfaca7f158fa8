import { randomUUID } from 'node:crypto';
import { deviceRegistered, type Event } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { decodePosition, encodePosition } from './position.ts';
import { createWindow, readerOf, type EventWindow, type WindowOptions } from './window.ts';

const T0 = 1_000_000;
const alice = readerOf('main', 'alice');
const bob = readerOf('main', 'bob');

function anEvent(name = 'phone'): Event {
  const at = new Date(T0);
  const data = {
    deviceId: randomUUID(),
    userId: randomUUID(),
    name,
    registeredAt: at.toISOString(),
  };
  return deviceRegistered.create(data, { at });
}

/** With streams that begin at nothing. */
function aWindow(options: Partial<WindowOptions> = {}): EventWindow {
  const window = createWindow({ entriesMax: 100, bytesMax: 1e6, ageMaxMs: 1_000, ...options });
  for (const domain of ['auth', 'compliance']) window.start({ domain, sequence: 0 });
  return window;
}

function add(window: EventWindow, sequence: number, changes: object = {}) {
  const place = { domain: 'auth', sequence, reader: alice as string | undefined, nowMs: T0 };
  return window.add(anEvent(), { ...place, ...changes });
}

const placesOf = (missed: ReturnType<EventWindow['since']>) =>
  missed === 'unknown' ? missed : missed.map(({ domain, sequence }) => `${domain} ${sequence}`);

describe('the window', () => {
  it('gives a reader what came after a position, in each domain', () => {
    const window = aWindow();
    add(window, 1);
    add(window, 1, { domain: 'compliance' });
    add(window, 2);
    add(window, 2, { domain: 'compliance', reader: bob });
    add(window, 3, { domain: 'compliance' });

    expect(placesOf(window.since({ auth: 1, compliance: 1 }, alice, T0))).toEqual([
      'auth 2',
      'compliance 3',
    ]);
    expect(placesOf(window.since({ auth: 2, compliance: 0 }, bob, T0))).toEqual(['compliance 2']);
    expect(placesOf(window.since(window.position(), alice, T0))).toEqual([]);
  });

  it('takes the position of one who saw the domains in another order', () => {
    const window = aWindow();
    add(window, 1, { domain: 'compliance' });
    add(window, 1);

    expect(placesOf(window.since({ auth: 1, compliance: 0 }, alice, T0))).toEqual(['compliance 1']);
  });

  it('moves its position with every event, also those it does not keep', () => {
    const window = aWindow();
    add(window, 7, { reader: undefined });

    expect(window.size).toBe(0);
    expect(window.position()).toEqual({ auth: 7, compliance: 0 });
    expect(placesOf(window.since({ auth: 3, compliance: 0 }, alice, T0))).toEqual([]);
  });

  it('keeps an event once, however often it comes', () => {
    const window = aWindow();
    const event = anEvent();
    const place = { domain: 'auth', reader: alice, nowMs: T0 };

    expect(window.add(event, { ...place, sequence: 1 })).toBeDefined();
    expect(window.add(event, { ...place, sequence: 2 })).toBeUndefined();
    expect(window.size).toBe(1);
    expect(window.position()).toMatchObject({ auth: 2 });
  });

  it('cannot tell what came before it began', () => {
    const window = createWindow({ entriesMax: 10, bytesMax: 1e6, ageMaxMs: 1_000 });
    window.start({ domain: 'auth', sequence: 41 });
    add(window, 42);

    expect(placesOf(window.since({ auth: 41 }, alice, T0))).toEqual(['auth 42']);
    expect(window.since({ auth: 40 }, alice, T0)).toBe('unknown');
    expect(window.since({}, alice, T0)).toBe('unknown');
  });

  it('cannot tell of a position that it has not reached', () => {
    const window = aWindow();
    add(window, 1);

    expect(window.since({ auth: 2, compliance: 0 }, alice, T0)).toBe('unknown');
  });

  it('ignores domains that are no more', () => {
    const window = aWindow();

    expect(window.since({ auth: 0, compliance: 0, chat: 9 }, alice, T0)).toEqual([]);
  });

  it('forgets the oldest when there are too many', () => {
    const window = aWindow({ entriesMax: 2 });
    for (const sequence of [1, 2, 3]) add(window, sequence);

    expect(window.size).toBe(2);
    expect(window.since({ auth: 0, compliance: 0 }, alice, T0)).toBe('unknown');
    expect(placesOf(window.since({ auth: 1, compliance: 0 }, alice, T0))).toEqual([
      'auth 2',
      'auth 3',
    ]);
  });

  it('forgets the oldest when they are too large', () => {
    const size = add(aWindow(), 1)?.frame.length ?? 0;
    const window = aWindow({ bytesMax: 2.5 * size });
    for (const sequence of [1, 2, 3, 4]) add(window, sequence);

    expect(window.size).toBe(2);
    expect(placesOf(window.since({ auth: 2, compliance: 0 }, alice, T0))).toHaveLength(2);
  });

  it('forgets what is too old, of every reader', () => {
    const window = aWindow();
    add(window, 1);
    add(window, 2, { reader: bob, nowMs: T0 + 500 });

    expect(window.since({ auth: 0, compliance: 0 }, alice, T0 + 1_001)).toBe('unknown');
    expect(placesOf(window.since({ auth: 1, compliance: 0 }, bob, T0 + 1_001))).toEqual(['auth 2']);
    expect(window.since({ auth: 2, compliance: 0 }, bob, T0 + 1_501)).toEqual([]);
    expect(window.size).toBe(0);
  });

  it('makes a frame that says where to go on', () => {
    const window = aWindow();
    const event = anEvent('two\nlines');
    const entry = window.add(event, { domain: 'auth', sequence: 1, reader: alice, nowMs: T0 });

    const [id = '', type, data = ''] = entry?.frame.split('\n') ?? [];

    expect(decodePosition(id.slice('id: '.length))).toEqual({ auth: 1, compliance: 0 });
    expect(type).toBe(`event: ${event.type}`);
    expect(JSON.parse(data.slice('data: '.length))).toEqual(event);
    expect(entry?.frame.endsWith('\n\n')).toBe(true);
  });
});

describe('a position', () => {
  it('comes back as it went', () => {
    const position = { auth: 12, offline_sync: 4_000_000_000 };

    expect(decodePosition(encodePosition(position))).toEqual(position);
  });

  it.each(['', '{}x', 'null', encodePosition([] as never), encodePosition({ a: 1.5 })])(
    'is nothing if it is none: %j',
    (text) => {
      expect(decodePosition(text)).toBeUndefined();
    },
  );
});
