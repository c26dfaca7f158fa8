import { describe, expect, it } from 'vitest';
import { tagsIn } from '../test/tags.ts';
import { cautionsIn } from './cautions.ts';
import { conceptSet, meets } from './concepts.ts';
import { draftsOf } from './orders.ts';
import { viewText } from './read.ts';
import type { Tag } from './tags.ts';

const ACTIONS = conceptSet('buy', 'sell');
const DRAFTS = draftsOf(tagsIn('SIDE:buy SYM:XAUUSD'));

/** The cautions in a text whose words of direction are those of an order. */
function cautionsOf(original: string) {
  const { view } = viewText(original);
  const tags = view.units
    .filter(({ concepts }) => meets(concepts, ACTIONS))
    .map((unit) => ({ label: 'SIDE' as const, unit, probability: 1, number: '', isShort: false }));
  return cautionsIn({ view, tags, drafts: DRAFTS, original });
}

const cautionsOfTags = (tags: readonly Tag[]) =>
  cautionsIn({ view: viewText('').view, tags, drafts: draftsOf(tags), original: '' });

/** Tags whose numbers of two digits are the ends of prices. */
const shortIn = (text: string) =>
  tagsIn(text).map((tag) => ({ ...tag, isShort: tag.number.length === 2 }));

describe('an order', () => {
  it.each([
    'Do not buy gold 2331',
    'I would not recommend to buy gold',
    'Kauft kein Gold',
    'Koop XAUUSD niet 2331',
    'не покупайте золото',
    '不要买黄金 2331',
    'Jangan beli XAUUSD',
    'BUY GOLD 2331\nDon’t enter',
    'NO TRADE: buy gold',
  ])('is negated: %s', (text) => {
    expect(cautionsOf(text)).toContain('negated');
  });

  it.each([
    'BUY GOLD 2331\nNo SL yet',
    'Don’t wait, buy gold now',
    'BUY GOLD 2331, no chasing',
    'buy gold now. Not tomorrow',
  ])('is not negated: %s', (text) => {
    expect(cautionsOf(text)).not.toContain('negated');
  });

  it.each([
    'BUY GOLD 2331 CANCELLED',
    'Wrong signal, ignore: BUY GOLD',
    'April fools: BUY GOLD',
    'This is a test\nBUY GOLD 2331',
  ])('is withdrawn: %s', (text) => {
    expect(cautionsOf(text)).toContain('withdrawn');
  });

  it.each(['BUY GOLD 2331\nCancel if not filled', 'BUY GOLD 2331\nCancel at 18:00', 'BUY GOLD'])(
    'is not withdrawn: %s',
    (text) => {
      expect(cautionsOf(text)).not.toContain('withdrawn');
    },
  );

  it('is asked for with several question marks on its line', () => {
    expect(cautionsOf('BUY GOLD 2331 ???')).toContain('asked');
    expect(cautionsOf('BUY GOLD 2331\nWho is in??')).not.toContain('asked');
  });

  it.each(['<s>BUY GOLD</s>', '~~BUY GOLD~~', 'B̶U̶Y̶ GOLD', 'Hi<!-- BUY GOLD -->'])(
    'is hidden: %s',
    (text) => {
      expect(cautionsOf(text)).toContain('hidden-text');
    },
  );

  it('is not hidden by a tilde between prices, nor by bold letters', () => {
    expect(cautionsOf('<b>BUY</b> GOLD 2331~2327 ~~ SL 2320')).toEqual([]);
  });

  it('has two stops only if they differ', () => {
    expect(cautionsOfTags(tagsIn('SIDE:buy SYM:XAUUSD SL:2320 SL:2310'))).toEqual(['two-stops']);
    expect(cautionsOfTags(tagsIn('SIDE:buy SYM:XAUUSD SL:2320 SL:2320'))).toEqual([]);
  });

  it.each([
    ['BUY GOLD 2331 SL 2323 SL 2310', true],
    ['BUY GOLD 2331 SL: 2323, SL 2323', false],
    ['BUY STOP 2331 stop loss 2320', false],
  ])('has two stops where words for them stand before two prices: %s', (text, isSo) => {
    expect(cautionsOf(text).includes('two-stops')).toBe(isSo);
  });

  it('may mean distances where all its levels are short and round', () => {
    expect(cautionsOfTags(shortIn('SIDE:buy ENT:2350 SL:30 TP:60'))).toEqual(['maybe-distances']);
    expect(cautionsOfTags(shortIn('SIDE:buy ENT:2350 SL:38 TP:60'))).toEqual([]);
    expect(cautionsOfTags(shortIn('SIDE:buy ENT:2350 SL:30 TP:2360'))).toEqual([]);
  });
});
