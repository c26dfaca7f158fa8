import { loginLocked } from '@signalos/contracts';
import { client } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { burst, startTestAuth, tally, type Person, type TestAuth } from './auth.ts';

const from = (address: string) => ({ 'x-forwarded-for': address });

/** Wrong passwords, one after another. */
async function fail(
  auth: TestAuth,
  { email }: Person,
  { times, headers = {} }: { times: number; headers?: Record<string, string> },
): Promise<number[]> {
  const statuses = [];
  for (let n = 0; n < times; n++) {
    const { status } = await auth.login({ email, password: `wrong-${n}-Vortex-19` }, headers);
    statuses.push(status);
  }
  return statuses;
}

/** As if that much time had passed. */
const letPass = (auth: TestAuth, interval: string) =>
  auth.sql(
    `update login_guard set locked_until = locked_until - $1::interval,
       last_failed_at = last_failed_at - $1::interval`,
    [interval],
  );

describe('too many wrong passwords', () => {
  it('make even the right one wait, and only the right one is told', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await fail(auth, person, { times: 5 });

    const wrong = await fail(auth, person, { times: 1 });
    const right = await auth.login(person);

    expect(wrong).toEqual([401]);
    expect(right).toMatchObject({ status: 429, body: { code: 'login-locked' } });
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(Number(right.headers.get('retry-after'))).toBeLessThanOrEqual(60);
    const [user] = await auth.sql('select id from user_account');
    await expect
      .poll(() => auth.announced(loginLocked.type))
      .toEqual([{ userId: user.id, lockedUntil: expect.any(String) }]);
  });

  it('are forgiven after a while, and forgotten after a success', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await fail(auth, person, { times: 5 });
    await letPass(auth, '61 seconds');

    expect((await auth.login(person)).status).toBe(200);

    expect(await auth.sql('select from login_guard')).toEqual([]);
    expect(await fail(auth, person, { times: 4 })).toEqual([401, 401, 401, 401]);
    expect((await auth.login(person)).status).toBe(200);
  });

  it('make one wait twice as long each further time', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await fail(auth, person, { times: 5 });
    await letPass(auth, '61 seconds');
    await fail(auth, person, { times: 1 });

    const right = await auth.login(person);

    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(110);
    await expect.poll(() => auth.announced(loginLocked.type)).toHaveLength(2);
  });

  it('soon make no password looked at any more, so that a lock is no way to guess on', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await fail(auth, person, { times: 10 });

    expect((await auth.login(person)).status).toBe(401);
    await letPass(auth, '61 seconds');
    expect((await auth.login(person)).status).toBe(200);
  });

  it('from elsewhere do not keep the owner out', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();

    await burst(50, (n) => fail(auth, person, { times: 1, headers: from(`198.51.100.${n}`) }));
    await fail(auth, person, { times: 8, headers: from('192.0.2.1') });

    expect((await auth.login(person, from('203.0.113.7'))).status).toBe(200);
    expect((await auth.login(person, from('192.0.2.1'))).status).toBe(429);
  });

  it('are counted together, however address and network are spelled', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person({ email: 'anna@trader.test' });
    const spellings = ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff::9', '2001:db8:1:2:3:4:5:6'];
    for (const [n, address] of spellings.entries()) {
      const email = n % 2 ? 'ANNA@trader.test' : 'anna@Trader.test';
      await fail(auth, { ...person, email }, { times: 2, headers: from(address) });
    }

    expect((await auth.login(person, from('2001:db8:1:2::77'))).status).toBe(429);
    expect((await auth.login(person, from('2001:db8:1:3::77'))).status).toBe(200);
  });

  it('cannot be spread over places the client makes up', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    for (let n = 0; n < 6; n++) {
      await fail(auth, person, { times: 1, headers: from(`10.0.0.${n}, 203.0.113.7`) });
    }

    expect((await auth.login(person, from('203.0.113.7'))).status).toBe(429);
  });

  it('are counted across replicas, and outlive them', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    {
      await using replica = await auth.replica();
      const there = client(replica.url);
      const wrong = { ...person, password: 'wrong-Vortex-19-candle' };
      for (let n = 0; n < 3; n++) await there.post('/auth/login', wrong);
    }
    await fail(auth, person, { times: 2 });

    expect((await auth.login(person)).status).toBe(429);
  });

  it('do not get through in a burst', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();

    const replies = await burst(50, () => fail(auth, person, { times: 1 }));

    expect(tally(replies.flat())).toEqual({ 401: 50 });
    const [{ failures, looks }] = await auth.sql('select failures, looks from login_guard');
    expect(failures).toBe(5);
    expect(looks).toBeLessThanOrEqual(6); // Five, and one that was under way.
    expect((await auth.login(person)).status).toBe(401);
    await expect.poll(() => auth.announced(loginLocked.type)).toHaveLength(1);
  });

  it('are forgotten after a day', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await fail(auth, person, { times: 5 });
    await fail(auth, person, { times: 1, headers: from('203.0.113.7') });
    await letPass(auth, '25 hours');
    await fail(auth, person, { times: 1, headers: from('203.0.113.8') });

    await using _replica = await auth.replica(); // It sweeps when it starts.

    await expect
      .poll(() => auth.sql('select source from login_guard'))
      .toEqual([{ source: '203.0.113.8' }]);
  });
});
