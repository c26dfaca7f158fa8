import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  entryHash,
  formatCheckpoint,
  logLine,
  parseCheckpoint,
  parseVerifierKey,
  signNote,
  verifierKey,
  verifyExport,
  type Entry,
  type Head,
  type Verdict,
} from '../src/index.ts';
import { exported, extend, headOf, linesIn, SIGNER, startLog, STRANGER, STREAM } from './trails.ts';

const OTHER = '018f0000-0000-7000-8000-000000000002';
const KEY = parseVerifierKey(verifierKey(SIGNER)) ?? expect.unreachable();
const entries = extend([], 12);

/** Checkpoints that have seen entries 4 and 8, among those of another stream. */
function aLog(signer = SIGNER, of = entries) {
  const log = startLog(signer);
  const others = extend([], 3, { stream: OTHER });
  log.checkpoint(headOf(others, 1), headOf(of, 4));
  log.checkpoint(headOf(others, 2));
  log.checkpoint(headOf(of, 8), headOf(others, 3));
  return log;
}

const log = aLog();
const verify = (text: string, lines: readonly string[] = log.lines) =>
  verifyExport(linesIn(text), { keys: [KEY], log: linesIn(lines.join('')) });
const fault = (verdict: Verdict) => (verdict.ok ? 'ok' : verdict.fault);
const altered = (entry: Entry, change: Partial<Entry>): Entry => ({ ...entry, ...change });

/** The trail with one entry in another form. */
const withEntry = (seq: number, change: (entry: Entry) => Entry) =>
  entries.map((entry) => (entry.seq === seq ? change(entry) : entry));

const rehashed = (entry: Entry) => altered(entry, { hash: entryHash(entry) });
const lie = Buffer.from('{"kind":"nothing happened"}');

const falseBody = (seq: number) => ({ seq, kind: 'never happened' });

/** All from an entry on says something else, and the hashes are right again. */
function rewritten(from: number, total = entries.length): Entry[] {
  return extend(entries.slice(0, from - 1), total - from + 1, { body: falseBody });
}

describe('a sound trail', () => {
  it('is told from its first to its last entry, with what checkpoints have seen of it', () => {
    expect(verify(exported(entries, { coverage: log.coverage() }))).toMatchObject({
      ok: true,
      stream: STREAM,
      entries: 12,
      head: { seq: 12, hash: headOf(entries, 12).hash },
      checkpoint: { seq: 8, size: 5, origin: 'example.com/audit' },
      loggedSeq: 8,
      keyIsKnown: true,
    });
  });

  it('may have no entry, and no checkpoint yet', () => {
    const verdict = verifyExport(linesIn(exported([], { key: null })));

    expect(verdict).toMatchObject({ ok: true, entries: 0, checkpoint: null, loggedSeq: null });
  });

  it('is taken at its own word where no key is given, and says so', () => {
    const verdict = verifyExport(linesIn(exported(entries, { coverage: log.coverage() })));

    expect(verdict).toMatchObject({ ok: true, checkpoint: { seq: 8 }, keyIsKnown: false });
  });

  it('is sound in any length, with checkpoints anywhere', () => {
    const cases = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.array(fc.nat(), { maxLength: 6 }));
    fc.assert(
      fc.property(cases, ([count, picks]) => {
        const trail = extend([], count);
        const seen = [...new Set(picks.map((pick) => (pick % count) + 1))].toSorted(
          (a, b) => a - b,
        );
        const kept = startLog();
        for (const seq of seen) kept.checkpoint(headOf(trail, seq));
        const coverage = seen.length > 0 ? kept.coverage() : undefined;

        expect(verify(exported(trail, { coverage }), kept.lines)).toMatchObject({
          ok: true,
          entries: count,
          loggedSeq: seen.at(-1) ?? null,
        });
      }),
    );
  });
});

