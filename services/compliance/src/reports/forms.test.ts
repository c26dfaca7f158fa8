import { describe, expect, it } from 'vitest';
import {
  aClosedPart,
  aDayRecord,
  aFoundViolation,
  aHistory,
  aPeriod,
  aRefusal,
  aSource,
  noonOf,
} from '../../test/report-sources.ts';
import { aPosition } from '../../test/situations.ts';
import { reportOf, type ReportSource } from './assembly.ts';
import { documentOf } from './contents.ts';
import { toCsv } from './csv.ts';
import type { ReportDocument } from './document.ts';
import { INKS } from './drawing.ts';
import { toHtml } from './html.ts';
import { SHADES } from './inks.ts';
import { toPdf } from './report.pdf.ts';
import { grouped, plain } from './wording.ts';

const EVIL = `=1+1,"<script>alert(1)</script>"\r\n\u202e漢`;

/** A machine may have much else to do. */
const PATIENCE_MS = 30_000;

/** Something in every section. */
function aFullSource(overrides: Partial<ReportSource> = {}): ReportSource {
  const source = aSource({
    history: aHistory({
      days: [
        aDayRecord('2026-06-05', ['100000.00', '97000.00']),
        aDayRecord('2026-06-08', ['100500.00', '96300.00']),
      ],
      closed: [aClosedPart('500.00', noonOf('2026-06-05'))],
      violationCounts: [
        { ruleId: 'SL_REQUIRED', severity: 'hard', day: 8, count: 600 },
        { ruleId: 'MARTINGALE', severity: 'warn', day: 9, count: 1 },
      ],
      violations: Array.from({ length: 601 }, () => aFoundViolation({ message: EVIL })),
      decisions: { allowed: 1, refused: 2 },
      refusals: [aRefusal({ clientTradeId: EVIL }), aRefusal({ slPrice: null }, { risk: null })],
    }),
    objectives: [
      {
        id: 'PROFIT_TARGET',
        step: 1,
        met: false,
        message: '500.00 of 10000.00 USD are closed, and 1 positions open',
        limit: '10000.00',
        actual: '500.00',
        unit: 'USD',
        formula: 'profit >= target',
        inputs: { profit: '500.00' },
      },
    ],
    audit: {
      stream: 'a',
      firstSeq: 1,
      lastSeq: 7,
      headHash: 'ab'.repeat(32),
      checkpoint: null,
      verify: 'npm run --silent audit-verify -- FILE',
    },
    ...overrides,
  });
  return { ...source, book: { ...source.book, positions: [aPosition()] } };
}

const full = reportOf(aFullSource());

/** Reads RFC 4180. */
function fieldsOf(csv: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare, end] of csv.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('the CSV form', () => {
  const rows = fieldsOf(toCsv(full));

  it('has as many fields in every line', () => {
    const widths = new Set(rows.map((row) => row.length));

    expect(widths.size).toBe(1);
    expect(rows.length).toBeGreaterThan(650);
  });

  it('names the section of every line, and the columns of every section', () => {
    const heads = rows.filter(([section]) => section === 'section').map(([, first]) => first);

    expect(heads).toEqual(
      expect.arrayContaining(['generatedAt', 'id', 'from', 'ruleId', 'date', 'symbol', 'stream']),
    );
    const metric = rows.find(([section, id]) => section === 'metrics' && id === 'netProfit');
    expect(metric).toEqual(expect.arrayContaining(['500.00', 'USD']));
  });

  it('lists everything that the JSON form lists', () => {
    const counts = Object.groupBy(rows, ([section = '']) => section);

    expect(counts['violation']).toHaveLength(601);
    expect(counts['refusal']).toHaveLength(2);
    expect(counts['days']).toHaveLength(full.days.length);
    expect(counts['metrics']).toHaveLength(full.metrics.length);
  });

  it('has no formula in it, and numbers below zero as they are', () => {
    const cells = rows.flat();

    expect(cells).toContain(`'${EVIL}`);
    expect(cells).toContain('-2.00');
    for (const cell of cells) {
      expect(/^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell), cell).toBe(false);
    }
  });

  it.each(['+1', '@SUM(A1)', '-1+2', '\t=1', ' =1', '\r=1', '＝1', '-'])(
    'takes the sting out of %j',
    (text) => {
      const refusals = [aRefusal({ clientTradeId: text })];
      const csv = toCsv(reportOf(aSource({ history: aHistory({ refusals }) })));

      expect(fieldsOf(csv).flat()).toContain(`'${text}`);
    },
  );
});

