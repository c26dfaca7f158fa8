import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import {
  aClosedTrade,
  anAccount,
  aPosition,
  aSituation,
  aTrade,
  dec,
  limitsOf,
  quotesOf,
} from '../../test/situations.ts';
import type { Limits } from '../profiles/limits.ts';
import { judge } from './judgement.ts';
import type { Situation } from './situation.ts';

const messageOf = (situation: Situation) => judge(situation).violations[0]?.message;
const rulesBroken = (situation: Situation) =>
  judge(situation).violations.map(({ ruleId }) => ruleId);

/** Lost today, on an account that had 100,000 in the morning. */
const after = (loss: string, overrides: Partial<Situation> = {}) =>
  aSituation({
    account: anAccount({ balance: dec('100000.00').minus(dec(loss)) }),
    closedTrades: [aClosedTrade(`-${loss}`)],
    ...overrides,
  });

const left = (balance: string, overrides: Partial<Situation> = {}) =>
  aSituation({ account: anAccount({ balance: dec(balance) }), ...overrides });

/** The value of `a + b - c` with the numbers that `inputs` names. */
function valueOf(expression: string, inputs: Violation['inputs']): string {
  const [first = '', ...rest] = expression.trim().split(/ (?=[+-])/);
  const termOf = (name: string) => Decimal.parse(inputs[name] ?? '');
  const value = rest.reduce((total, term) => {
    const [sign = '', name = ''] = term.split(' ');
    return sign === '+' ? total.plus(termOf(name)) : total.minus(termOf(name));
  }, termOf(first));
  return value.toString();
}

describe('the daily loss limit', () => {
  it('may be touched where the profile says below, and not where it says touch', () => {
    const touching: Limits = { ...limitsOf('ftmo'), boundary: 'touch' };

    expect(rulesBroken(after('4000.00'))).toEqual([]);
    expect(rulesBroken(after('4000.01'))).toEqual(['DAILY_LOSS_LIMIT']);
    expect(rulesBroken(after('3999.99', { limits: touching }))).toEqual([]);
    expect(rulesBroken(after('4000.00', { limits: touching }))).toEqual(['DAILY_LOSS_LIMIT']);
  });

  it('is told as a floor of equity, and not as what may be lost', () => {
    const touching: Limits = { ...limitsOf('ftmo'), boundary: 'touch' };

    expect(messageOf(after('4000.01'))).toBe(
      'Equity may fall to 94999.99 USD, below the daily floor of 95000.00',
    );
    expect(messageOf(after('4000.00', { limits: touching }))).toBe(
      'Equity may fall to 95000.00 USD, at or below the daily floor of 95000.00',
    );
    expect(messageOf(after('5000.01'))).toBe(
      'Equity has been at 94999.99 USD, below the daily floor of 95000.00',
    );
  });

  it('is breached by equity itself, and then no order is blamed for it', () => {
    expect(rulesBroken(after('5000.00'))).toEqual(['DAILY_LOSS_LIMIT']);
    expect(rulesBroken(after('5000.01'))).toEqual(['DAILY_LOSS_BREACHED']);
    expect(
      rulesBroken(after('5000.00', { limits: { ...limitsOf('ftmo'), boundary: 'touch' } })),
    ).toEqual(['DAILY_LOSS_BREACHED']);
  });

  it('stays breached for the rest of the day, however equity recovers', () => {
    const account = anAccount({ lowestEquityToday: dec('94999.99') });

    expect(judge(aSituation({ account })).violations).toMatchObject([
      { ruleId: 'DAILY_LOSS_BREACHED', actual: '94999.99', limit: '95000.00' },
    ]);
  });

  it('forgets what was closed before the day started', () => {
    const yesterday = [aClosedTrade('-4500.00', new Date('2026-06-09T21:59:59.999Z'))];
    const today = [aClosedTrade('-4500.00', new Date('2026-06-09T22:00:00.000Z'))];

    expect(rulesBroken(after('4500.00', { closedTrades: yesterday }))).toEqual([]);
    expect(rulesBroken(after('4500.00', { closedTrades: today }))).toEqual(['DAILY_LOSS_LIMIT']);
  });

  it('measures from the higher of balance and equity where the profile says so', () => {
    const account = anAccount({ dayStartEquity: dec('104000.00') });
    const floorUnder = (id: string) =>
      judge(aSituation({ account, limits: limitsOf(id) })).risk?.daily?.floor.toString();

    expect(floorUnder('ftmo')).toBe('95000.00');
    expect(floorUnder('ftuk')).toBe('101000.00');
    expect(floorUnder('myforexfunds')).toBe('99840.00');
  });

  it('measures from equity alone where the profile says so', () => {
    const account = anAccount({ dayStartEquity: dec('98000.00') });
    const { daily, ...rest } = limitsOf('ftmo');
    if (!daily) throw new Error('The FTMO preset has a daily limit');
    const limits = { ...rest, daily: { ...daily, reference: 'equity' as const } };

    expect(judge(aSituation({ account, limits })).risk?.daily?.floor.toString()).toBe('93000.00');
  });

  it('rounds what may be lost down', () => {
    const account = anAccount({ initialBalance: dec('99999.99'), balance: dec('99999.99') });
    const yen = anAccount({ ...account, currency: 'JPY', initialBalance: dec('99999') });
    const quotes = quotesOf({ EURUSD: ['1.1', '1.1'], USDJPY: ['150', '150'] });

    const allowance = (of: typeof account) =>
      judge(aSituation({ account: of, quotes })).risk?.daily?.allowance.toString();

    expect(allowance(account)).toBe('4999.99');
    expect(allowance(yen)).toBe('4999');
  });
});

