import { describe, expect, it } from 'vitest';
import { tagsIn } from '../test/tags.ts';
import { instructionsOf } from './updates.ts';

const updatesIn = (text: string) => instructionsOf(tagsIn(text)).map(({ update }) => update);

describe('the instructions of a message', () => {
  it.each([
    ['CLS:close', { type: 'close', percent: null, price: null }],
    ['PRT:half', { type: 'closePartial', percent: '50' }],
    ['PRT:partials', { type: 'closePartial', percent: null }],
    ['PRT:take PCT:30', { type: 'closePartial', percent: '30' }],
    ['PCT:30', { type: 'closePartial', percent: '30' }],
    ['BE:be', { type: 'breakeven' }],
    ['CAN:delete', { type: 'cancel' }],
    ['TOF:remove', { type: 'modifyTp', price: null }],
    ['USL:2340', { type: 'moveStop', price: '2340' }],
    ['UTP:2350', { type: 'modifyTp', price: '2350' }],
    ['CLS:close UPX:2345', { type: 'close', price: '2345' }],
    ['UPX:2345', { type: 'close', price: '2345' }],
  ])('%s are %j', (text, update) => {
    expect(updatesIn(text)).toMatchObject([{ symbol: null, ...update }]);
  });

  it('come in the order of the text, each with the symbol that is said once', () => {
    expect(updatesIn('USYM:XAUUSD PRT:half USL:2340 UTP:2350')).toMatchObject([
      { type: 'closePartial', symbol: 'XAUUSD' },
      { type: 'moveStop', symbol: 'XAUUSD' },
      { type: 'modifyTp', symbol: 'XAUUSD' },
    ]);
    expect(updatesIn('PRT:half USL:2340 USYM:XAUUSD')).toMatchObject([
      { symbol: 'XAUUSD' },
      { symbol: 'XAUUSD' },
    ]);
  });

  it('are one for each instrument', () => {
    expect(updatesIn('CLS:close USYM:XAUUSD USYM:EURUSD')).toMatchObject([
      { type: 'close', symbol: 'XAUUSD' },
      { type: 'close', symbol: 'EURUSD' },
    ]);
  });

  it('are about all the names of the list before them', () => {
    expect(updatesIn('USYM:XAUUSD+USYM:XAGUSD BE:be PRT:half')).toMatchObject([
      { type: 'breakeven', symbol: 'XAUUSD' },
      { type: 'breakeven', symbol: 'XAGUSD' },
      { type: 'closePartial', symbol: 'XAUUSD' },
      { type: 'closePartial', symbol: 'XAGUSD' },
    ]);
    expect(updatesIn('USYM:XAUUSD+USYM:XAUUSD BE:be')).toHaveLength(1);
    expect(updatesIn('USYM:XAUUSD+BE:be   USYM:XAGUSD+CLS:close')).toHaveLength(2);
  });

  it('are about the name behind them, line by line', () => {
    expect(updatesIn('CLS:close USYM:XAUUSD | BE:be USYM:XAGUSD')).toMatchObject([
      { type: 'close', symbol: 'XAUUSD' },
      { type: 'breakeven', symbol: 'XAGUSD' },
    ]);
  });

  it('are about the name right before them, and not about it what came earlier', () => {
    expect(updatesIn('CAN:cancel USYM:XAUUSD USYM:XAGUSD+CLS:close')).toMatchObject([
      { type: 'cancel', symbol: 'XAUUSD' },
      { type: 'close', symbol: 'XAGUSD' },
    ]);
  });

  it('are one though they are said twice, and two with two prices', () => {
    expect(updatesIn('CLS:close CLS:exit')).toHaveLength(1);
    expect(updatesIn('UTP:2350 UTP:2360')).toHaveLength(2);
  });

  it('remember their tags', () => {
    const [instruction] = instructionsOf(tagsIn('PRT:half PCT:40'));

    expect(instruction?.tags.map(({ label }) => label)).toEqual(['PRT', 'PCT']);
  });
});
