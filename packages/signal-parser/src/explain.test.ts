import { describe, expect, it } from 'vitest';
import { explain, type Paint } from './explain.ts';
import type { Evidence, Reading, Signal } from './reading.ts';

const tagged: Paint = (text, meaning) => `<${meaning}>${text}</${meaning}>`;
const plain: Paint = (text) => text;

const text = 'BUY GOLD\nSL 2323 tp open';
const signal: Signal = {
  action: 'buy',
  orderType: 'market',
  symbol: 'XAUUSD',
  entry: null,
  stopLoss: { price: '2323' },
  takeProfits: [{ open: true }],
  lots: null,
  riskPercent: null,
  leverage: null,
  timeframe: null,
};
const at = (field: Evidence['field'], words: string, confidence: number): Evidence => {
  const start = text.indexOf(words);
  return { field, index: 0, start, end: start + words.length, confidence };
};
const reading: Reading = {
  kind: 'signal',
  signals: [signal],
  update: null,
  confidence: 0.971,
  abstained: null,
  evidence: [at('stopLoss', '2323', 0.9), at('action', 'BUY', 0.999), at('symbol', 'GOLD', 0.8)],
  warnings: [],
};
const NOTHING: Reading = { ...reading, kind: 'noise', signals: [], evidence: [] };

describe('an explanation', () => {
  it('marks what gave each field in the text', () => {
    expect(explain(text, reading, tagged)).toContain(
      '<action>BUY</action> <symbol>GOLD</symbol>\nSL <stopLoss>2323</stopLoss> tp open\n',
    );
  });

  it('lists the fields with how sure they are, and from which words', () => {
    const lines = explain(text, reading, plain).split('\n');

    expect(lines).toContain('signal, 97.1 % sure');
    expect(lines).toContain('  stopLoss    2323                        90.0 %  “2323”');
    expect(lines).toContain('  takeProfits open');
    expect(lines).toContain('  lots        –');
    expect(lines.at(-1)).toBe('Sure enough to be acted on.');
  });

  it('writes zones and distances out', () => {
    const stopLoss = { pips: '40' };
    const entry = { low: '2327', high: '2331' };
    const shown = explain(text, { ...reading, signals: [{ ...signal, stopLoss, entry }] }, plain);

    expect(shown).toContain('2327 to 2331');
    expect(shown).toContain('40 pips');
  });

  it('names every instruction', () => {
    const update = { type: 'closePartial', symbol: 'XAUUSD', percent: '50', price: null } as const;
    const more = { type: 'moveStop', symbol: null, percent: null, price: '2340' } as const;
    const shown = explain(text, { ...NOTHING, kind: 'update', update, moreUpdates: [more] }, plain);

    expect(shown).toContain('update 1\n  update      closePartial XAUUSD 50 %');
    expect(shown).toContain('update 2\n  update      moveStop at 2340');
  });

  it('tells of warnings, and that a person must confirm', () => {
    const abstained = 'stop-on-wrong-side';
    const shown = explain(text, { ...reading, abstained, warnings: [abstained] }, plain);

    expect(shown).toContain('warning: stop-on-wrong-side');
    expect(shown).toContain('A person must confirm it first: stop-on-wrong-side.');
  });

  it('says that there is nothing to do about noise, and what was not read', () => {
    const refusal = { kind: 'refused', reason: 'text-too-long', bytesMax: 8_192 } as const;

    expect(explain('hello', NOTHING, plain)).toContain('Nothing to do.');
    expect(explain('', refusal, plain)).toBe('refused: the text has more than 8192 bytes');
  });

  it('marks a span once, though it belongs to two orders', () => {
    const evidence = [...reading.evidence, { ...at('action', 'BUY', 1), index: 1 }];

    expect(explain(text, { ...reading, evidence }, tagged).match(/<action>BUY</g)).toHaveLength(1);
  });

  it('does not carry on a colour over the end of a line', () => {
    const evidence = [{ ...at('symbol', 'GOLD\nSL', 1) }];

    expect(explain(text, { ...reading, evidence }, tagged)).toContain(
      '<symbol>GOLD</symbol>\n<symbol>SL</symbol>',
    );
  });

  it('lets no message command the terminal', () => {
    const shown = explain('a\u001b[2Jb\u202ec\u0085d', NOTHING, plain);

    expect(shown).toContain('a·[2Jb·c·d');
  });
});
