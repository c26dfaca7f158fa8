import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseCounting, TEXT_BYTES_MAX } from './parse.ts';
import type { Reading, Signal } from './reading.ts';

function read(text: string): Reading {
  const result = parse(text);
  if (result.kind === 'refused') throw new Error(`Refused: ${result.reason}`);
  return result;
}

/** The first order of a text, without the fields it does not set. */
function order(text: string): Partial<Signal> {
  const [signal] = read(text).signals;
  return Object.fromEntries(
    Object.entries(signal ?? {}).filter(([, value]) => value !== null),
  ) as Partial<Signal>;
}

const goldBuy = { action: 'buy', orderType: 'market', symbol: 'XAUUSD' };

describe('reading an order', () => {
  it('reads a zone, a stop and targets, the last of them open', () => {
    const text = 'XAUUSD BUY NOW 2412.5 - 2409\nSL: 2404\nTP1: 2416\nTP2: 2421.50\nTP3: OPEN';

    expect(order(text)).toEqual({
      ...goldBuy,
      entry: { low: '2409', high: '2412.5' },
      stopLoss: { price: '2404' },
      takeProfits: [{ price: '2416' }, { price: '2421.5' }, { open: true }],
    });
  });

  it('reads everything on one line', () => {
    expect(order('gbpusd sell 1.2710 sl 1.2745 tp 1.2640')).toEqual({
      action: 'sell',
      orderType: 'market',
      symbol: 'GBPUSD',
      entry: { low: '1.271', high: '1.271' },
      stopLoss: { price: '1.2745' },
      takeProfits: [{ price: '1.264' }],
    });
  });

  it('reads a form, whatever its order, with volume, risk, leverage and time frame', () => {
    const text = `Asset: BTC/USDT
Side: Short
TP1: 61,200
TP2: 60,400
SL: 63,900
Entry: 62,800
Leverage: 5x
Risk: 0.5%
Lot: 0.10
TF: 4h`;

    expect(order(text)).toEqual({
      action: 'sell',
      orderType: 'market',
      symbol: 'BTCUSDT',
      entry: { low: '62800', high: '62800' },
      stopLoss: { price: '63900' },
      takeProfits: [{ price: '61200' }, { price: '60400' }],
      leverage: '5',
      riskPercent: '0.5',
      lots: '0.1',
      timeframe: 'H4',
    });
  });

  it.each([
    ['Gold buy limit 2301, sl 2294, tp 2315', 'limit'],
    ['USDCAD sell stop @ 1.3610\nSL 1.3650\nTP 1.3540', 'stop'],
    ['Buy EURJPY if it breaks above 163.40, stop 162.90, target 164.50', 'stop'],
    ['EURJPY buy 163.40, stop 162.90, target 164.50', 'market'],
  ])('tells the kind of order: %s', (text, orderType) => {
    expect(order(text)).toMatchObject({ orderType });
  });

  it('takes headings for the lines below them', () => {
    const text =
      '#SOL/USDT LONG\nEntry Targets:\n1) 150.5\n2) 148\nTake-Profit Targets:\n1) 155\n2) 160\nStop Targets:\n1) 143';

    expect(order(text)).toMatchObject({
      symbol: 'SOLUSDT',
      entry: { low: '148', high: '150.5' },
      takeProfits: [{ price: '155' }, { price: '160' }],
      stopLoss: { price: '143' },
    });
  });

  it('keeps distances in pips as they are written', () => {
    expect(order('EURUSD buy now\nSL: 30 pips\nTP: 25, 50, 75 pips')).toMatchObject({
      stopLoss: { pips: '30' },
      takeProfits: [{ pips: '25' }, { pips: '50' }, { pips: '75' }],
    });
  });

  it('takes a label behind its number', () => {
    expect(order('US30 long now, 90 points stop, 200 points target')).toMatchObject({
      symbol: 'US30',
      stopLoss: { pips: '90' },
      takeProfits: [{ pips: '200' }],
    });
  });

  it('lets a price stand for itself where pips only explain it', () => {
    expect(order('AUDUSD sell 0.6540\nSL 0.6575 (35 pips)\nTP 0.6480 (60)')).toMatchObject({
      stopLoss: { price: '0.6575' },
      takeProfits: [{ price: '0.648' }],
    });
  });

  it('keeps the first stop where a text names two', () => {
    expect(order('XAUUSD BUY 2412\nSL 2404\nTP 2416\nSL 2400')).toMatchObject({
      stopLoss: { price: '2404' },
    });
  });

  it('takes the other side for the exit of a spot purchase', () => {
    expect(
      order('#INJUSDT spot\nBuy at: 24.10\nSell at: 25.20 - 26.40\nStop: 22.80'),
    ).toMatchObject({
      action: 'buy',
      takeProfits: [{ price: '25.2' }, { price: '26.4' }],
    });
  });

  it('infers a missing side from the levels, and says so', () => {
    const { signals, warnings } = read('#AVAXUSDT\nEntry: 30.1\nTargets: 31.5, 33\nStop: 28.9');

    expect(signals).toMatchObject([{ action: 'buy' }]);
    expect(warnings).toContain('direction-inferred');
  });

  it('accepts an order without levels when it says now', () => {
    expect(order('SELL US30 NOW')).toMatchObject({
      action: 'sell',
      symbol: 'US30',
      takeProfits: [],
    });
  });

  it('reads several orders', () => {
    const text =
      'Orders for New York\nBuy USDJPY 149.20 sl 148.80 tp 150.10\nSell gold 2350 sl 2358 tp 2335\nSell limit gold 2362 sl 2370 tp 2345';

    expect(read(text).signals).toMatchObject([
      { action: 'buy', symbol: 'USDJPY', stopLoss: { price: '148.8' } },
      { action: 'sell', symbol: 'XAUUSD', orderType: 'market', stopLoss: { price: '2358' } },
      { action: 'sell', symbol: 'XAUUSD', orderType: 'limit', stopLoss: { price: '2370' } },
    ]);
  });

  it('transcribes a stop on the wrong side, and doubts it', () => {
    const odd = read('EURUSD buy 1.0850 sl 1.0890 tp 1.0920');
    const fine = read('EURUSD buy 1.0850 sl 1.0810 tp 1.0920');

    expect(odd.signals).toMatchObject([{ stopLoss: { price: '1.089' } }]);
    expect(odd.warnings).toContain('stop-on-wrong-side');
    expect(odd.confidence).toBeLessThan(fine.confidence);
  });
});

