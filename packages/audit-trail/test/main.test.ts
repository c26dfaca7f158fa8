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
          'that you gave; the checkpoints outside have seen entry 7\n$',
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
      stdout: expect.stringMatching(/^ok: no entry, of .*; seen by no checkpoint in the export\n$/),
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
    ['no file', []],
    ['a file that is not there', ['/nowhere.jsonl']],
    ['a key that is none', [main, '--key', 'x']],
    ['an option that is none', [main, '--what']],
    ['two files', [main, main]],
  ])('cannot tell with %s', (_what, args) => {
    const { status, stdout, stderr } = run(...args);

    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).not.toBe('');
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
