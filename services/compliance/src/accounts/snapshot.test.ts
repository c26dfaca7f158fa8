import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import type { OpenPosition } from './position.ts';
import { differences, shareOut } from './snapshot.ts';

const position = (id: string, more: Partial<OpenPosition> = {}): OpenPosition => ({
  id,
  symbol: 'EURUSD',
  side: 'buy',
  lots: Decimal.parse('1.00'),
  openPrice: Decimal.parse('1.1'),
  stopLoss: undefined,
  takeProfit: undefined,
  commission: Decimal.ZERO,
  swap: Decimal.ZERO,
  openedAt: new Date(0),
  ...more,
});
const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);

describe('a list of positions', () => {
  it('that says nothing new changes nothing, however its numbers are spelled', () => {
    const same = position('a', { lots: Decimal.parse('1'), swap: Decimal.parse('0.00') });

    expect(differences([position('a')], [same])).toEqual({
      opened: [],
      changed: [],
      vanished: [],
      gone: [],
    });
  });

  it('tells what was opened, closed, and closed in part', () => {
    const half = position('b', { lots: Decimal.parse('0.50') });
    const { opened, changed, vanished, gone } = differences(
      [position('a'), position('b')],
      [half, position('c')],
    );

    expect([ids(opened), ids(changed), ids(gone)]).toEqual([['c'], ['b'], ['a']]);
    expect(vanished.map((each) => `${each.position.id} ${each.lots.toString()}`)).toEqual([
      'a 1.00',
      'b 0.50',
    ]);
  });

  it.each([
    ['a stop', { stopLoss: Decimal.parse('1.05') }],
    ['a target', { takeProfit: Decimal.parse('1.2') }],
    ['a swap', { swap: Decimal.parse('-7.20') }],
    ['a commission', { commission: Decimal.parse('7') }],
  ])('tells of %s', (_what, more) => {
    expect(ids(differences([position('a')], [position('a', more)]).changed)).toEqual(['a']);
    expect(ids(differences([position('a', more)], [position('a')]).changed)).toEqual(['a']);
  });
});

it('puts all that the balance changed by on the first that vanished', () => {
  const vanished = ['a', 'b'].map((id) => ({ position: position(id), lots: Decimal.integer(1) }));

  const shares = shareOut(vanished, Decimal.parse('-500.00'));

  expect(shares.map(({ profit }) => profit.toString())).toEqual(['-500.00', '0']);
});
