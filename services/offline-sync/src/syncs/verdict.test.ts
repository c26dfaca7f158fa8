import { array, assert, constantFrom, integer, property, record } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, judgeItems, type Entry, type Incoming, type Memory } from './verdict.ts';

const anItem = (more: Partial<Incoming> = {}): Incoming => ({
  actionId: 'a',
  seq: 1,
  kind: 'void',
  contentSha: 'sha',
  content: { as: 'void' },
  ...more,
});
const anEntry = (more: Partial<Entry> = {}): Entry => ({
  actionId: 'a',
  seq: 1,
  contentSha: 'sha',
  status: 'accepted',
  code: null,
  detail: null,
  expiresAt: null,
  ...more,
});
const remembering = (lastSeq: number, ...entries: Entry[]): Memory => ({
  lastSeq,
  byAction: new Map(entries.map((entry) => [entry.actionId, entry])),
  bySeq: new Map(entries.flatMap(({ seq, actionId }) => (seq ? [[seq, actionId] as const] : []))),
});

describe('the verdict on an item', () => {
  it('is its own when it is new', () => {
    const invalid = { as: 'invalid', code: 'invalid-item', detail: 'no' } as const;
    const [voided, rejected] = judgeItems(
      [anItem(), anItem({ actionId: 'b', seq: 2, content: invalid })],
      remembering(0),
    );

    expect(voided).toMatchObject({ verdict: { status: 'voided', original: null }, fresh: {} });
    expect(rejected).toMatchObject({
      verdict: { status: 'rejected', code: 'invalid-item', detail: 'no' },
      fresh: { status: 'rejected' },
    });
  });

  it('is the first one again for the same content', () => {
    const expiresAt = new Date();
    const entry = anEntry({ status: 'rejected', code: 'c', detail: 'd', expiresAt });

    expect(judgeItems([anItem()], remembering(1, entry))).toMatchObject([
      {
        verdict: { status: 'duplicate', original: 'rejected', code: 'c', detail: 'd', expiresAt },
        fresh: undefined,
      },
    ]);
  });

  it('is a mismatch for other content under the same id, also under a new number', () => {
    const items = [anItem({ contentSha: 'other' }), anItem({ contentSha: 'other', seq: 2 })];

    const judged = judgeItems(items, remembering(1, anEntry()));

    expect(judged).toMatchObject([
      { verdict: { status: 'rejected', code: 'payload-mismatch' }, fresh: undefined },
      { verdict: { status: 'rejected', code: 'payload-mismatch' }, fresh: undefined },
    ]);
  });

  it('is a repetition for a number that was read, though its verdict is forgotten', () => {
    expect(judgeItems([anItem()], remembering(5))).toMatchObject([
      { verdict: { status: 'duplicate', original: null }, fresh: undefined },
    ]);
  });

  it('rejects another action under a number that is taken', () => {
    expect(judgeItems([anItem({ actionId: 'b' })], remembering(1, anEntry()))).toMatchObject([
      { verdict: { status: 'rejected', code: 'seq-reused' }, fresh: undefined },
    ]);
  });

  it('recognises a repetition within the batch', () => {
    expect(judgeItems([anItem(), anItem({ seq: 2 })], remembering(0))).toMatchObject([
      { verdict: { status: 'voided' }, fresh: {} },
      { verdict: { status: 'duplicate', original: 'voided' }, fresh: undefined },
    ]);
  });

  it('needs no number for a trade that comes without one', () => {
    expect(judgeItems([anItem({ seq: null })], remembering(5))).toMatchObject([{ fresh: {} }]);
  });

  it('is fresh once per id, however a history of resends goes', () => {
    const anySend = record({
      id: constantFrom('a', 'b', 'c', 'd'),
      repeats: integer({ min: 1, max: 4 }),
    });
    assert(
      property(array(anySend, { maxLength: 12 }), (sends) => {
        const entries = new Map<string, Entry>();
        const freshIds: string[] = [];
        let lastSeq = 0;
        for (const { id, repeats } of sends) {
          const item = anItem({ actionId: id, seq: entries.get(id)?.seq ?? lastSeq + 1 });
          for (let n = 0; n < repeats; n++) {
            const bySeq = new Map(
              [...entries.values()].map((each) => [each.seq ?? 0, each.actionId]),
            );
            const [judged] = judgeItems([item], { lastSeq, byAction: entries, bySeq });
            if (!judged?.fresh) continue;
            entries.set(id, judged.fresh);
            freshIds.push(id);
            lastSeq = Math.max(lastSeq, item.seq ?? 0);
          }
        }
        expect(new Set(freshIds).size).toBe(freshIds.length);
      }),
    );
  });
});

describe('the numbers of a batch', () => {
  it.each([
    [0, [], 0],
    [0, [1, 2, 3], 3],
    [3, [4], 4],
    [3, [2, 3, 4, 5], 5],
    [9, [2, 3], 9],
  ])('after %s let %j lead to %s', (lastSeq, seqs, expected) => {
    expect(advance(lastSeq, seqs)).toBe(expected);
  });

  it.each([
    [0, [2], 1],
    [3, [5, 6], 4],
    [3, [4, 6], 5],
    [3, [4, 4], 5],
    [3, [5, 4], 4],
  ])('after %s refuse %j, since %s is missing', (lastSeq, seqs, expected) => {
    expect(() => advance(lastSeq, seqs)).toThrow(
      expect.objectContaining({ code: 'seq-gap', details: expect.objectContaining({ expected }) }),
    );
  });
});
