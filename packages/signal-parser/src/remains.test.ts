import { describe, expect, it } from 'vitest';
import { normalise, originalSpan } from './normalise.ts';
import { withoutRemains } from './remains.ts';

const clean = (text: string) => withoutRemains(text)?.text ?? text;

describe('the remains of markup', () => {
  it.each([
    ['SL <b>2331</b>', 'SL 2331'],
    ['BUY<br/>SL', 'BUY\nSL'],
    ['<p>BUY</p><td>1</td>', '\nBUY\n 1 '],
    ['<span style="color:red">TP</span>', 'TP'],
    ['A&amp;B&nbsp;2331&#8211;27 &#x20ac;', 'A&B 2331–27 €'],
    ['2331\\.5 \\- 27', '2331.5 - 27'],
    ['BUY\\nSL \\u20ac', 'BUY\nSL €'],
    ['ðŸ”¥ 2331 â€“ 27', '🔥 2331 – 27'],
    ['FÃ¼r Ð¿', 'Für п'],
    ['BUYÂ 2331', 'BUY 2331'],
  ])('are taken out of %j: %j', (text, expected) => {
    expect(clean(text)).toBe(expected);
  });

  it.each(['2331 < 2335', 'if < b', 'R&B', 'AT&T;', 'C:\\gold', '«ÉTÉ\u00a0»', 'Â', '&#0;', '<x>'])(
    'are not seen in %j',
    (text) => {
      expect(withoutRemains(text)).toBeUndefined();
    },
  );

  it('leave the offsets true', () => {
    const original = 'ðŸ”¥ <b>BUY</b>&nbsp;2331\\.5 now';
    const normalised = normalise(original);
    const found = (text: string) => {
      const start = normalised.text.indexOf(text);
      const span = originalSpan(normalised, start, start + text.length);
      return original.slice(span.start, span.end);
    };

    expect(found('buy')).toContain('BUY');
    expect(found('2331.5')).toBe('2331\\.5');
    expect(found('now')).toBe('now');
  });
});
