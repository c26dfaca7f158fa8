import { describe, expect, it } from 'vitest';
import { accountsOf, readBalance, type Account } from './account.ts';

describe('the balance to start with', () => {
  it.each([
    ['10000', 'USD'],
    ['10000.05', 'EUR'],
    ['1000000', 'JPY'],
    ['1000000000', 'USD'],
  ] as const)('may be %s %s', (text, currency) => {
    expect(readBalance(text, currency).toString()).toBe(text);
  });

  it.each([
    ['10000.005', 'USD'],
    ['10000.5', 'JPY'],
    ['1000000000.01', 'USD'],
  ] as const)('may not be %s %s', (text, currency) => {
    expect(() => readBalance(text, currency)).toThrow(
      expect.objectContaining({ code: 'invalid-balance' }),
    );
  });
});

describe('the account that is meant', () => {
  const [first, second] = [{ id: '1' }, { id: '2' }] as Account[];
  const accounts = accountsOf([first, second] as Account[]);

  it('is the first unless one is named, and never another’s', () => {
    expect(accounts.find(null)).toBe(first);
    expect(accounts.find('2')).toBe(second);
    expect(accounts.find('3')).toBeUndefined();
    expect(accountsOf([]).find(null)).toBeUndefined();
  });
});
