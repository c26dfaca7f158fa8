import { userRegistered } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { burst, PASSWORD, startTestAuth, tally } from './auth.ts';

const email = 'anna@trader.test';

describe('opening an account', () => {
  it('lets one sign in at once, and announces it', async () => {
    await using auth = await startTestAuth();
    const registration = { email, password: PASSWORD, displayName: ' Anna ' };

    const reply = await auth.anonymous.post('/auth/register', registration);
    const anna = await auth.signedIn({ email, password: PASSWORD });
    const { body: me } = await anna.get('/auth/me');

    expect(reply).toMatchObject({ status: 202, body: { status: 'accepted' } });
    expect(me).toEqual({
      id: expect.any(String),
      email,
      displayName: 'Anna',
      roles: ['trader'],
      registeredAt: expect.any(String),
    });
    await expect
      .poll(() => auth.announced(userRegistered.type))
      .toEqual([{ userId: me.id, registeredAt: me.registeredAt }]);
  });

  it('does not tell whether the address has one, does the same work, and changes nothing', async () => {
    await using auth = await startTestAuth();
    const register = async (password: string) => {
      const before = await auth.passwordsChecked();
      const reply = await auth.anonymous.post('/auth/register', { email, password });
      return { reply, work: (await auth.passwordsChecked()) - before };
    };

    const first = await register(PASSWORD);
    const second = await register('another-Vortex-19-candle');

    expect(second.work).toBe(first.work);
    expect(second.reply.body).toEqual(first.reply.body);
    expect(second.reply.status).toBe(first.reply.status);
    expect([...second.reply.headers.keys()]).toEqual([...first.reply.headers.keys()]);
    expect((await auth.login({ email, password: PASSWORD })).status).toBe(200);
    expect((await auth.login({ email, password: 'another-Vortex-19-candle' })).status).toBe(401);
  });

  it('happens once for fifty requests at once', async () => {
    await using auth = await startTestAuth();

    const replies = await burst(50, () =>
      auth.anonymous.post('/auth/register', { email, password: PASSWORD }),
    );

    expect(tally(replies.map(({ status }) => status))).toEqual({ 202: 50 });
    expect(await auth.sql('select email from user_account')).toEqual([{ email }]);
    await expect.poll(() => auth.announced(userRegistered.type)).toHaveLength(1);
  });

  it('takes an address in any spelling for the same', async () => {
    await using auth = await startTestAuth();
    await auth.person({ email: ' Anna@Trader.TEST ' });

    expect((await auth.login({ email: 'anna@trader.test', password: PASSWORD })).status).toBe(200);
    expect((await auth.login({ email: 'ANNA@TRADER.TEST', password: PASSWORD })).status).toBe(200);
    expect(await auth.sql('select email from user_account')).toEqual([{ email }]);
  });

  it('says what is wrong with a password', async () => {
    await using auth = await startTestAuth();

    const reply = await auth.anonymous.post('/auth/register', { email, password: 'password1234' });

    expect(reply).toMatchObject({ status: 400, body: { code: 'password-refused' } });
    expect(reply.body.errors).toEqual([
      { pointer: '#/password', detail: 'is among those most often used' },
    ]);
    expect(await auth.sql('select from user_account')).toEqual([]);
  });

  it('hashes nothing that is refused anyway', async () => {
    await using auth = await startTestAuth();
    const before = await auth.passwordsChecked();

    const long = await auth.anonymous.post('/auth/register', { email, password: 'x1Ü'.repeat(90) });
    const huge = await auth.anonymous.post('/auth/register', {
      email,
      password: 'x'.repeat(9_000),
    });

    expect(long).toMatchObject({ status: 400, body: { code: 'password-refused' } });
    expect(huge).toMatchObject({ status: 413, body: { code: 'body-too-large' } });
    expect(await auth.passwordsChecked()).toBe(before);
  });
});
