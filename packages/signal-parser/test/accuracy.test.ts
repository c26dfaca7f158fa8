import { beforeAll, describe, expect, it } from 'vitest';
import { parse, type Reading } from '../src/index.ts';
import { areUpdatesRight, isCoreRight, isWhollyRight } from '../training/score.ts';
import type { Labelled } from '../training/labelled.ts';
import { labelledMessages } from './labelled.ts';

type Read = Labelled & { readonly reading: Reading };

/** Floors a little below what was measured, so that a change for the worse is noticed. */
const FLOORS = {
  signals: { kind: 0.975, core: 0.965, whole: 0.955, updates: 0.92, falseOrders: 0.01 },
  hostile: { kind: 0.95, core: 0.93, whole: 0.92, updates: 0.91, falseOrders: 0.05 },
  fresh: { kind: 0.92, core: 0.92, whole: 0.88, updates: 0.9, falseOrders: 0.08 },
  unseen: { kind: 0.97, core: 0.91, whole: 0.92, updates: 0.9, falseOrders: 0.03 },
} as const;

const isOf = (kind: string) => (message: Read) => message.labels.kind === kind;
const isOrder = ({ reading }: Read) => reading.signals.length > 0;
const isExecuted = (message: Read) => isOrder(message) && message.reading.abstained === null;

describe.each(Object.entries(FLOORS))('the messages of %s.jsonl', (name, floors) => {
  let messages: readonly Read[];
  beforeAll(() => {
    messages = labelledMessages(name).map((message) => {
      const reading = parse(message.text);
      if (reading.kind === 'refused') throw new Error(`${message.id} is too long`);
      return { ...message, reading };
    });
  });

  const share = (
    isRight: (message: Read) => boolean,
    isAsked: (message: Read) => boolean = () => true,
  ) => {
    const asked = messages.filter(isAsked);
    return asked.filter(isRight).length / asked.length;
  };

  it('are told apart', () => {
    expect(share(({ reading, labels }) => reading.kind === labels.kind)).toBeGreaterThanOrEqual(
      floors.kind,
    );
  });

  it('are orders read right in all that is traded by', () => {
    expect(
      share(({ reading, labels }) => isCoreRight(reading, labels), isOf('signal')),
    ).toBeGreaterThanOrEqual(floors.core);
  });

  it('are instructions read right', () => {
    expect(
      share(({ reading, labels }) => areUpdatesRight(reading, labels), isOf('update')),
    ).toBeGreaterThanOrEqual(floors.updates);
  });

  it('are read right in every field', () => {
    expect(share(({ reading, labels }) => isWhollyRight(reading, labels))).toBeGreaterThanOrEqual(
      floors.whole,
    );
  });

  it('are hardly ever taken for an order that nobody gave', () => {
    expect(share(isOrder, (message) => !isOf('signal')(message))).toBeLessThanOrEqual(
      floors.falseOrders,
    );
  });

  it('are never executed as an order that nobody gave, unless a person consents', () => {
    expect(
      messages.filter((each) => isExecuted(each) && !isOf('signal')(each)).map(({ id }) => id),
    ).toEqual([]);
  });
});