describe('the HTML form', () => {
  const html = toHtml(documentOf(full));

  it('runs nothing and fetches nothing', () => {
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|<link|<img|url\(|@import|src=|href=/i);
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  });

  it('shows what cannot be seen', () => {
    expect(html).not.toContain('\u202e');
    expect(html).toContain('\\u{202e}漢');
  });

  it('is well formed: every element that is opened is closed, in order', () => {
    const open: string[] = [];
    const isVoid = new Set(['meta', 'polyline', 'rect']);
    for (const [, slash, name = ''] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)(?:\s[^>]*)?>/g)) {
      if (isVoid.has(name)) continue;
      if (!slash) open.push(name);
      else if (open.at(-1) === name) open.pop();
      else open.push(`</${name}>`);
    }
    expect(open).toEqual([]);
  });

  it('can be read aloud: one heading for each section, and words for each chart', () => {
    expect(html).toContain('<html lang="en">');
    expect(html.match(/<h1>/g)).toHaveLength(1);
    const sections = html.match(/<section aria-labelledby="section-\d+">/g) ?? [];
    expect(html.match(/<h2 id="section-\d+">/g)).toHaveLength(sections.length);
    const charts = html.match(/<svg viewBox="[\d. ]+" role="img" aria-label="[^"]{20,}">/g);
    expect(charts).toHaveLength(3);
    const tables = html.match(/<table><caption>[^<]+<\/caption>/g) ?? [];
    expect(html.match(/<table>/g)).toHaveLength(tables.length);
  });

  it('says how much of a long list it leaves out', () => {
    expect(html).toContain('250 of 601; the CSV and JSON forms list 601');
  });

  it('tells in words what a refused order would have done', () => {
    expect(html).toContain(
      'A loss of 5,002.00, equity at 94,998.00; 2.00 below the daily floor of 95,000.00; ' +
        '4,998.00 above the total floor',
    );
    expect(html).toContain('Not known: it was refused before its risk was.');
  });
});

async function pagesOf(document: ReportDocument): Promise<number> {
  const text = Buffer.from(await toPdf(document)).toString('latin1');
  return text.match(/\/Type \/Page\b/g)?.length ?? 0;
}

describe('the PDF form', { timeout: PATIENCE_MS }, () => {
  it('is the same for the same report', async () => {
    const [one, other] = await Promise.all([toPdf(documentOf(full)), toPdf(documentOf(full))]);

    expect(Buffer.compare(one, other)).toBe(0);
    expect(Buffer.from(one).subarray(0, 8).toString()).toBe('%PDF-1.7');
  });

  it('is tagged, has a title and a language, and knows when it was made', async () => {
    const text = Buffer.from(await toPdf(documentOf(full))).toString('latin1');

    expect(text).toContain('/Marked true');
    expect(text).toContain('/Lang (en)');
    expect(text).toContain('/S /TH');
    expect(text.match(/\/S \/Figure/g)).toHaveLength(3);
    expect(text).toContain('(D:20260610100000Z)');
  });

  it('goes on over as many pages as it takes', async () => {
    expect(await pagesOf(documentOf(reportOf(aSource())))).toBeLessThan(6);
    expect(await pagesOf(documentOf(full))).toBeGreaterThan(8);
  });
});

describe('the printed forms', () => {
  it('say that there is nothing, where there is nothing', () => {
    const { book } = aSource();
    const account = { ...book.account, activation: undefined };
    const empty = aSource({
      period: aPeriod('2026-05-01', '2026-05-05'),
      book: { ...book, account, profile: undefined },
    });
    const html = toHtml(documentOf(reportOf(empty)));

    for (const words of [
      'no profile is active',
      'The account was not open in this period.',
      'No rule was broken in this period.',
      'No order was refused.',
      'Nothing is open.',
      'No profile is active.',
      'Nothing of this account is in the trail yet.',
    ]) {
      expect(html).toContain(words);
    }
  });

  it('have colours that stand out from light and from dark paper', () => {
    for (const ink of INKS) {
      if (ink === 'grid') continue;
      expect(contrast(SHADES[ink].light, '#ffffff'), ink).toBeGreaterThan(4.5);
      expect(contrast(SHADES[ink].light, '#f5f6f9'), ink).toBeGreaterThan(4.5);
      expect(contrast(SHADES[ink].dark, '#12151c'), ink).toBeGreaterThan(4.5);
      expect(contrast(SHADES[ink].dark, '#1b202b'), ink).toBeGreaterThan(4.5);
    }
  });

  it('keep everything that is drawn inside its drawing', () => {
    for (const { blocks } of documentOf(full).sections) {
      for (const block of blocks) {
        if (block.kind !== 'chart') continue;
        const { width, height, shapes } = block.drawing;
        const points = shapes.flatMap((shape) =>
          shape.kind === 'line' ? shape.points : [[shape.x, shape.y] as const],
        );
        for (const [x, y] of points) {
          expect(x >= 0 && x <= width && y >= 0 && y <= height, block.drawing.title).toBe(true);
        }
      }
    }
  });
});

/** As WCAG 2 has it. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return channel <= 0.03928 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

describe('words', () => {
  it.each([
    ['1234567.50', '1,234,567.50'],
    ['-1000', '-1,000'],
    ['999.99', '999.99'],
    ['-100.1234', '-100.1234'],
  ])('group %s as %s', (amount, expected) => {
    expect(grouped(amount)).toBe(expected);
  });

  it('show line ends and marks without a width by their codes', () => {
    expect(plain('a\nb\u200bc\u2028')).toBe('a\\u{a}b\\u{200b}c\\u{2028}');
  });
});
