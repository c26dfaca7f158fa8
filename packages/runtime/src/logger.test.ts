import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function logged(fields: object): Record<string, any> {
  let line = '';
  const log = createLogger('test', { to: { write: (text) => void (line = text) } });
  log.info(fields, 'something happened');
  return JSON.parse(line);
}

describe('a log line', () => {
  it('is JSON with the process’s name', () => {
    expect(logged({ accountId: 'a1' })).toMatchObject({
      name: 'test',
      accountId: 'a1',
      msg: 'something happened',
    });
  });

  it.each([
    'password',
    'newPassword',
    'token',
    'accessToken',
    'refreshToken',
    'authorization',
    'cookie',
    'secret',
    'privateKey',
    'email',
    'phone',
  ])('never shows the %s', (name) => {
    const text = JSON.stringify(
      logged({
        [name]: 's3cret',
        body: { [name]: 's3cret' },
        req: { headers: { [name]: 's3cret' } },
      }),
    );

    expect(text).not.toContain('s3cret');
    expect(text).toContain('[redacted]');
  });

  it('keeps the code of an error', () => {
    const err = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });

    expect(logged({ err })['err']).toMatchObject({ message: 'refused', code: 'ECONNREFUSED' });
  });
});
