import { describe, expect, it } from 'vitest';
import { accountsOf, type Account } from '../accounts/account.ts';
import { contentOf, readItem, understand, type ItemEnvelope } from './item.ts';

const now = new Date('2026-11-21T09:30:00.000Z');
const actionId = '0197a5f0-0000-7000-8000-00000000000a';
const account = { id: '0197a5f0-0000-7000-8000-00000000000b' } as Account;
const accounts = accountsOf([account]);

const anItem = (more: Partial<ItemEnvelope> = {}): ItemEnvelope => ({
  seq: 1,
  actionId,
  kind: 'open',
  createdAt: '2026-11-21T10:29:30.000Z',
  payload: { symbol: 'XAUUSD', side: 'buy' },
  ...more,
});
/** Sent by a device whose clock is an hour ahead, half a minute after it was queued. */
const receipt = { accounts, sentAt: new Date('2026-11-21T10:30:00.000Z'), now };
const contentFor = (more: Partial<ItemEnvelope>) => understand(readItem(anItem(more)), receipt);

describe('an item', () => {
  it('is a trade on the account it means, with its age by the device’s clock', () => {
    expect(contentFor({})).toEqual({
      as: 'trade',
      trade: { kind: 'open', payload: expect.objectContaining({ symbol: 'XAUUSD', lots: '0.01' }) },
      account,
      expiresAt: new Date('2026-11-21T09:30:30.000Z'),
    });
  });

  it('is a message that the server reads for itself', () => {
    const payload = {
      text: 'buy gold now',
      source: 'room',
      messageId: '7',
      receivedAt: now.toISOString(),
    };

    expect(contentFor({ kind: 'message', payload })).toMatchObject({
      as: 'message',
      reading: { kind: 'signal' },
    });
    expect(
      contentFor({ kind: 'message', payload: { ...payload, text: 'x'.repeat(9_000) } }),
    ).toMatchObject({ as: 'invalid', code: 'text-too-long' });
  });

  it('may be void, to fill a number', () => {
    expect(contentFor({ kind: 'void', payload: undefined })).toEqual({ as: 'void' });
  });

  it.each([
    { kind: 'dance' },
    { payload: 5 },
    { payload: { symbol: 'XAUUSD', side: 'buy', accountId: 'mine' } },
    { createdAt: 'yesterday' },
    { ttlMs: 1.5 },
    { colour: 'red' },
    {
      kind: 'message',
      payload: { text: 'a\0b', source: 's', messageId: '1', receivedAt: now.toISOString() },
    },
  ])('is invalid as %j', (more) => {
    expect(contentFor(more)).toMatchObject({ as: 'invalid', code: 'invalid-item' });
  });

  it('is rejected on an account that is not the user’s', () => {
    const payload = { symbol: 'XAUUSD', side: 'buy', accountId: actionId };

    expect(contentFor({ payload })).toMatchObject({ code: 'account-not-found' });
    expect(understand(readItem(anItem()), { ...receipt, accounts: accountsOf([]) })).toMatchObject({
      code: 'account-not-found',
    });
  });
});

const of = (more: Partial<ItemEnvelope>) => contentOf(readItem(anItem(more)).item);

describe('the content of an item', () => {
  it('is the same however its fields are ordered, or whether defaults are spelled out', () => {
    expect(of({ payload: { side: 'buy', symbol: 'XAUUSD', lots: '0.01', type: 'market' } })).toBe(
      of({}),
    );
  });

  it('does not depend on when it was queued, or under which number', () => {
    expect(of({ createdAt: now.toISOString(), seq: 9 })).toBe(of({}));
  });

  it.each([
    { payload: { symbol: 'XAUUSD', side: 'sell' } },
    { ttlMs: 5_000 },
    { kind: 'void' },
    { payload: { symbol: 'XAUUSD', side: 'buy', lots: '0.02' } },
  ])('is another with %j', (more) => {
    expect(of(more)).not.toBe(of({}));
  });
});
