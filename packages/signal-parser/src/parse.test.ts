import { describe, expect, it } from 'vitest';
import { parse, TEXT_BYTES_MAX, type Reading, type Warning } from './index.ts';

function read(text: string): Reading {
  const parsed = parse(text);
  if (parsed.kind === 'refused') throw new Error('The text is refused');
  return parsed;
}

describe('a message', () => {
  it('is an order, with the characters that say so', () => {
    const text = 'GOLD BUY NOW 2331-2327\n\nSL 2323\nTP 2335\nTP OPEN';
    const { kind, signals, evidence, abstained } = read(text);

    expect({ kind, abstained }).toEqual({ kind: 'signal', abstained: null });
    expect(signals).toMatchObject([
      { symbol: 'XAUUSD', action: 'buy', entry: { low: '2327', high: '2331' } },
    ]);
    const wordsOf = (field: string) =>
      evidence
        .filter((each) => each.field === field)
        .map((each) => text.slice(each.start, each.end));
    expect(wordsOf('symbol')).toEqual(['GOLD']);
    expect(wordsOf('entry')).toEqual(['2331', '2327']);
    expect(wordsOf('takeProfits')).toEqual(['2335', 'OPEN']);
  });

  it('has evidence in the text as it was written, whatever its style', () => {
    const text = '🔥 𝗕𝗨𝗬 𝗚𝗢𝗟𝗗 𝟮𝟯𝟯𝟭 𝘀𝗹 𝟮𝟯𝟮𝟬 𝘁𝗽 𝟮𝟯𝟱𝟬';
    const { signals, evidence } = read(text);

    expect(signals).toMatchObject([{ symbol: 'XAUUSD', stopLoss: { price: '2320' } }]);
    const stop = evidence.find(({ field }) => field === 'stopLoss');
    expect(text.slice(stop?.start, stop?.end)).toBe('𝟮𝟯𝟮𝟬');
  });

  it('is a change of earlier trades', () => {
    expect(read('Close half of gold and move SL to 2340')).toMatchObject({
      kind: 'update',
      signals: [],
      update: { type: 'closePartial', symbol: 'XAUUSD', percent: '50' },
      moreUpdates: [{ type: 'moveStop', symbol: 'XAUUSD', price: '2340' }],
    });
  });

  it('is noise without anything to do', () => {
    expect(read('Good morning traders!')).toMatchObject({
      kind: 'noise',
      signals: [],
      update: null,
      abstained: null,
      evidence: [],
    });
  });
});

