import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { burst, folder, startTestAuth, type TestAuth } from './auth.ts';

/** The command, as whoever runs the platform runs it. */
async function operators(auth: TestAuth, ...args: string[]) {
  const { DATABASE_URL = '' } = auth.environment;
  const options = { cwd: fileURLToPath(folder), env: { ...process.env, DATABASE_URL } };
  const argv = ['src/operators.main.ts', ...args];
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, argv, options)) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

const rolesIn = (tokens: any) => decodeJwt(tokens.accessToken)['roles'];
const rolesOf = async (auth: TestAuth, email: string) =>
  (await auth.sql('select roles from user_account where email = $1', [email]))[0]?.roles;

describe('an operator', () => {
  it('is appointed by his address, and has the role from his next token on', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const other = await auth.person();
    const device = await auth.signedIn(person);

    const { code, stdout } = await operators(auth, 'grant', ` ${person.email.toUpperCase()}`);

    expect(code).toBe(0);
    expect(rolesIn(device.tokens)).toEqual(['trader']);
    expect(rolesIn((await device.refresh()).body)).toEqual(['trader', 'operator']);
    expect(rolesIn((await auth.login(person)).body)).toEqual(['trader', 'operator']);
    expect(await rolesOf(auth, other.email)).toEqual(['trader']);
    expect(stdout).toContain(person.email);
    expect(stdout).not.toContain(other.email);
  });

  it('is dismissed, and has the role no more from his next token on', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    await operators(auth, 'grant', person.email);
    const device = await auth.signedIn(person);

    const { code, stdout } = await operators(auth, 'revoke', person.email);

    expect(code).toBe(0);
    expect(rolesIn(device.tokens)).toContain('operator');
    expect(rolesIn((await device.refresh()).body)).toEqual(['trader']);
    expect(rolesIn((await auth.login(person)).body)).toEqual(['trader']);
    expect(stdout).not.toContain(person.email);
  });

  it('is appointed once, whoever else does so, and each change is logged without his address', async () => {
    await using auth = await startTestAuth();
    const person = await auth.person();
    const [user] = await auth.sql('select id from user_account');

    const replies = await burst(2, () => operators(auth, 'grant', person.email));

    expect(await rolesOf(auth, person.email)).toEqual(['trader', 'operator']);
    const lines = replies.flatMap(({ stdout }) => stdout.split('\n'));
    const logged = lines.filter((line) => line.includes('"msg"'));
    expect(logged).toHaveLength(1);
    expect(JSON.parse(logged[0] ?? '')).toMatchObject({ userId: user.id, isOperator: true });
    expect(logged[0]).not.toContain(person.email);
  });

  it('has opened an account before, and nothing is done that was not said clearly', async () => {
    await using auth = await startTestAuth();

    expect(await operators(auth, 'grant', 'nobody@trader.test')).toMatchObject({
      code: 1,
      stderr: 'No account has this address\n',
    });
    for (const args of [
      [],
      ['grant'],
      ['grant', 'x'],
      ['list', 'a@b.test'],
      ['make', 'a@b.test'],
    ]) {
      const { code, stderr } = await operators(auth, ...args);
      expect(code, args.join(' ')).toBe(2);
      expect(stderr).toContain('Usage:');
    }
    expect(await operators(auth, 'list')).toMatchObject({ code: 0, stderr: '' });
  });
});
