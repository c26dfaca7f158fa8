import { describe, expect, it } from 'vitest';
import { readGoldenCases } from '../../test/golden.ts';
import { decideCase } from './case.ts';
import { FieldError, type Json } from './fields.ts';
import { caseProfiles } from '../profiles/case-profile.store.ts';

const limitsNamed = caseProfiles();

/** The first golden case: an order on an account of 100,000 USD that FTMO’s preset allows. */
const allowed: Json = JSON.parse(JSON.stringify(readGoldenCases()[0]));

/** That case with one field of it, named by its path, replaced. */
function withField(path: string, value: unknown): Json {
  const copy = structuredClone(allowed) as Record<string, any>;
  const names = path.split('.');
  const last = names.pop() ?? '';
  const parent = names.reduce((json, name) => (json[name] ??= {}), copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const decide = (path: string, value: unknown) => decideCase(withField(path, value), limitsNamed);

describe('a case', () => {
  it.each([
    ['id', undefined, 'id must be a text, not left out'],
    ['account', undefined, 'account must be an object, not left out'],
    ['account.balance', 100_000, 'balance must be a decimal as text, such as "1.50", not 100000'],
    ['account.balance', '1e5', 'balance must be a decimal as text, such as "1.50", not "1e5"'],
    [
      'account.status',
      'gone',
      'status must be one of active, suspended, breached, closed, not "gone"',
    ],
    ['account.reservations', 'none', 'reservations must be a list of objects, not "none"'],
    ['account.permittedSymbols', [1], 'permittedSymbols must be a list of texts, not [1]'],
    ['account.profileActive', 'no', 'profileActive must be true or false, not "no"'],
    ['account.counters.tradesToday', -1, 'tradesToday must be a count, not -1'],
    [
      'account.pausedUntil',
      'soon',
      'pausedUntil must be an instant such as "2026-06-10T10:00:00.000Z", not "soon"',
    ],
    ['trade.side', 'long', 'side must be one of buy, sell, not "long"'],
    ['now', '2026-06-31T10:00:00Z', /^now must be an instant such as/],
    ['now', '2026-06-10T10:00:00', /^now must be an instant such as/],
    ['now', '0000-01-01T00:00:00.000Z', /^now must be of the years 1970 to 9999, not "0000/],
    ['now', '1969-12-31T23:59:59.999Z', /^now must be of the years 1970 to 9999/],
    ['now', '9999-12-31T23:59:59.999-00:01', /^now must be of the years 1970 to 9999/],
    ['account.pausedUntil', '0001-01-01T00:00:00.000Z', /^pausedUntil must be of the years/],
    ['account.currency', '', 'currency must be three capital letters, such as "USD", not ""'],
    ['account.currency', 'x', /^currency must be three/],
    ['account.currency', '0', /^currency must be three/],
    ['account.currency', 'usd', /^currency must be three/],
    ['account.currency', 'USDT', /^currency must be three/],
    ['now', 'x'.repeat(101), /^now must be an instant.{1,200}…$/],
    ['limits', { day: 1 }, /^limits: /],
    ['limits', { assumeSlPct: '100' }, /must be below 100/],
  ])('that has no proper %s is refused with its name: %j', (path, value, message) => {
    expect(() => decide(path, value)).toThrow(FieldError);
    expect(() => decide(path, value)).toThrow(message);
  });

  it.each([
    ['account.reservations', null],
    ['account.status', undefined],
    ['account.counters', undefined],
    ['history', undefined],
    ['openPositions', undefined],
    ['trade.tpPrice', undefined],
  ])('may leave out %s', (path, value) => {
    expect(decide(path, value)).toEqual({
      id: 'G001',
      allowed: true,
      violations: [],
      warnings: [],
    });
  });

  it.each([
    ['trade.lots', 1, 'INPUT_INVALID_VOLUME'],
    ['trade.lots', undefined, 'INPUT_INVALID_VOLUME'],
    ['trade.slPrice', 1.099, 'INPUT_INVALID_PRICE'],
    ['trade.leverage', true, 'INPUT_INVALID_PRICE'],
    ['trade.leverage', '0', 'INPUT_INVALID_PRICE'],
  ])('is refused, not rejected, where %s is %j', (path, value, rule) => {
    expect(decide(path, value).violations).toEqual([rule]);
  });

  it('may bring its own limits', () => {
    const limits = { day: { tz: 'Etc/UTC', at: '00:00' }, boundary: 'below', missingSl: 'deny' };

    expect(decide('limits', { ...limits, maxLotsPerTrade: '1.99' }).violations).toEqual([
      'LOT_MAX_PER_TRADE',
    ]);
  });

  it.each(['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'])('may be of %s', (now) => {
    expect(decide('now', now).allowed).toBe(true);
  });

  it('may bring limits that were stored before there was a most', () => {
    const limits = { day: { tz: 'Etc/UTC', at: '00:00' }, boundary: 'below', missingSl: 'deny' };

    expect(decide('limits', { ...limits, duplicateWindowMs: 9e15 }).allowed).toBe(true);
  });

  it('takes a price of zero for none', () => {
    expect(decide('market.quotes.EURUSD', { bid: '0', ask: '1.1' }).violations).toEqual([
      'INPUT_NO_QUOTE',
    ]);
  });
});

const equityAt = (dayStartEquity: string) => ({
  ...structuredClone(allowed),
  profile: 'ftuk',
  account: { ...(allowed['account'] as Json), dayStartEquity, balance: '95000.00' },
  trade: { ...(allowed['trade'] as Json), lots: '1.00' },
});

describe('money that came or went today', () => {
  it.each([
    ['withdrawal', { amount: '5000.00' }],
    ['withdrawal', { amount: '-5000.00' }],
    ['payout', { net: '-5000.00' }],
    ['payout', { amount: '5000.00' }],
    ['fee', { net: '5000.00' }],
  ])('is no loss: a %s of %j', (type, flow) => {
    const history = [{ type, time: '2026-06-10T08:00:00.000Z', ...flow }];
    const unexplained = equityAt('100000.00');

    expect(decideCase({ ...unexplained, history }, limitsNamed).violations).toEqual([]);
    expect(decideCase(unexplained, limitsNamed).violations).toContain('DAILY_LOSS_BREACHED');
  });

  const now = new Date(String(allowed['now']));
  const { start } = limitsNamed('ftuk', undefined)?.day(now) ?? { start: now };

  it.each([
    ['the day before', start.getTime() - 1, false],
    ['the start of the day', start.getTime(), true],
    ['now', now.getTime(), true],
    ['later than now', now.getTime() + 1, false],
  ])('counts or not at its exact ends: %s', (_when, time, counts) => {
    const flow = { type: 'withdrawal', time: new Date(time).toISOString(), amount: '5000.00' };
    const { violations } = decideCase({ ...equityAt('100000.00'), history: [flow] }, limitsNamed);

    expect(violations.includes('DAILY_LOSS_BREACHED')).toBe(!counts);
  });
});
