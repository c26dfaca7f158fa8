import { expect, it } from 'vitest';
import { excessOf } from './violation.ts';

it.each([
  ['95000.00', '94998.00', '2.00'],
  ['1.50', '2.0', '0.50'],
  ['active', 'breached', null],
  ['a quote', '1', null],
])('tells by how much %s is exceeded by %s', (limit, actual, excess) => {
  expect(excessOf({ limit, actual })).toBe(excess);
});
