import { describe, expect, it } from 'vitest';
import { dec, limitsOf, NOW } from '../../test/situations.ts';
import type { Json } from './fields.ts';
import { readHistory } from './history.ts';

const HOUR_MS = 3_600_000;

const row = (hoursAgo: number, fields: object) => ({
  time: new Date(NOW.getTime() - hoursAgo * HOUR_MS).toISOString(),
  ...fields,
});
const trade = (hoursAgo: number, net: string) => row(hoursAgo, { type: 'trade', net });

const trailing = { amount: dec('1000'), mode: 'trailing_closed' } as const;
const limits = { ...limitsOf('ftmo'), total: trailing };
const known = { balance: dec('1000'), now: NOW, symbol: 'EURUSD' };
const highestOf = (rows: readonly Json[]) =>
  readHistory(rows, { ...known, limits }).highestClosed?.toString();

describe('the highest balance after a closed trade', () => {
  it('is walked back to from the balance now, whatever order trades are listed in', () => {
    const [first, second, third] = [trade(3, '100'), trade(2, '300'), trade(1, '-200')];

    expect(highestOf([first, second, third])).toBe('1200');
    expect(highestOf([third, first, second])).toBe('1200');
  });

  it('is never that after money came or went, which changes those before it', () => {
    const deposit = row(2, { type: 'deposit', amount: '500' });

    expect(highestOf([trade(3, '100'), deposit, trade(1, '-200')])).toBe('1000');
    expect(highestOf([trade(3, '100'), deposit])).toBe('500');
  });

  it('knows nothing of what is still to come', () => {
    expect(highestOf([trade(1, '50'), trade(-1, '-900')])).toBe('1000');
  });

  it('is not known without a trade', () => {
    expect(highestOf([])).toBeUndefined();
  });
});

describe('the trades of a history', () => {
  const rows = [
    { ...trade(1, '10'), symbol: 'GBPUSD', lots: '0.10' },
    { ...trade(48, '20'), symbol: 'EURUSD', lots: '0.20' },
    { ...trade(48, '30'), symbol: 'GBPUSD', lots: '0.30' },
    { ...trade(-1, '40'), symbol: 'GBPUSD', lots: '0.40' },
  ];
  const read = (profile: string) =>
    readHistory(rows, { ...known, limits: limitsOf(profile) }).closedTrades.map(({ profit }) =>
      profit.toString(),
    );

  it('are those of today, and older ones only where their size may count', () => {
    expect(read('ftmo')).toEqual(['10']);
    expect(read('ftuk')).toEqual(['10', '20']);
  });
});
