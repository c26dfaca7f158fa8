import { describe, expect, it } from 'vitest';
import { EMPTY_MEMORY, learn, parse, type ChannelMemory, type Reading } from '../src/index.ts';
import { labelledMessages } from './labelled.ts';

const texts = labelledMessages('signals').map(({ text }) => text);
const ORDER = 'GOLD BUY NOW 2331\nSL 2323\nTP 2335';
const WRONG_STOP = 'GOLD BUY NOW 2331\nSL 2343\nTP 2335';

function read(text: string, memory: ChannelMemory): Reading {
  const parsed = parse(text, { memory });
  if (parsed.kind === 'refused') throw new Error('The text is refused');
  return parsed;
}

function accepted(text: string, times: number): ChannelMemory {
  let memory = EMPTY_MEMORY;
  for (let time = 0; time < times; time++) memory = learn(memory, text);
  return memory;
}

const countsIn = ({ places }: ChannelMemory) =>
  Object.values(places).flatMap((counts) => Object.values(counts));

const leastSureOf = (text: string, memory: ChannelMemory) =>
  Math.min(...read(text, memory).evidence.map(({ confidence }) => confidence));

function frozen(memory: ChannelMemory): ChannelMemory {
  for (const counts of Object.values(memory.places)) Object.freeze(counts);
  Object.freeze(memory.places);
  return Object.freeze(memory);
}

describe('the memory of a channel', () => {
  it('holds a layout that was accepted, once for each time', () => {
    const places = Object.keys(accepted(ORDER, 1).places);

    expect(places.length).toBeGreaterThan(0);
    expect(Object.keys(accepted(ORDER, 3).places).toSorted()).toEqual(places.toSorted());
    expect(new Set(countsIn(accepted(ORDER, 3)))).toEqual(new Set([3]));
  });

  it('makes the reader surer of that layout', () => {
    const memory = accepted('Gold buy 2331\nSL 2323\nTP 2335', 5);
    const next = 'Gold buy 2340\nSL 2332\nTP 2344';

    expect(leastSureOf(next, memory)).toBeGreaterThan(leastSureOf(next, EMPTY_MEMORY));
  });

  it('stays small, however much was accepted', () => {
    const memory = texts.reduce(learn, EMPTY_MEMORY);

    expect(Object.keys(memory.places).length).toBeLessThanOrEqual(400);
    expect(JSON.stringify(memory).length).toBeLessThan(32 * 1024);
    expect(Math.max(...countsIn(accepted(ORDER, 50)))).toBe(20);
  });

  it('forgets what was not met for long', () => {
    const memory = texts.reduce(learn, accepted('Nikkei BUY STOP: 39000!\nSL; 38000', 1));

    expect(Object.keys(memory.places)).not.toEqual(
      expect.arrayContaining(Object.keys(accepted('Nikkei BUY STOP: 39000!\nSL; 38000', 1).places)),
    );
  });

  it('is left as it was', () => {
    const memory = frozen(accepted(ORDER, 2));
    const before = JSON.stringify(memory);

    expect(learn(memory, ORDER)).not.toBe(memory);
    expect(JSON.stringify(memory)).toBe(before);
  });

  it('learns nothing from what is no order, nor from what is too long', () => {
    const memory = accepted(ORDER, 1);

    expect(learn(memory, 'Good morning everybody')).toBe(memory);
    expect(learn(memory, 'x'.repeat(10_000))).toBe(memory);
  });

  it.each([
    ['nothing', {}],
    ['of another version', { version: 2, places: {} }],
    ['without places', { version: 1, places: null }],
    ['with places that are no counts', { version: 1, places: { a: 7 } }],
    ['with a text for a count', { version: 1, places: { a: { 1: '3' } } }],
    ['with fewer than none', { version: 1, places: { a: { 1: -1 } } }],
    ['with more than can be', { version: 1, places: { a: { 1: 21 } } }],
  ])('is taken for none if it is damaged: %s', (_how, damaged) => {
    const memory = damaged as unknown as ChannelMemory;

    expect(read(ORDER, memory)).toEqual(read(ORDER, EMPTY_MEMORY));
    expect(learn(memory, ORDER)).toEqual(learn(EMPTY_MEMORY, ORDER));
  });

  it('can be kept as JSON', () => {
    const memory = texts.slice(0, 20).reduce(learn, EMPTY_MEMORY);

    expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
  });
});

describe('a text that is read with a memory', () => {
  it('is read the same each time', () => {
    const memory = texts.slice(0, 50).reduce(learn, EMPTY_MEMORY);

    for (const text of texts.slice(0, 100)) {
      expect(read(text, memory)).toEqual(read(text, memory));
    }
  });

  it('is read the same after another one, whose memory was another', () => {
    const alone = read(ORDER, EMPTY_MEMORY);

    read(ORDER, accepted(WRONG_STOP, 10));

    expect(read(ORDER, EMPTY_MEMORY)).toEqual(alone);
    expect(parse(ORDER)).toEqual(alone);
  });

  it('is left to a person if its stop is on the wrong side, however often that was accepted', () => {
    expect(read(WRONG_STOP, accepted(WRONG_STOP, 20))).toMatchObject({
      signals: [{ action: 'buy', stopLoss: { price: '2343' } }],
      abstained: 'stop-on-wrong-side',
    });
  });
});
