import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { openNote, parseVerifierKey, signNote, verifierKey } from './note.ts';

// The example of Go's golang.org/x/mod/sumdb/note, which C2SP's signed-note comes from.
const PETER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT =
  'If you think cryptography is the answer to your problem,\n' +
  "then you don't know what your problem is.\n";
const NOTE = `${TEXT}\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n`;
const SEED = 'AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz';

const peter = () => {
  const seed = Buffer.from(SEED, 'base64').subarray(1);
  const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { name: 'PeterNeumann', privateKey };
};

const keyOf = (text: string) => parseVerifierKey(text) ?? expect.unreachable();
const aSigner = (name = 'example.com/log') => ({
  name,
  privateKey: generateKeyPairSync('ed25519').privateKey,
});

describe('a signed note', () => {
  it('is the one that others make with the same key', () => {
    expect(verifierKey(peter())).toBe(PETER);
    expect(signNote(TEXT, peter())).toBe(NOTE);
    expect(openNote(NOTE, [keyOf(PETER)])).toBe(TEXT);
  });

  it.each([
    ['another text', NOTE.replace('cryptography', 'Cryptography')],
    ['another signature', NOTE.replace('ZJkuBS', 'ZJkuBT')],
    ['another name', NOTE.replace('— Peter', '— Petra')],
    ['no signature', `${TEXT}\n`],
    ['no blank line', NOTE.replace('\n\n', '\n')],
    ['no end of its line', NOTE.slice(0, -1)],
    ['a line that is no signature', `${NOTE}hello\n`],
    ['nothing', ''],
  ])('is refused with %s', (_what, note) => {
    expect(openNote(note, [keyOf(PETER)])).toBeUndefined();
  });

  it('may be signed by others too, who are ignored unless they are known', () => {
    const other = aSigner();
    const [line = ''] = signNote(TEXT, other).split('\n').slice(-2);
    const both = `${NOTE}${line}\n`;

    expect(openNote(both, [keyOf(PETER)])).toBe(TEXT);
    expect(openNote(both, [keyOf(verifierKey(other))])).toBe(TEXT);
    expect(openNote(both, [keyOf(verifierKey(aSigner()))])).toBeUndefined();
    expect(openNote(both, [])).toBeUndefined();
  });

  it('is refused when one of the known keys has not signed what it says', () => {
    const other = aSigner();
    const wrong = signNote('another text\n', other).split('\n').at(-2);

    expect(openNote(`${NOTE}${wrong}\n`, [keyOf(PETER), keyOf(verifierKey(other))])).toBe(
      undefined,
    );
  });

  it('ends its text with a newline', () => {
    expect(() => signNote('no newline', peter())).toThrow('newline');
  });
});

describe('a key', () => {
  it.each([
    ['another id', PETER.replace('c74f20a3', 'c74f20a4')],
    ['another name', `Petra${PETER.slice(5)}`],
    ['another algorithm', 'PeterNeumann+c74f20a3+AhpcWQcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'],
    ['too few bytes', 'PeterNeumann+c74f20a3+ARpc'],
    ['no form', 'c74f20a3'],
  ])('is refused with %s', (_what, text) => {
    expect(parseVerifierKey(text)).toBeUndefined();
  });

  it('is an Ed25519 key', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

    expect(() => verifierKey({ name: 'a', privateKey })).toThrow('Ed25519');
  });
});

describe('a checkpoint', () => {
  // The example of c2sp.org/tlog-checkpoint.
  const EXAMPLE =
    'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';

  const exampleRead = () => parseCheckpoint(EXAMPLE) ?? expect.unreachable();

  it('is written as it is read', () => {
    const checkpoint = exampleRead();

    expect(checkpoint).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20_852_163 });
    expect(formatCheckpoint(checkpoint)).toBe(EXAMPLE);
  });

  it('ignores lines that it does not know', () => {
    expect(parseCheckpoint(`${EXAMPLE}more\n`)).toEqual(parseCheckpoint(EXAMPLE));
  });

  it.each([
    ['a leading zero', EXAMPLE.replace('2085', '02085')],
    ['a negative size', EXAMPLE.replace('2085', '-2085')],
    ['a huge size', EXAMPLE.replace('2085', '20852085208520')],
    ['a short root', EXAMPLE.replace('CsUY', '')],
    ['a root that is no base64', EXAMPLE.replace('CsUY', 'Cs*Y')],
    ['no origin', EXAMPLE.slice(EXAMPLE.indexOf('\n'))],
    ['nothing', ''],
  ])('is refused with %s', (_what, text) => {
    expect(parseCheckpoint(text)).toBeUndefined();
  });

  it('has an origin that cannot be taken for more lines', () => {
    const checkpoint = { origin: 'evil\n999', size: 1, root: Buffer.alloc(32) };

    expect(() => formatCheckpoint(checkpoint)).toThrow('origin');
  });
});
