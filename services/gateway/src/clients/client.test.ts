import { describe, expect, it } from 'vitest';
import { clientOf, networkOf } from './client.ts';

const peer = '10.0.0.9';

describe('a client', () => {
  it('is the other end of the connection when no proxy is ours', () => {
    const headers = {
      host: 'api.example',
      'x-forwarded-for': '6.6.6.6',
      'x-forwarded-proto': 'https',
      'x-forwarded-host': 'evil.example',
    };

    expect(clientOf({ peer: '::ffff:10.0.0.9', headers }, 0)).toEqual({
      address: '10.0.0.9',
      protocol: 'http',
      host: 'api.example',
    });
  });

  it.each([
    [1, '203.0.113.7', '203.0.113.7'],
    [1, '6.6.6.6, 203.0.113.7', '203.0.113.7'],
    [2, '6.6.6.6, 203.0.113.7 ,10.0.0.1', '203.0.113.7'],
    [2, '2001:db8::7, 10.0.0.1', '2001:db8::7'],
    [2, '203.0.113.7', '203.0.113.7'],
    [1, '', peer],
    [1, 'unknown', peer],
    [1, 'x'.repeat(5_000), peer],
    [3, 'not an address, 10.0.0.1', peer],
  ])('is what %i proxies of ours see, of %j', (hops, forwarded, address) => {
    const headers = { 'x-forwarded-for': forwarded };

    expect(clientOf({ peer, headers }, hops).address).toBe(address);
  });

  it('asked for what our farthest proxy was asked for', () => {
    const headers = {
      host: 'inner',
      'x-forwarded-proto': 'http, https, http',
      'x-forwarded-host': 'evil.example, api.example, inner',
    };

    expect(clientOf({ peer, headers }, 2)).toMatchObject({
      protocol: 'https',
      host: 'api.example',
    });
    expect(clientOf({ peer, headers: { host: 'inner' } }, 2)).toMatchObject({
      protocol: 'http',
      host: 'inner',
    });
  });
});

describe('a network', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::6', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });
});
