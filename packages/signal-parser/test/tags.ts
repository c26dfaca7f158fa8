import { conceptSet, NO_CONCEPTS, type Concept } from '../src/concepts.ts';
import type { Tag } from '../src/tags.ts';
import type { Unit } from '../src/units.ts';

const GAP = '          ';
const CONCEPTS: readonly Concept[] = ['buy', 'sell', 'half'];

/** Tags in the order of a text, far apart but for those with a `+` between them, `|` between lines. */
export function tagsIn(text: string): Tag[] {
  const lines = text.replaceAll(' | ', '|').replaceAll(' ', GAP).split('|');
  let before = 0;
  return lines.flatMap((row, line) => {
    const from = before;
    before += row.length + GAP.length;
    return Array.from(row.matchAll(/[^ +]+/g), ({ 0: part, index }) =>
      tagOf(part, { start: from + index, line }),
    );
  });
}

function tagOf(part: string, { start, line }: Pick<Unit, 'start' | 'line'>): Tag {
  const [label = '', value = ''] = part.split(':');
  const concept = CONCEPTS.find((each) => each === value);
  const isName = label === 'SYM' || label === 'USYM';
  const unit: Unit = {
    kind: 'word',
    text: value,
    start,
    end: start + part.length,
    glued: false,
    line,
    concepts: concept ? conceptSet(concept) : NO_CONCEPTS,
    naming: isName ? { symbol: value, isDoubtful: false } : undefined,
    timeframe: label === 'TF' ? 'H4' : undefined,
    value: Number(value),
  };
  return { label: label as Tag['label'], unit, probability: 1, number: value, isShort: false };
}
