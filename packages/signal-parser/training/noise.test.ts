import { describe, expect, it } from 'vitest';
import { generate } from './messages.ts';

const texts = [...generate({ seed: 3, count: 6_000 })].map(({ text }) => text);

const share = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length / texts.length;

describe('what happens to messages on their way', () => {
  it.each([
    ['a sender or a time copied along', /^Forwarded from |^\[\d\d:\d\d, |K \d\d:\d\d$/],
    ['keys for digits', /(?:\d\uFE0F\u20E3[.,]?){4}/],
    ['a direction glued to its instrument', /\b(?:buy|sell|long|short)(?:gold|[a-z]{3}usd)\b/i],
    ['a number below its label', /\b(?:sl|tp|entry):?\n\d/i],
    ['zero-width characters', /\w[\u200B\u200C\u2060]\w/],
  ])('is rare, but happens: %s', (_name, pattern) => {
    expect(share(pattern)).toBeGreaterThan(0);
    expect(share(pattern)).toBeLessThan(0.03);
  });
});