describe('of a trail it is found, with the first bad entry, that', () => {
  const coverage = log.coverage();
  const found = (trail: readonly Entry[]) => fault(verify(exported(trail, { coverage })));

  it('one was altered', () => {
    const trail = withEntry(5, (entry) => altered(entry, { body: lie }));

    expect(found(trail)).toMatchObject({ seq: 5, reason: 'altered' });
  });

  it('one was altered with its hash', () => {
    const trail = withEntry(5, (entry) => rehashed(altered(entry, { body: lie })));

    expect(found(trail)).toMatchObject({ seq: 6, reason: 'broken-link' });
  });

  it('any bit of it was turned over', () => {
    const text = Buffer.from(exported(entries, { coverage }));
    const body = text.indexOf('{"seq":1');
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 0, max: 7 }), (pick, bit) => {
        const at = body + (pick % (text.length - body - 1));
        const copy = Buffer.from(text);
        copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
        const lines = copy.toString('latin1').split('\n').slice(0, -1);
        const buffers = lines.map((line) => Buffer.from(line, 'latin1'));

        expect(verifyExport(buffers, { keys: [KEY] }).ok).toBe(false);
      }),
    );
  });

  it('one is missing', () => {
    const trail = entries.filter(({ seq }) => seq !== 5);

    expect(found(trail)).toMatchObject({ seq: 5, reason: 'missing' });
    expect(found(entries.slice(1))).toMatchObject({ seq: 1, reason: 'missing' });
  });

  it('one is missing just before the end', () => {
    const trail = entries.filter(({ seq }) => seq !== 11);

    expect(found(trail)).toMatchObject({ seq: 11, reason: 'missing' });
  });

  it('one is missing, and the others were numbered anew', () => {
    const trail = entries
      .filter(({ seq }) => seq !== 5)
      .map((entry, index) => altered(entry, { seq: index + 1 }));

    expect(found(trail)).toMatchObject({ seq: 5, reason: 'altered' });
  });

  it('two stand in each other’s place', () => {
    const [five, six] = [headOf(entries, 5), headOf(entries, 6)] as [Entry, Entry];
    const trail = entries.with(4, six).with(5, five);

    expect(found(trail)).toMatchObject({ seq: 5, reason: 'swapped' });
  });

  it('two have each other’s content', () => {
    const [five, six] = [headOf(entries, 5), headOf(entries, 6)] as [Entry, Entry];
    const trail = entries.with(4, { ...six, seq: 5 }).with(5, { ...five, seq: 6 });

    expect(found(trail)).toMatchObject({ seq: 5, reason: 'altered' });
  });

  it('its end was cut off below a checkpoint', () => {
    expect(found(entries.slice(0, 6))).toMatchObject({ seq: 7, reason: 'truncated' });
    expect(found([])).toMatchObject({ seq: 1, reason: 'truncated' });
  });

  it('all since an entry was written anew', () => {
    expect(found(rewritten(3))).toMatchObject({ seq: 4, reason: 'checkpoint-mismatch' });
    expect(found(rewritten(5))).toMatchObject({ seq: 8, reason: 'checkpoint-mismatch' });
  });

  it('there are two ways in which it goes on', () => {
    const [other] = rewritten(7, 7).slice(-1);
    const trail = [...entries.slice(0, 7), other as Entry, ...entries.slice(7)];

    expect(found(trail)).toMatchObject({ seq: 7, reason: 'fork' });
  });

  it('the stream is another one', () => {
    const trail = extend([], 12, { stream: OTHER });

    expect(found(trail)).toMatchObject({ seq: 1, reason: 'wrong-stream' });
  });

  it.each([
    ['a line is no entry', 'nonsense\n'],
    ['a line was cut off', exported(entries).slice(exported(entries).indexOf('{"seq":1'), -40)],
    ['a line is empty', '\n'],
  ])('%s', (_what, lines) => {
    const text = exported([], { coverage }) + lines;

    expect(fault(verify(text))).toMatchObject({ reason: 'malformed' });
  });
});

const alone = (text: string) => fault(verifyExport(linesIn(text), { keys: [KEY] }));

describe('without a log outside', () => {
  it('the checkpoint in the export finds a trail that was cut off or written anew', () => {
    const coverage = log.coverage();

    expect(alone(exported(entries.slice(0, 6), { coverage }))).toMatchObject({
      seq: 7,
      reason: 'truncated',
    });
    expect(alone(exported(rewritten(5), { coverage }))).toMatchObject({
      seq: 8,
      reason: 'checkpoint-mismatch',
    });
  });

  it('a checkpoint by a stranger’s key is refused', () => {
    const forged = aLog(STRANGER, rewritten(5));
    const parts = { coverage: forged.coverage(), key: verifierKey(STRANGER) };

    expect(alone(exported(rewritten(5), parts))).toMatchObject({ reason: 'bad-signature' });
  });

  it('a proof for another head, place or tree is refused', () => {
    const line = JSON.parse(log.coverage()) as { checkpoint: { proof: string[] } };
    const { checkpoint } = line;
    const wrong = [
      { hash: headOf(rewritten(5), 8).hash },
      { seq: 7 },
      { index: 0 },
      { proof: checkpoint.proof.slice(1) },
    ];
    for (const change of wrong) {
      const hash = change.hash && { hash: Buffer.from(change.hash).toString('hex') };
      const coverage = `${JSON.stringify({ checkpoint: { ...checkpoint, ...change, ...hash } })}\n`;
      expect(alone(exported(entries, { coverage }))).toMatchObject({ reason: 'bad-proof' });
    }
  });

  it('a checkpoint line in another form is refused', () => {
    for (const change of [{ seq: -1 }, { hash: 'x' }, { proof: 'x' }, { proof: ['x'] }]) {
      const { checkpoint } = JSON.parse(log.coverage()) as { checkpoint: object };
      const coverage = `${JSON.stringify({ checkpoint: { ...checkpoint, ...change } })}\n`;
      expect(alone(exported(entries, { coverage }))).toMatchObject({ reason: 'malformed' });
    }
  });

  it('a header in another form is refused', () => {
    for (const more of ['', ',"stream":"a"', ',"key":null', ',"stream":1,"key":null']) {
      const header = `{"format":"signalos-audit-export-v1"${more}}\n`;
      expect(alone(header)).toMatchObject({ reason: 'malformed' });
    }
    expect(fault(verifyExport(linesIn(exported([], { key: 'x' }))))).toMatchObject({
      reason: 'malformed',
    });
  });

  it('what has no header is no export, and nothing is said of a trail', () => {
    for (const text of ['', 'x\n', '{}\n', '\n', '{"status":401}', exported(entries).slice(1)]) {
      expect(() => verifyExport(linesIn(text)), text).toThrow('no export of an audit trail');
    }
  });

  it('an end behind the last checkpoint is missed only by whoever knows of it', () => {
    const cut = exported(entries.slice(0, 9), { coverage: log.coverage() });
    const told = (atLeast: number) => fault(verifyExport(linesIn(cut), { keys: [KEY], atLeast }));

    expect(alone(cut)).toBe('ok');
    expect(told(9)).toBe('ok');
    expect(told(10)).toMatchObject({ seq: 10, reason: 'truncated' });
  });
});

