import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeCursor, encodeCursor, PageQuery, toPage } from './page.ts';

const Position = z.object({ seq: z.int() });
const rows = [{ seq: 1 }, { seq: 2 }, { seq: 3 }];
const positionOf = ({ seq }: { seq: number }) => ({ seq });

describe('a page', () => {
  it('has a cursor to the next one as long as there is one', () => {
    const page = toPage(rows, 2, positionOf);

    expect(page.items).toEqual([{ seq: 1 }, { seq: 2 }]);
    expect(decodeCursor(Position, page.nextCursor ?? '')).toEqual({ seq: 2 });
    expect(toPage(rows, 3, positionOf).nextCursor).toBeNull();
    expect(toPage([], 3, positionOf)).toEqual({ items: [], nextCursor: null });
  });

  it('has 50 items unless asked, and 200 at most', () => {
    expect(PageQuery.parse({})).toEqual({ limit: 50 });
    expect(PageQuery.safeParse({ limit: '201' }).success).toBe(false);
    expect(PageQuery.safeParse({ limit: '0' }).success).toBe(false);
  });
});

describe('a cursor', () => {
  it.each(['nonsense', '', encodeCursor({ other: 1 }), encodeCursor('text')])(
    'is refused when no list made it: %j',
    (cursor) => {
      expect(() => decodeCursor(Position, cursor)).toThrow('belongs to another list');
    },
  );

  it('may be left out', () => {
    expect(decodeCursor(Position, undefined)).toBeUndefined();
  });
});