describe('folding spellings', () => {
  it.each([
    '𝗚𝗢𝗟𝗗 𝗕𝗨𝗬 𝟮𝟯𝟰𝟬\n𝗦𝗟 𝟮𝟯𝟯𝟮\n𝗧𝗣 𝟮𝟯𝟱𝟱',
    'ＧＯＬＤ　ＢＵＹ　２３４０\nＳ/Ｌ　２３３２\nＴ/Ｐ　２３５５',
    'gold buy ٢٣٤٠\nsl ٢٣٣٢\ntp ٢٣٥٥',
    '**GOLD** `BUY` __2340__\n*S.L.* 2332\n*T.P.* 2355',
    '🟡 Gold 🟢 BUY\n2340\n❌ 2332\n✅ 2355',
    'XAUUSDm long @2,340 stop@2,332 tp@2,355',
    'Xau/Usd buy 2340.00\nSL - 2332.00\nTP 1️⃣ 2355.00',
  ])('reads the same order in %j', (text) => {
    expect(order(text)).toEqual({
      ...goldBuy,
      entry: { low: '2340', high: '2340' },
      stopLoss: { price: '2332' },
      takeProfits: [{ price: '2355' }],
    });
  });

  it.each([
    ['US30 sell 39.450 sl 39.600 tp 39.100', '39450'],
    ['AUDUSD sell 0,6540 sl 0,6580 tp 0,6480', '0.654'],
    ['gold sell 2.655,50 sl 2.662,00 tp 2.640,00', '2655.5'],
    ['#BTC short 63.5k sl 64.2k tp 61k', '63500'],
    ['EURUSD sell 1,085 sl 1,089 tp 1,079', '1.085'],
  ])('reads separators by the scale of the instrument: %s', (text, low) => {
    expect(order(text).entry?.low).toBe(low);
  });
});

