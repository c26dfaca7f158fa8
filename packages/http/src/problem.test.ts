import { defineError } from '@signalos/errors';
import { expect, it } from 'vitest';
import { reportProblem } from './problem.ts';

const busy = defineError({
  kind: 'unavailable',
  code: 'busy',
  summary: 'There is too much to do.',
  fix: 'Ask again later.',
});
const invalid = defineError({
  kind: 'invalid',
  code: 'bad',
  summary: 'It is bad.',
  fix: 'Mend it.',
});

/** What is logged of a failure. */
function logged(error: unknown) {
  const lines: { readonly level: string; readonly [field: string]: unknown }[] = [];
  const at = (level: string) => (fields: object) => void lines.push({ level, ...fields });
  const failure = { error, method: 'POST', path: '/x', requestId: 'r1' };
  const { status } = reportProblem(failure, { error: at('error'), warn: at('warn') });
  return { status, lines };
}

const place = { method: 'POST', path: '/x', requestId: 'r1' };

it('logs what was refused for want of room in short, for there may be thousands', () => {
  const reason = { code: 'busy', detail: 'Sixty-four wait' };
  expect(logged(busy('Sixty-four wait'))).toEqual({
    status: 503,
    lines: [{ level: 'warn', ...reason, ...place }],
  });
});

it('logs the cause of what failed', () => {
  const away = busy('No answer', {}, new Error('ECONNREFUSED'));
  expect(logged(away)).toEqual({ status: 503, lines: [{ level: 'warn', err: away, ...place }] });
  const bug = new TypeError('x is undefined');
  expect(logged(bug)).toEqual({ status: 500, lines: [{ level: 'error', err: bug, ...place }] });
});

it('logs nothing of what the caller has to mend', () => {
  expect(logged(invalid('No lots'))).toEqual({ status: 400, lines: [] });
});
