import type { Block, Cell, Fact, ReportDocument, Section, Table } from './document.ts';
import { LABEL_SIZE, type Drawing, type LegendItem, type Point, type Shape } from './drawing.ts';
import { STYLE } from './html-style.ts';

/** A page that needs nothing but itself: no script, no font, no address. */
export function toHtml({ title, subtitle, footer, sections }: ReportDocument): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(`${title}: ${subtitle}`)}</title>
<style>${STYLE}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p>${escaped(subtitle)}</p></header>
<main>
${sections.map(sectionHtml).join('\n')}
</main>
<footer>${escaped(footer)}</footer>
</body>
</html>
`;
}

function sectionHtml({ title, blocks }: Section, index: number): string {
  const id = `section-${index + 1}`;
  return `<section aria-labelledby="${id}">
<h2 id="${id}">${escaped(title)}</h2>
${blocks.map(blockHtml).join('\n')}
</section>`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'facts':
      return `<dl>${block.facts.map(factHtml).join('')}</dl>`;
    case 'note':
      return `<p class="note">${escaped(block.text)}</p>`;
    case 'chart':
      return chartHtml(block.drawing);
    case 'table':
      return tableHtml(block);
  }
}

function factHtml(fact: Fact): string {
  return `<div><dt>${escaped(fact.label)}</dt><dd${classOf(fact)}>${escaped(fact.text)}</dd></div>`;
}

/** It scrolls where it is too wide, so a keyboard must reach it. */
function tableHtml({ caption, columns, rows }: Table): string {
  const head = columns.map(
    ({ title, align }) => `<th scope="col" class="${align}">${escaped(title)}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, index) => cellHtml(cell, columns[index]?.align ?? 'start', index));
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<div class="wide" role="region" tabindex="0" aria-label="${escaped(caption)}">
<table><caption>${escaped(caption)}</caption>
<thead><tr>${head.join('')}</tr></thead>
<tbody>
${body.join('\n')}
</tbody></table></div>`;
}

function cellHtml(cell: Cell, align: string, index: number): string {
  const text = `<bdi>${escaped(cell.text)}</bdi>`;
  const names = classOf(cell, align);
  return index === 0 ? `<th scope="row"${names}>${text}</th>` : `<td${names}>${text}</td>`;
}

function classOf({ tone, code }: Cell, ...more: readonly string[]): string {
  const names = [...more, tone, code && 'code'].filter(Boolean);
  return names.length > 0 ? ` class="${names.join(' ')}"` : '';
}

function chartHtml({ title, description, width, height, legend, shapes }: Drawing): string {
  const label = escaped(`${title}. ${description}`);
  return `<figure>
<figcaption>${escaped(title)}<ul>${legend.map(legendHtml).join('')}</ul></figcaption>
<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">
${shapes.map(shapeSvg).join('\n')}
</svg>
</figure>`;
}

function legendHtml({ label, ink, dashed }: LegendItem): string {
  const points: Point[] = [
    [0, 5],
    [16, 5],
  ];
  const key = shapeSvg({
    kind: 'line',
    points,
    ink,
    width: dashed ? 2 : 4,
    dashed: dashed ?? false,
  });
  return `<li><svg viewBox="0 0 16 10" aria-hidden="true">${key}</svg>${escaped(label)}</li>`;
}

function shapeSvg(shape: Shape): string {
  switch (shape.kind) {
    case 'line': {
      const points = shape.points.map(([x, y]) => `${fixed(x)},${fixed(y)}`).join(' ');
      const dashes = shape.dashed ? ' stroke-dasharray="4 3"' : '';
      return `<polyline class="line ${shape.ink}" stroke-width="${shape.width}"${dashes} points="${points}"/>`;
    }
    case 'bar': {
      const { x, y, width, height, ink } = shape;
      return `<rect class="area ${ink}" x="${fixed(x)}" y="${fixed(y)}" width="${fixed(width)}" height="${fixed(height)}"/>`;
    }
    case 'text': {
      const { x, y, text, anchor, ink } = shape;
      return `<text class="area ${ink}" x="${fixed(x)}" y="${fixed(y)}" font-size="${LABEL_SIZE}" text-anchor="${anchor}">${escaped(text)}</text>`;
    }
  }
}

const fixed = (value: number) => value.toFixed(2);

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
