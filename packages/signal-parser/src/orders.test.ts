import { describe, expect, it } from 'vitest';
import { tagsIn } from '../test/tags.ts';
import { draftsOf, hasLevels, signalOf } from './orders.ts';

const signalsIn = (text: string) => draftsOf(tagsIn(text)).map(signalOf);
const symbolsIn = (text: string) => signalsIn(text).map((signal) => signal?.symbol);
const stopOf = (text: string) => signalsIn(`SIDE:buy SYM:XAUUSD ${text}`)[0]?.stopLoss;

describe('an order', () => {
  it('has what its tags say', () => {
    const text =
      'SIDE:buy LIM:limit SYM:XAUUSD ENT:2331 ENT:2327 SL:2320 TP:2340 TPP:80 OPN: LOT:0.1 RSK:1 LEV:20 LEV:10 TF:h4';

    expect(signalsIn(text)).toEqual([
      {
        action: 'buy',
        orderType: 'limit',
        symbol: 'XAUUSD',
        entry: { low: '2327', high: '2331' },
        stopLoss: { price: '2320' },
        takeProfits: [{ price: '2340' }, { pips: '80' }, { open: true }],
        lots: '0.1',
        riskPercent: '1',
        leverage: '10',
        timeframe: 'H4',
      },
    ]);
  });

  it('has null for what is not said', () => {
    expect(signalsIn('SIDE:sell SYM:EURUSD')).toEqual([
      {
        action: 'sell',
        orderType: 'market',
        symbol: 'EURUSD',
        entry: null,
        stopLoss: null,
        takeProfits: [],
        lots: null,
        riskPercent: null,
        leverage: null,
        timeframe: null,
      },
    ]);
  });

  it('is none without an instrument or a side', () => {
    expect(signalsIn('SIDE:buy ENT:2331')).toEqual([undefined]);
    expect(signalsIn('SYM:XAUUSD SL:2331')).toEqual([undefined]);
  });

  it('goes the way of its levels where no word says it', () => {
    expect(signalsIn('SYM:XAUUSD ENT:2331 SL:2320 TP:2340')).toMatchObject([{ action: 'buy' }]);
    expect(signalsIn('SYM:XAUUSD ENT:2331 SL:2340 TP:2320')).toMatchObject([{ action: 'sell' }]);
    expect(signalsIn('SYM:XAUUSD SL:2340 TP:2320')).toMatchObject([{ action: 'sell' }]);
  });

  it('has the first of two stops, but a price rather than a distance', () => {
    expect(stopOf('SL:2320 SL:2310')).toEqual({ price: '2320' });
    expect(stopOf('SLP:35 SL:2310')).toEqual({ price: '2310' });
    expect(stopOf('SL:2310 SLP:35')).toEqual({ price: '2310' });
  });

  it('is a stop order where the text says so', () => {
    expect(signalsIn('SIDE:buy STP:above SYM:XAUUSD ENT:2331')).toMatchObject([
      { orderType: 'stop' },
    ]);
  });

  it('has levels or not', () => {
    expect(draftsOf(tagsIn('SYM:XAUUSD SL:2320')).some(hasLevels)).toBe(true);
    expect(draftsOf(tagsIn('SYM:XAUUSD SIDE:buy')).some(hasLevels)).toBe(false);
  });
});

