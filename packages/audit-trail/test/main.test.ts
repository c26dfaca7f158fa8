import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, verifierKey } from '../src/index.ts';
import { exported, extend, headOf, SIGNER, startLog, STRANGER, STREAM } from './trails.ts';

const main = join(import.meta.dirname, '../src/main.ts');
const entries = extend([], 9);
const log = startLog();
log.checkpoint(headOf(entries, 7));

let folder = '';
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'audit-verify-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('audit-verify', () => {
  it('says of a sound trail how far it goes, and what has seen it', () => {
    const trail = file('sound.jsonl', exported(entries, { coverage: log.coverage() }));
    const checkpoints = file('log.jsonl', log.lines.join(''));

    const { status, stdout, stderr } = run(
      trail,
      '--key',
      verifierKey(SIGNER),
      '--checkpoints',
      checkpoints,
    );

    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(
      new RegExp(
        `^ok: 9 entries, 1 to 9, of ${STREAM}, head [0-9a-f]{64}; entry 7 seen by the checkpoint ` +
          'of example.com/audit, size 1, root \\S+=, and 2 after it by none yet, signed with a key ' +
          'that you gave; the checkpoints outside have seen entry 7; whether entries after 9 were ' +
          'cut off cannot be seen in the export: compare it with the last that you know of, by ' +
          '--at-least\n$',
      ),
    );
  });

  it('says what it takes on trust', () => {
    const covered = file('covered.jsonl', exported(entries, { coverage: log.coverage() }));
    const bare = file('bare.jsonl', exported([], { key: null }));

    expect(run(covered)).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('only the export vouches for'),
    });
    expect(run(bare)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^ok: no entry, of .*; seen by no checkpoint in the export; /),
    });
  });

  it('says so where the checkpoints outside have nothing of it', () => {
    const trail = file('unseen.jsonl', exported(entries));

    expect(run(trail, '--checkpoints', file('empty-log.jsonl', ''))).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('the checkpoints outside have seen nothing of it'),
    });
  });

  it('finds that the end is gone, told of an entry that was there', () => {
    const trail = file('short.jsonl', exported(entries.slice(0, 8)));

    expect(run(trail, '--at-least', '8')).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/; entry 8, the last that you know of, is there\n$/),
    });
    expect(run(trail, '--at-least', '10')).toEqual({
      status: 1,
      stdout: 'bad: entry 9: truncated: It ends before entry 10, which it has to have\n',
      stderr: '',
    });
  });

  it('says what is wrong first, and where', () => {
    const trail = file('bad.jsonl', exported(entries.filter(({ seq }) => seq !== 4)));

    expect(run(trail)).toEqual({
      status: 1,
      stdout: 'bad: entry 4: missing: After 3 comes 5\n',
      stderr: '',
    });
  });

  it('says so where no single entry is to blame', () => {
    const trail = file('forged.jsonl', exported(entries, { coverage: log.coverage() }));

    expect(run(trail, '--key', verifierKey(STRANGER))).toMatchObject({
      status: 1,
      stdout: 'bad: bad-signature: No known key has signed the checkpoint\n',
    });
  });

  it.each([
    ['no file', () => [], 'Usage: '],
    ['a file that is not there', () => ['/nowhere.jsonl'], 'ENOENT'],
    ['an empty file', () => [file('empty', '')], 'no export of an audit trail: it is empty'],
    [
      'the reply of a download that was refused',
      () => [file('refused', '{"code":"token-expired","status":401}')],
      'This is no export of an audit trail: its first line is no header',
    ],
    ['a key that is none', () => [main, '--key', ''], 'Not a public key of the form name+id+key'],
    [
      'a key in PEM',
      () => [main, '--key', '-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----'],
      'A KEY has the form name+id+key',
    ],
    ['an option that is none', () => [main, '--what'], 'Usage: '],
    ['a number that is none', () => [main, '--at-least', 'x'], 'Not the number of an entry: "x"'],
    ['two files', () => [main, main], 'Usage: '],
  ])('cannot tell with %s, and says why', (_what, args, reason) => {
    const { status, stdout, stderr } = run(...args());

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(reason);
  });
});

const read = (content: string) => Array.from(linesOf(file('lines', content)), String);

describe('the lines of a file', () => {
  it('are those between newlines, and what comes after the last', () => {
    expect(read('a\n\nbc\n')).toEqual(['a', '', 'bc']);
    expect(read('a\nb')).toEqual(['a', 'b']);
    expect(read('')).toEqual([]);
  });

  it('may be longer than what is read at once', () => {
    const lines = ['x'.repeat(1_048_575), 'y', 'z'.repeat(5_000_000), 'é'.repeat(700_000), 'end'];
    const lengths: number[] = [];
    for (const line of linesOf(file('long', `${lines.join('\n')}\n`))) {
      lengths.push(line.toString().length);
    }

    expect(lengths).toEqual(lines.map(({ length }) => length));
  });
});