describe('reading an update', () => {
  it.each([
    ['Close all gold trades now', { type: 'close', symbol: 'XAUUSD' }],
    ['Closed EURUSD manually at 1.0871', { type: 'close', symbol: 'EURUSD', price: '1.0871' }],
    ['Close half of GBPJPY', { type: 'closePartial', symbol: 'GBPJPY', percent: '50' }],
    ['TP1 hit! Secure 40% here', { type: 'closePartial', percent: '40' }],
    ['Take some profits on silver', { type: 'closePartial', symbol: 'XAGUSD' }],
    ['Move your stop loss to breakeven', { type: 'breakeven' }],
    ['+40 pips, SL to entry please', { type: 'breakeven' }],
    ['Move SL on gold to 2351.50', { type: 'moveStop', symbol: 'XAUUSD', price: '2351.5' }],
    ['Cancel the GBPUSD sell limit', { type: 'cancel', symbol: 'GBPUSD' }],
    ['Change TP to 1.0990 on EURUSD', { type: 'modifyTp', symbol: 'EURUSD', price: '1.099' }],
    ['Remove TP on US30, let it run', { type: 'modifyTp', symbol: 'US30' }],
  ])('understands %j', (text, expected) => {
    expect(read(text)).toMatchObject({
      kind: 'update',
      signals: [],
      update: { symbol: null, percent: null, price: null, ...expected },
    });
  });

  it('keeps every instruction in the order of the text', () => {
    expect(read('Book 30% on US30 and move the SL to 39200')).toMatchObject({
      update: { type: 'closePartial', symbol: 'US30', percent: '30' },
      moreUpdates: [{ type: 'moveStop', symbol: 'US30', price: '39200' }],
    });
  });

  it('takes levels that come alone for those of the last signal', () => {
    expect(read('SL 2318\nTP 2340')).toMatchObject({
      kind: 'update',
      update: { type: 'moveStop', price: '2318' },
      moreUpdates: [{ type: 'modifyTp', price: '2340' }],
    });
  });

  it('reads an instruction and the order that follows it', () => {
    const text = 'Close the gold buy.\nNow sell gold 2347, sl 2355, tp 2330';

    expect(read(text)).toMatchObject({
      kind: 'signal',
      signals: [{ action: 'sell', symbol: 'XAUUSD' }],
      update: { type: 'close', symbol: 'XAUUSD' },
    });
  });
});

describe('leaving alone what is no order', () => {
  it.each([
    'Good evening everyone, how was your day?',
    'TP2 hit on GBPJPY buy, +85 pips 🚀',
    'XAUUSD BUY 2340\nSL 2332\nTP 2355\nEDIT: target reached',
    'Join our VIP for gold buy and sell signals, 90% accuracy, DM @admin',
    'Get ready, gold buy setup loading',
    'Gold could drop to 2300 if support at 2320 breaks, bias stays bearish',
    "Don't buy EURUSD here",
    'Should I sell gold at 2350?',
    'EURUSD CALL, expiry 5 minutes',
    'US30 sell running +120 points',
    'No signals today, enjoy your weekend',
    'BTC 24h: 1,204 longs liquidated',
    '',
    '   \n\n ',
    '🔥🔥🔥',
  ])('hears only noise in %j', (text) => {
    expect(read(text)).toMatchObject({ kind: 'noise', signals: [], update: null });
  });
});

describe('any text', () => {
  const fragments = constantFrom(
    ...'buy,sell,gold,EURUSD,SL,TP1,close,half,now,limit,@,1.0850,2,345.5,-,/,:,.,\n,pips,%,x10,#,(,),_,١,ﷺ'.split(
      ',',
    ),
  );
  const anyText = oneof(
    string({ unit: 'binary', maxLength: 400 }),
    array(fragments, { maxLength: 80 }).map((parts) => parts.join(' ')),
    array(fragments, { maxLength: 80 }).map((parts) => parts.join('')),
  );
  const decimal = /^\d{1,18}(\.\d{1,18})?$/;

  it('gets an answer, and the same one each time', () => {
    assert(
      property(anyText, (text) => {
        const first = parse(text);
        expect(parse(text)).toEqual(first);
        if (first.kind === 'refused') return;
        expect(first.kind === 'signal').toBe(first.signals.length > 0);
        expect(first.confidence).toBeGreaterThanOrEqual(0);
        expect(first.confidence).toBeLessThanOrEqual(1);
        const figures = first.signals.flatMap(({ entry, stopLoss, lots }) => [
          ...Object.values(entry ?? {}),
          ...Object.values(stopLoss ?? {}),
          ...(lots === null ? [] : [lots]),
        ]);
        expect(figures.filter((figure) => !decimal.test(figure))).toEqual([]);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    'a',
    '1',
    '.',
    '1.',
    'buy ',
    'tp 1 ',
    'gold/',
    '1-',
    '_',
    '1_',
    'sl ',
    '\n',
    '(1 ',
    'x',
  ])('takes time in proportion to the length of %j repeated', (part) => {
    const stepsFor = (length: number) =>
      parseCounting(part.repeat(Math.floor(length / part.length))).steps;

    expect(stepsFor(8_000)).toBeLessThanOrEqual(2.2 * stepsFor(4_000) + 100);
    expect(stepsFor(8_000)).toBeLessThanOrEqual(100 * 8_000);
  });

  it('is refused when it has more than 8 KiB', () => {
    expect(parse('é'.repeat(TEXT_BYTES_MAX / 2)).kind).toBe('noise');
    expect(parse('é'.repeat(TEXT_BYTES_MAX / 2 + 1))).toEqual({
      kind: 'refused',
      reason: 'text-too-long',
      bytesMax: TEXT_BYTES_MAX,
    });
    expect(parse('gold buy now '.repeat(1_000)).kind).toBe('refused');
  });
});
