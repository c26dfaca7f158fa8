import { describe, expect, it } from 'vitest';
import { isPlain, pathOf, prefixesOf, prefixOf } from './target.ts';

describe('a target', () => {
  it.each([
    ['/offline/sync?dry=1&path=/a', '/offline/sync', '/offline'],
    ['/offline?x', '/offline', '/offline'],
    ['/offline/', '/offline/', '/offline'],
    ['/', '/', '/'],
    ['//offline', '//offline', '/'],
    ['', '', ''],
    ['*', '*', '*'],
  ])('%j has a path and a first segment', (target, path, prefix) => {
    expect(pathOf(target)).toBe(path);
    expect(prefixOf(path)).toBe(prefix);
  });

  it.each([
    '/',
    '/a/b.c/d..e/..f/g..',
    '/.well-known/jwks.json',
    '/a?x=/../b',
    '/a/%2e%2e%2e/b',
    '/%C3%BC',
  ])('%s is plain', (target) => {
    expect(isPlain(target)).toBe(true);
  });

  it.each([
    '',
    'a',
    '*',
    'http://x/',
    '/a/../b',
    '/..',
    '/.',
    '/a/./b',
    '/a/%2E%2e/b',
    '/%2e?x',
    '/a b',
    '/\u00fc',
    '/a\t',
  ])('%j is not', (target) => {
    expect(isPlain(target)).toBe(false);
  });

  it('belongs to the upstream of that name, unless the upstream goes by other names', () => {
    expect(prefixesOf('compliance')).toEqual(['/compliance']);
    expect(prefixesOf('constructor')).toEqual(['/constructor']);
    expect(prefixesOf('offline-sync')).toEqual(['/offline']);
    expect(prefixesOf('auth')).toEqual(['/auth', '/2fa', '/.well-known']);
  });
});
