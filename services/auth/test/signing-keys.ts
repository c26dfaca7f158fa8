import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { decodeProtectedHeader } from 'jose';
import { folder, type TestAuth } from './auth.ts';

export const jwksOf = async (auth: TestAuth) =>
  (await auth.anonymous.get('/.well-known/jwks.json')).body.keys.map(({ kid }: any) => kid);

export const states = (auth: TestAuth) =>
  auth.sql('select id, state from signing_key order by created_at, id');

export const keyOf = async (auth: TestAuth, state: string): Promise<string> => {
  const [key] = await auth.sql('select id from signing_key where state = $1', [state]);
  return key?.id;
};

export const signedWith = ({ tokens }: { tokens: any }) =>
  decodeProtectedHeader(tokens.accessToken).kid;

/** As if the keys had been made, and put to use, that long ago. */
export const age = (auth: TestAuth, interval: string) =>
  auth.sql(
    `update signing_key set created_at = created_at - $1::interval,
       activated_at = activated_at - $1::interval, retired_at = retired_at - $1::interval`,
    [interval],
  );

/** The operator's command, as he runs it. */
export async function keys(auth: TestAuth, args: string[], changes: Record<string, string> = {}) {
  const { DATABASE_URL = '', AUTH_ENCRYPTION_KEYS = '' } = auth.environment;
  const env = { ...process.env, DATABASE_URL, AUTH_ENCRYPTION_KEYS, ...changes };
  const options = { cwd: fileURLToPath(folder), env };
  try {
    const done = await promisify(execFile)(
      process.execPath,
      ['src/keys.main.ts', ...args],
      options,
    );
    return { code: 0, ...done };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}
