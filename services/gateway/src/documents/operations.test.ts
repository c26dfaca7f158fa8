import { describe, expect, it } from 'vitest';
import { openAtFirst, openIn, type ApiDocument } from './operations.ts';

const openWith = (paths: object, upstream = 'auth') =>
  openIn(upstream, { paths: paths as ApiDocument['paths'], components: {} });

describe('an operation', () => {
  it('is open if its security is the empty list, and nothing less', () => {
    const open = openWith({
      '/auth/a': { get: { security: [] }, post: { security: [{ bearer: [] }] } },
      '/auth/b': { get: {}, post: { security: [{}] } },
      '/auth/c': { get: { security: null } },
    });

    expect(open.has('GET', '/auth/a')).toBe(true);
    expect(open.has('HEAD', '/auth/a')).toBe(true);
    for (const method of ['POST', 'PUT', 'OPTIONS'])
      expect(open.has(method, '/auth/a')).toBe(false);
    for (const method of ['GET', 'POST']) expect(open.has(method, '/auth/b')).toBe(false);
    expect(open.has('GET', '/auth/c')).toBe(false);
  });

  it('has one segment for each parameter', () => {
    const open = openWith({ '/auth/{a.b}/x+y/{c}': { get: { security: [] } } });

    expect(open.has('GET', '/auth/1/x+y/2')).toBe(true);
    const others = [
      '/auth/1/xxy/2',
      '/auth/1/x+y/',
      '/auth/1/x+y/2/3',
      '/auth//x+y/2',
      '/auth/1/x+y/2/',
    ];
    for (const path of others) expect(open.has('GET', path), path).toBe(false);
  });

  it('of a path without parameters comes before one that would match it', () => {
    const open = openWith({
      '/auth/{page}': { get: { security: [] } },
      '/auth/me': { get: { security: [{ bearer: [] }] } },
    });

    expect(open.has('GET', '/auth/terms')).toBe(true);
    expect(open.has('GET', '/auth/me')).toBe(false);
  });

  it('is open only below the upstream’s own prefixes', () => {
    const paths = {
      '/compliance/x': { get: { security: [] } },
      '/auth/{x}': { get: { security: [] } },
    };

    expect(openWith(paths).has('GET', '/compliance/x')).toBe(false);
    expect(openWith(paths, 'compliance').has('GET', '/compliance/x')).toBe(true);
    expect(openWith(paths, 'compliance').has('GET', '/auth/x')).toBe(false);
  });

  it('is not open because an object has such a property', () => {
    expect(openWith({}).has('GET', 'constructor')).toBe(false);
    expect(openAtFirst.has('POST', '/auth/login')).toBe(true);
    expect(openAtFirst.has('GET', '/auth/login')).toBe(false);
  });
});
