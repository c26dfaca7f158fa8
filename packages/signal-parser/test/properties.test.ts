import { array, assert, constantFrom, integer, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { parse } from '../src/index.ts';
import { normalise } from '../src/normalise.ts';
import { viewText } from '../src/read.ts';
import { labelledMessages } from './labelled.ts';
import { expectSound } from './sound.ts';

const texts = labelledMessages('signals').map(({ text }) => text);
const anyMessage = constantFrom(...texts);
const WORDS =
  'buy sell gold eurusd #sol btc/usdt entry sl tp tp1 limit stop now close half be open lot lots risk leverage x 10x h4 pips % @ : - – / ~ ( ) \n 2331 2331.5 2,331.50 27 .0850 1.0850 1.2.3 99999999 0 l.0850 🔥 ✅ ❌ 🇺🇸 1️⃣ ² купить شراء 買い'.split(
    ' ',
  );
const anyPhrase = array(constantFrom(...WORDS), { maxLength: 30 }).map((words) => words.join(' '));

describe('any text', () => {
  it('is read without an error, the same each time, with evidence that lies in it', () => {
    assert(property(oneof(string(), string({ unit: 'binary' }), anyPhrase), expectSound), {
      numRuns: 1_000,
    });
  });

  it('may be a message that was cut, repeated or spoilt', () => {
    const aSpoiltOne = tuple(anyMessage, anyMessage, integer({ min: 0, max: 300 }), string()).map(
      ([one, other, at, noise]) => one.slice(0, at) + noise + other.slice(at),
    );
    assert(property(aSpoiltOne, expectSound), { numRuns: 300 });
  });
});

describe('evidence', () => {
  it('holds the digits of the number that it gave', () => {
    let checked = 0;
    for (const text of texts) {
      const parsed = parse(text);
      if (parsed.kind === 'refused') continue;
      for (const { field, index, start, end } of parsed.evidence) {
        const stop = parsed.signals[index]?.stopLoss;
        if (field !== 'stopLoss' || !stop || !('price' in stop)) continue;
        const digits = normalise(text.slice(start, end)).text.replaceAll(/\D/g, '');
        const wanted = stop.price.replaceAll(/\D/g, '');
        const stops = parsed.evidence.filter(
          (each) => each.field === field && each.index === index,
        );
        if (stops.length > 1 || parsed.warnings.includes('shorthand-expanded')) continue;
        expect(digits.replace(/^0+/, '')).toContain(wanted.replace(/^0+/, ''));
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(100);
  });

  it('is there for every field that is filled, but for what is inferred', () => {
    for (const text of texts) {
      const parsed = parse(text);
      if (parsed.kind === 'refused') continue;
      parsed.signals.forEach((signal, index) => {
        const has = (field: string) =>
          parsed.evidence.some((each) => each.field === field && each.index === index);
        expect(has('stopLoss')).toBe(signal.stopLoss !== null);
        expect(has('takeProfits')).toBe(signal.takeProfits.length > 0);
        expect(has('entry')).toBe(signal.entry !== null);
      });
    }
  });
});

const unitsIn = (text: string) => viewText(text).view.units.length;

describe('the work for a text', () => {
  it.each(['buy gold 2331 sl 2320 tp 2350\n', '1.', "a'", '🔥', '買い', '1️⃣', '-', 'b u y '])(
    'grows with its length and no faster: %j',
    (pattern) => {
      const [short, long] = [unitsIn(pattern.repeat(200)), unitsIn(pattern.repeat(1_600))];

      expect(long).toBeLessThanOrEqual(8 * short + 8);
      expect(long).toBeLessThanOrEqual(1_600 * pattern.length);
    },
  );

  it('makes no text longer than four times what it was', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(normalise(text).text.length).toBeLessThanOrEqual(4 * text.length);
      }),
    );
  });

  it('asks the lexicon for no more characters than a few times those of the text', () => {
    for (const pattern of [
      'buy gold 2331 sl 2320 ',
      'take profit ',
      'stop loss at ',
      '買い',
      's ',
    ]) {
      const [short, long] = [lookedUp(pattern.repeat(100)), lookedUp(pattern.repeat(400))];

      expect(long / short).toBeLessThan(6);
    }
  });
});

/** How many characters are looked up in maps while a text is read. */
function lookedUp(text: string): number {
  parse(text); // What is remembered between texts is remembered now.
  let characters = 0;
  // eslint-disable-next-line typescript/unbound-method -- Called with the map that it is of.
  const { get } = Map.prototype;
  const counted = vi.spyOn(Map.prototype, 'get').mockImplementation(function count(
    this: Map<unknown, unknown>,
    key,
  ) {
    characters += typeof key === 'string' ? key.length : 1;
    return get.call(this, key);
  });
  parse(text);
  counted.mockRestore();
  return characters;
}