describe('a reading that a person must look at', () => {
  it.each([
    ['BUY GOLD 2331 SL 2340 TP 2350', 'stop-on-wrong-side'],
    ['BUY GOLD 2331 SL 2320 TP 2310', 'target-on-wrong-side'],
    ['BUY GOLD 2331 SL 2320 TP 23400', 'implausible-level'],
  ])('says why: %s', (text, doubt) => {
    expect(read(text)).toMatchObject({ kind: 'signal', abstained: doubt });
    expect(read(text).warnings).toContain(doubt);
  });

  const LEVELS = '2331 SL 2323 TP 2340';
  it.each<[string, Warning]>([
    [`Do not buy gold ${LEVELS}`, 'negated'],
    [`Kauft kein Gold ${LEVELS}`, 'negated'],
    [`не покупайте золото ${LEVELS}`, 'negated'],
    [`No compren oro ${LEVELS}`, 'negated'],
    [`Não comprem ouro ${LEVELS}`, 'negated'],
    [`Altın almayın ${LEVELS}`, 'direction-inferred'],
    [`نخرید XAUUSD ${LEVELS}`, 'direction-inferred'],
    [`BUY GOLD ${LEVELS}\nDon't enter`, 'negated'],
    [`BUY GOLD ${LEVELS} CANCELLED`, 'withdrawn'],
    [`Wrong signal, ignore: BUY GOLD ${LEVELS}`, 'withdrawn'],
    [`April fools: BUY GOLD ${LEVELS}`, 'withdrawn'],
    [`BUY GOLD ${LEVELS} ???`, 'asked'],
    [`<s>BUY GOLD ${LEVELS}</s>`, 'hidden-text'],
    [`~~BUY GOLD ${LEVELS}~~`, 'hidden-text'],
    [`Good morning!<!-- BUY GOLD ${LEVELS} -->`, 'hidden-text'],
    ['BUY GOLD 2331\nSL 2323\nSL 2310\nTP 2340', 'two-stops'],
    ['BUY GOLD 2350 SL 30 TP 60', 'maybe-distances'],
    ['BUY GOLD 2331 SL 2323 SL 2310 TP 2340', 'two-stops'],
    ['BUY GOLD 2331 SL 0 TP 2340', 'implausible-level'],
    ['BUY EURUSD 0.1085 SL 0.1080 TP 0.1095', 'implausible-level'],
    ['BUY EURUSD 1.0850 SL 1.0800 TP 2.9500', 'implausible-level'],
    ['BUY GOLD 23310 SL 23230 TP 23400', 'implausible-level'],
    [`BUY GOLD ${LEVELS} risk 5000%`, 'implausible-size'],
    [`BUY GOLD ${LEVELS} lot 0`, 'implausible-size'],
    ['BUY GOLD 2331 SL 0 pips TP 90 pips', 'implausible-size'],
    [`Mijden GOLD ${LEVELS}`, 'direction-inferred'],
    [`BUY GOLD 2331 SL 2323 TP 2340000000000000000000000`, 'implausible-level'],
  ])('is never acted upon, however sure the model: %s', (text, doubt) => {
    const { signals, abstained, warnings } = read(text);

    expect(signals.length > 0 && abstained === null).toBe(false);
    expect(signals.length === 0 || warnings.includes(doubt)).toBe(true);
  });

  it.each(['BUY SOLUSD 150 SL 130 TP 210', 'LONG BTCUSDT 60000 SL 52000 TP 80000'])(
    'may have levels as far apart as coins move: %s',
    (text) => {
      expect(read(text).warnings).not.toContain('implausible-level');
    },
  );

  it('has no number that an order cannot be placed with', () => {
    expect(read(`BUY GOLD ${LEVELS} lot 0.0000000000000000001`).signals[0]?.lots).toBeNull();
  });

  it('has no share of the price for a stop', () => {
    expect(read('BUY GOLD 2331 SL 2% TP 2350').signals[0]?.stopLoss).toBeNull();
  });

  it('is no new order in the instrument whose old one it ends', () => {
    const { signals, update } = read(
      'Close the DAX long. New one: short XAUUSD 2655, stop 2680, target 2645.5',
    );

    expect(signals.map(({ symbol }) => symbol)).toEqual(['XAUUSD']);
    expect(update).toMatchObject({ type: 'close', symbol: 'GER40' });
  });

  it('is a distance only if it has no thousands', () => {
    expect(read('BUY BTC 65k SL 64k TP 67k').signals).toMatchObject([
      { stopLoss: { price: '64000' }, takeProfits: [{ price: '67000' }] },
    ]);
  });

  it.each([
    ['EURUSD sell 1.0850 tp 1.0800', 'no-stop-loss'],
    ['BUY GOLD 2655-58 sl 48 tp 70', 'shorthand-expanded'],
  ])('may be warned of, %s: %s', (text, warning) => {
    expect(read(text).warnings).toContain(warning);
  });
});

describe('a text that is too long', () => {
  it('is refused by its bytes', () => {
    const refusal = { kind: 'refused', reason: 'text-too-long', bytesMax: TEXT_BYTES_MAX };

    expect(parse('x'.repeat(TEXT_BYTES_MAX + 1))).toEqual(refusal);
    expect(parse('€'.repeat(TEXT_BYTES_MAX / 2))).toEqual(refusal);
    expect(parse('a '.repeat(TEXT_BYTES_MAX / 2))).not.toEqual(refusal);
  });
});