describe('several orders', () => {
  it('begin with another instrument', () => {
    expect(signalsIn('SIDE:buy SYM:XAUUSD ENT:2331 SIDE:sell SYM:EURUSD ENT:1.1')).toMatchObject([
      { action: 'buy', symbol: 'XAUUSD', entry: { low: '2331' } },
      { action: 'sell', symbol: 'EURUSD', entry: { low: '1.1' } },
    ]);
  });

  it('begin with the other side, of the same instrument', () => {
    expect(signalsIn('SYM:XAUUSD SIDE:sell ENT:2340 SIDE:buy ENT:2320')).toMatchObject([
      { action: 'sell', entry: { low: '2340' } },
      { action: 'buy', symbol: 'XAUUSD', entry: { low: '2320' } },
    ]);
  });

  it('of a ladder share the stop and the targets', () => {
    const text = 'SYM:USDJPY SIDE:sell ENT:151 SIDE:sell LIM:limit ENT:152 SL:153 TP:149';

    expect(signalsIn(text)).toMatchObject([
      { orderType: 'market', stopLoss: { price: '153' }, takeProfits: [{ price: '149' }] },
      { orderType: 'limit', stopLoss: { price: '153' }, takeProfits: [{ price: '149' }] },
    ]);
  });

  it('do not share prices of another instrument', () => {
    const text = 'SIDE:buy SYM:XAUUSD ENT:2331 SL:2320 SIDE:buy SYM:EURUSD ENT:1.1';

    expect(signalsIn(text)).toMatchObject([{ stopLoss: { price: '2320' } }, { stopLoss: null }]);
  });

  it.each([
    ['before them all', 'RSK:1 SIDE:buy SYM:XAUUSD ENT:2331 SIDE:sell SYM:EURUSD ENT:1.1'],
    ['on a line below', 'SIDE:buy SYM:XAUUSD ENT:2331 SIDE:sell SYM:EURUSD ENT:1.1 | RSK:1'],
    ['beside a stop', 'SIDE:buy SYM:XAUUSD ENT:2331 SIDE:sell SYM:EURUSD ENT:1.1 | SLP:20 RSK:1'],
  ])('share a size that is said once, %s', (_where, text) => {
    expect(signalsIn(text)).toMatchObject([{ riskPercent: '1' }, { riskPercent: '1' }]);
  });

  it.each([
    ['beside one of them', 'SIDE:buy SYM:XAUUSD LEV:5 ENT:2331 SIDE:sell SYM:EURUSD ENT:1.1'],
    ['at the end of the last', 'SIDE:sell SYM:EURUSD ENT:1.1 SIDE:buy SYM:XAUUSD ENT:2331 LEV:5'],
  ])('have the size to themselves that is said %s', (_where, text) => {
    const leverages = signalsIn(text).map((signal) => [signal?.symbol, signal?.leverage]);

    expect(Object.fromEntries(leverages)).toEqual({ XAUUSD: '5', EURUSD: null });
  });

  it('are the lines of a table, whatever stands first in them', () => {
    const text = 'ENT:2331 SL:2320 SIDE:buy SYM:XAUUSD | ENT:1.1 SL:1.2 SIDE:sell SYM:EURUSD';

    expect(signalsIn(text)).toMatchObject([
      { action: 'buy', symbol: 'XAUUSD', entry: { low: '2331' }, stopLoss: { price: '2320' } },
      { action: 'sell', symbol: 'EURUSD', entry: { low: '1.1' }, stopLoss: { price: '1.2' } },
    ]);
  });

  it('are under the side that heads their list', () => {
    const text =
      'SIDE:sell SYM:EURUSD ENT:1.1 SYM:GBPUSD ENT:1.3 | SIDE:buy SYM:XAUUSD ENT:2331 SYM:XAGUSD ENT:30';

    expect(signalsIn(text).map((signal) => signal?.action)).toEqual(['sell', 'sell', 'buy', 'buy']);
  });

  it('are all in a list of names, but for a name that is only said better', () => {
    expect(symbolsIn('SYM:EURUSD+SYM:GBPUSD+SYM:AUDUSD SIDE:buy')).toEqual([
      'EURUSD',
      'GBPUSD',
      'AUDUSD',
    ]);
    expect(symbolsIn('SYM:BTCUSDT+SYM:BTCUSD SIDE:buy')).toEqual(['BTCUSD']);
  });

  it('have the type that stands right before their side', () => {
    const text = 'SYM:USDJPY SIDE:buy ENT:151 LIM:limit+SIDE:buy ENT:150 SL:149';

    expect(signalsIn(text)).toMatchObject([{ orderType: 'market' }, { orderType: 'limit' }]);
  });

  it('share the only leverage too', () => {
    const text = 'LEV:20 SIDE:buy SYM:BTCUSDT ENT:60000 SIDE:sell SYM:ETHUSDT ENT:3000';

    expect(signalsIn(text)).toMatchObject([{ leverage: '20' }, { leverage: '20' }]);
  });

  it('remember which tag gave which field', () => {
    const [draft] = draftsOf(tagsIn('SIDE:buy SYM:XAUUSD ENT:2331'));

    expect(draft?.sources.map(({ field, tag }) => [field, tag.unit.text])).toEqual([
      ['action', 'buy'],
      ['symbol', 'XAUUSD'],
      ['entry', '2331'],
    ]);
  });
});