function aCheckpoint(line: string) {
  const { note } = JSON.parse(line) as { note: string };
  const checkpoint = parseCheckpoint(note);
  if (!checkpoint) throw new Error('The line has no checkpoint');
  return checkpoint;
}

function headsOf(line: string): Head[] {
  const { heads } = JSON.parse(line) as { heads: { stream: string; seq: number; hash: string }[] };
  return heads.map((head) => ({ ...head, hash: Buffer.from(head.hash, 'hex') }));
}

describe('a log outside', () => {
  const text = exported(entries);
  const [first = '', second = '', third = ''] = log.lines;

  it('finds what was written anew with the database’s own checkpoints taken away', () => {
    expect(fault(verify(exported(rewritten(5))))).toMatchObject({
      seq: 8,
      reason: 'checkpoint-mismatch',
      detail: expect.stringContaining('after 4'),
    });
    expect(fault(verify(exported(entries.slice(0, 7))))).toMatchObject({ reason: 'truncated' });
  });

  it.each([
    ['a line is missing', [first, third], 'log-fork'],
    ['lines stand in another order', [first, third, second], 'log-fork'],
    ['a line stands there twice', [first, second, second, third], 'log-fork'],
    ['a head was altered', [first, second, third.replace('"seq":8', '"seq":9')], 'log-fork'],
    ['a head was added', [first, second, third.replace('[{', '[{"x":1},{')], 'malformed'],
    ['a signature was altered', [first, second.replace(/....\\n"/, 'AAA=\\n"'), third], 'bad-sig'],
    ['a line is none', [first, 'x\n', third], 'malformed'],
  ])('is refused where %s', (_what, lines, reason) => {
    const verdict = fault(verify(text, lines));

    expect(verdict).toMatchObject({ reason: expect.stringMatching(`^${reason}`) });
  });

  it('is refused where strangers have signed it', () => {
    expect(fault(verify(text, aLog(STRANGER).lines))).toMatchObject({ reason: 'bad-signature' });
  });

  it('shows that the database tells of another log', () => {
    const other = aLog(SIGNER, rewritten(5));

    const verdict = verify(exported(rewritten(5), { coverage: other.coverage() }));

    expect(fault(verdict)).toMatchObject({ reason: 'log-fork' });
  });

  it('is refused where its key has signed another size, or in the name of another log', () => {
    const [checkpoint, heads] = [aCheckpoint(first), headsOf(first)];
    const signed = (change: object) =>
      logLine({ note: signNote(formatCheckpoint({ ...checkpoint, ...change }), SIGNER), heads });

    expect(fault(verify(text, [signed({})]))).toBe('ok');
    expect(fault(verify(text, [signed({ size: 3 })]))).toMatchObject({ reason: 'log-fork' });
    expect(fault(verify(text, [signed({ origin: 'example.com/other' })]))).toMatchObject({
      reason: 'bad-signature',
    });
  });

  it('is refused where heads of the stream go backwards', () => {
    const back = startLog();
    back.checkpoint(headOf(entries, 8));
    back.checkpoint(headOf(entries, 4));

    expect(fault(verify(text, back.lines))).toMatchObject({ reason: 'malformed' });
  });
});
