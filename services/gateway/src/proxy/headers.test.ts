import { describe, expect, it } from 'vitest';
import { replyHeaders, requestHeaders, type Headers } from './headers.ts';

const request = (given: Headers, isTraced = false) =>
  requestHeaders(given, { list: ['x-request-id', 'ours'], isTraced });

describe('the headers of a request', () => {
  it('keep what is for the service, and end with ours', () => {
    expect(request({ accept: '*/*', 'x-request-id': 'theirs', a: undefined })).toEqual([
      'accept',
      '*/*',
      'x-request-id',
      'ours',
    ]);
  });

  it.each(['close', 'keep-alive', 'Keep-Alive', ''])(
    'lose nothing to Connection: %s',
    (connection) => {
      expect(request({ connection, close: '1', 'x-a': '2' })).toEqual([
        'close',
        '1',
        'x-a',
        '2',
        'x-request-id',
        'ours',
      ]);
    },
  );

  it('lose what Connection names, in any case, but not what they cannot do without', () => {
    const connection = 'X-A,x-b ,\tauthorization, Content-Length, x-request-id';
    const given = { connection, 'x-a': '1', 'x-b': '2', authorization: 'x', 'content-length': '3' };

    expect(request(given)).toEqual([
      'authorization',
      'x',
      'content-length',
      '3',
      'x-request-id',
      'ours',
    ]);
  });

  it('lose the trace only where it is continued', () => {
    const given = { traceparent: '1', tracestate: '2', baggage: '3' };

    expect(request(given)).toHaveLength(8);
    expect(request(given, true)).toEqual(['x-request-id', 'ours']);
  });
});

describe('the headers of a reply', () => {
  it('have each of ours once, whatever the upstream says', () => {
    const own = { 'x-request-id': 'ours', 'x-content-type-options': 'nosniff' };

    const theirs = { 'x-request-id': 'theirs', etag: '1', constructor: '2' };
    expect(replyHeaders(theirs, own)).toEqual([
      'etag',
      '1',
      'constructor',
      '2',
      'x-request-id',
      'ours',
      'x-content-type-options',
      'nosniff',
    ]);
  });

  it('keep several of one name', () => {
    expect(replyHeaders({ 'set-cookie': ['a', 'b'] }, {})).toEqual(['set-cookie', ['a', 'b']]);
  });

  it('lose what Connection names', () => {
    expect(replyHeaders({ connection: 'x-a', 'x-a': '1', 'x-b': '2' }, {})).toEqual(['x-b', '2']);
  });

  it('vary by both', () => {
    expect(replyHeaders({ vary: 'Accept' }, { vary: 'Origin' })).toEqual([
      'vary',
      'Accept, Origin',
    ]);
    expect(replyHeaders({ vary: 'Accept' }, {})).toEqual(['vary', 'Accept']);
    expect(replyHeaders({}, { vary: 'Origin' })).toEqual(['vary', 'Origin']);
  });
});
