import { describe, expect, it } from 'vitest';
import { assertEchoed } from './echo.ts';

describe('what the server echoes', () => {
  it('may say more than was asked', () => {
    expect(() =>
      assertEchoed('stream X', { max_age: 5 }, { max_age: 5, storage: 'file' }),
    ).not.toThrow();
  });

  it('may not leave out an option, as a server does that is too old for it', () => {
    expect(() => assertEchoed('stream X', { allow_msg_ttl: true }, {})).toThrow(
      'stream X: the server made allow_msg_ttl undefined of true',
    );
  });

  it('may not change one', () => {
    expect(() => assertEchoed('stream X', { subjects: ['a'] }, { subjects: ['a', 'b'] })).toThrow(
      'subjects',
    );
  });
});