describe('the total loss limit', () => {
  it('is a share of the initial balance, whatever was won since', () => {
    expect(rulesBroken(left('91000.00'))).toEqual([]);
    expect(rulesBroken(left('90999.99'))).toEqual(['TOTAL_LOSS_LIMIT']);
    expect(judge(left('140000.00')).risk?.total?.floor.toString()).toBe('90000.00');
  });

  it('is breached by equity itself', () => {
    const positions = [aPosition({ openPrice: dec('1.12001') })];

    expect(rulesBroken(left('89999.99'))).toEqual(['TOTAL_LOSS_BREACHED']);
    expect(rulesBroken(left('92000.00', { positions }))).toContain('TOTAL_LOSS_BREACHED');
    expect(rulesBroken(left('90000.00'))).toEqual(['TOTAL_LOSS_LIMIT']);
  });

  it('is not there in a profile without one', () => {
    const { risk, allowed } = judge(left('5000.00', { limits: limitsOf('eu-mifid2') }));

    expect(allowed).toBe(true);
    expect([risk?.daily, risk?.total]).toEqual([undefined, undefined]);
  });
});

describe('a violation', () => {
  const losing = anAccount({ balance: dec('92000.00') });
  const lost = [aClosedTrade('-4000.00')];

  it.each([
    ['LOT_MAX_PER_TRADE', { trade: aTrade({ lots: '2.01' }) }],
    ['DAILY_LOSS_LIMIT', { account: losing, closedTrades: lost, trade: aTrade({ lots: '2.00' }) }],
    [
      'TOTAL_LOSS_LIMIT',
      {
        account: losing,
        positions: [aPosition({ charges: dec('-1.50') })],
        trade: aTrade({ lots: '1.50' }),
      },
    ],
    [
      'DAILY_LOSS_BREACHED',
      {
        closedTrades: [aClosedTrade('-1.00')],
        account: anAccount({ lowestEquityToday: dec('1.00') }),
      },
    ],
    ['TOTAL_LOSS_BREACHED', { account: anAccount({ balance: dec('89000.00') }) }],
    ['SL_WRONG_SIDE', { trade: aTrade({ slPrice: '1.2' }) }],
  ])('of %s can be worked out again from its own numbers', (rule, state) => {
    const violation = judge(aSituation(state)).violations.find(({ ruleId }) => ruleId === rule);
    if (!violation) throw new Error(`${rule} is not broken`);
    const { formula, inputs, actual, limit } = violation;

    const [actually = '', allowed = ''] = formula.split(/[<>]=?/);

    expect(valueOf(actually, inputs)).toBe(actual);
    expect(valueOf(allowed, inputs)).toBe(limit);
    expect(formula).toMatch(dec(actual).lessThan(dec(limit)) ? / <=? / : / >=? /);
  });
});
