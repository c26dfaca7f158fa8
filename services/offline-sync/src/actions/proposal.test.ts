import type { Decision } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import { describe, expect, it } from 'vitest';
import type { Position } from '../brokers/broker.ts';
import { OpenTrade, type ActionOf } from './action.ts';
import {
  isUnawareOf,
  lotsToClose,
  proposeClosing,
  proposeOpening,
  questionId,
  widensRisk,
} from './proposal.ts';

const now = new Date('2026-11-21T09:30:00.000Z');
const level = (text: string | null) => (text === null ? null : Decimal.parse(text));
const position: Position = {
  id: 'p1',
  accountId: 'a1',
  symbol: 'EURUSD',
  side: 'buy',
  lots: Decimal.parse('0.50'),
  openPrice: Decimal.parse('1.08'),
  stopLoss: null,
  takeProfit: null,
  openedAt: now,
};

const anOpening = (lifeMs: number): ActionOf<'open'> => ({
  kind: 'open',
  payload: OpenTrade.parse({ symbol: 'EURUSD', side: 'sell', stopLoss: '1.09' }),
  id: 'x1',
  userId: 'u1',
  accountId: 'a1',
  deviceId: null,
  state: 'executing',
  acceptedAt: now,
  expiresAt: new Date(now.getTime() + lifeMs),
  attempts: 1,
  question: 0,
  submittedAt: null,
  misses: 0,
});

describe('what compliance is asked', () => {
  it('is the order, under the trade’s own id', () => {
    expect(proposeOpening(anOpening(30_000), now)).toEqual({
      clientTradeId: 'x1',
      accountId: 'a1',
      symbol: 'EURUSD',
      side: 'sell',
      type: 'market',
      lots: '0.01',
      entryPrice: null,
      slPrice: '1.09',
      tpPrice: null,
      reduceOnly: false,
      reserve: { ttlMs: 90_000 },
    });
  });

  it('is to reserve the risk until the trade is surely over, but not for ever', () => {
    expect(proposeOpening(anOpening(900_000), now).reserve).toEqual({ ttlMs: 300_000 });
    expect(proposeOpening(anOpening(-5_000), now).reserve).toEqual({ ttlMs: 60_000 });
  });

  it('is, for a closing, the other side of at most what is held', () => {
    const lots = Decimal.parse('2');

    expect(proposeClosing(position, { lots, clientTradeId: 'x2' })).toMatchObject({
      side: 'sell',
      lots: '0.50',
      reduceOnly: true,
      positionId: 'p1',
    });
  });

  it('goes under another name when it is asked anew', () => {
    expect([questionId('x1', 0), questionId('x1', 2)]).toEqual(['x1', 'x1/2']);
  });
});

describe('how much is closed', () => {
  it.each([
    [null, '0.50'],
    ['0.20', '0.20'],
    ['0.90', '0.50'],
  ])('when %s lots are wanted is %s of 0.50', (wanted, expected) => {
    expect(lotsToClose(wanted, position).toString()).toBe(expected);
  });
});

const decision = (...ruleIds: string[]) =>
  ({ violations: ruleIds.map((ruleId) => ({ ruleId })) }) as unknown as Decision;

describe('a refusal', () => {
  it('may only mean that compliance does not know the position yet', () => {
    expect(isUnawareOf(decision('POSITION_NOT_FOUND'))).toBe(true);
    expect(isUnawareOf(decision('POSITION_NOT_FOUND', 'KILL_SWITCH'))).toBe(false);
    expect(isUnawareOf(decision())).toBe(false);
  });
});

describe('moving a stop', () => {
  it.each([
    { side: 'buy', from: '1.05', to: '1.06', widens: false },
    { side: 'buy', from: '1.05', to: '1.05', widens: false },
    { side: 'buy', from: '1.05', to: '1.04', widens: true },
    { side: 'sell', from: '1.05', to: '1.04', widens: false },
    { side: 'sell', from: '1.05', to: '1.06', widens: true },
    { side: 'buy', from: '1.05', to: null, widens: true },
    { side: 'buy', from: null, to: '1.01', widens: false },
    { side: 'sell', from: null, to: null, widens: false },
  ] as const)(
    'of a $side from $from to $to widens the risk: $widens',
    ({ side, from, to, widens }) => {
      expect(widensRisk({ side, from: level(from), to: level(to) })).toBe(widens);
    },
  );
});
