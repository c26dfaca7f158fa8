import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { rulePage } from '../src/remedies/rule-page.ts';
import { ruleExamples } from './rule-examples.ts';

const sources = join(import.meta.dirname, '../src');
const examples = ruleExamples();
const page = rulePage(examples);
const rowOf = (id: string) => page.split('\n').find((line) => line.startsWith(`| \`${id}\``)) ?? '';

/** The id of every rule that is made anywhere in the service. */
function idsInSources(): string[] {
  const made = /\b(?:rule|\w+Rule|violation)\(\s*'([A-Z_]+)'/g;
  const files = globSync('**/*.ts', { cwd: sources, exclude: ['generated/**', '**/*.test.ts'] });
  const texts = files.map((file) => readFileSync(join(sources, file), 'utf8'));
  return texts.flatMap((text) => [...text.matchAll(made)].map(([, id = '']) => id));
}

describe('the page of rules', () => {
  it('has a row for every rule there is', () => {
    const ids = idsInSources();

    expect(ids.length).toBeGreaterThan(45);
    for (const id of ids) expect(rowOf(id), id).not.toBe('');
  });

  it('says where a rule is asked, in which unit and by which formula', () => {
    expect(rowOf('LOT_MAX_PER_TRADE')).toContain(
      '| `LOT_MAX_PER_TRADE` | risk | lots | `lots > maxLotsPerTrade` | 2.01, 2',
    );
    expect(rowOf('DAILY_LOSS_BREACHED')).toContain('| risk, monitor | the account’s currency |');
    expect(rowOf('QUOTE_STALE')).toContain('| input | ms |');
    expect(rowOf('POSITION_NOT_FOUND')).toContain('| closing |');
    expect(rowOf('NEWS_CALENDAR_EMPTY')).toContain('| warning |');
  });

  it('has the formulas of every kind of floor', () => {
    const row = rowOf('TOTAL_LOSS_LIMIT');

    expect(row.match(/<br>/g)).toHaveLength(3);
    expect(row).toContain('<= min(reference - allowance, lock)');
  });

  it('cannot be made while nobody says what to do about a rule, or nothing breaks it', () => {
    const [example] = examples;
    if (!example) throw new Error('no example');
    const violation = { ...example.violation, ruleId: 'NEW_RULE' };

    expect(() => rulePage([...examples, { ...example, violation }])).toThrow('lacks NEW_RULE');
    expect(() => rulePage(examples.filter((one) => one.violation.ruleId !== 'INACTIVITY'))).toThrow(
      'No example breaks INACTIVITY',
    );
  });
});
