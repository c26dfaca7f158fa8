import { expect, it } from 'vitest';
import { AppError, defineError } from './index.ts';

const notFound = defineError({
  kind: 'not-found',
  code: 'thing-not-found',
  summary: 'There is no such thing.',
  fix: 'Look elsewhere.',
});

it('makes errors of one contract', () => {
  const cause = new Error('why');
  const error = notFound('No thing 7', { thingId: 7 }, cause);

  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({
    kind: 'not-found',
    code: 'thing-not-found',
    message: 'No thing 7',
    details: { thingId: 7 },
    cause,
  });
  expect(notFound.contract.fix).toBe('Look elsewhere.');
});

it('has no details unless it is given some', () => {
  expect(notFound('No thing').details).toEqual({});
});
