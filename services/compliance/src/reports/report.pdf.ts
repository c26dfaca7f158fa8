import { buffer } from 'node:stream/consumers';
// eslint-disable-next-line import/no-named-as-default -- its types know the default export only
import PDFDocument from 'pdfkit';
import { drawChart } from './chart.pdf.ts';
import type { Block, Fact, ReportDocument, Section } from './document.ts';
import { SHADES } from './inks.ts';
import {
  BOLD,
  CODE,
  decorate,
  heightOf,
  makeRoom,
  MARGIN,
  MUTED,
  PAGE,
  PANEL,
  printable,
  toneColor,
  WIDTH,
  write,
  type Box,
  type Pdf,
  type Sheet,
  type Structure,
  type Style,
} from './sheet.pdf.ts';
import { drawTable } from './table.pdf.ts';

/** A document for printing: vectors and text, tagged so that it can be read aloud. */
export async function toPdf(document: ReportDocument): Promise<Uint8Array> {
  const { title, subtitle, footer, at, sections } = document;
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    pdfVersion: '1.7',
    lang: 'en',
    tagged: true,
    displayTitle: true,
    info: {
      Title: printable(`${title}: ${subtitle}`),
      Creator: 'SignalOS',
      Producer: 'PDFKit',
      CreationDate: at,
    },
  });
  const bytes = buffer(doc);
  const root = doc.struct('Document');
  doc.addStructure(root);
  const sheet = { doc, root, y: MARGIN };
  drawTitle(sheet, { title, subtitle });
  for (const section of sections) await drawSection(sheet, section);
  root.end();
  drawFooters(doc, footer);
  doc.end();
  return bytes;
}

function drawTitle(sheet: Sheet, { title, subtitle }: { title: string; subtitle: string }): void {
  const { doc, root } = sheet;
  const line = { x: MARGIN, y: sheet.y, width: WIDTH };
  root.add(doc.struct('H1', {}, () => write(doc, title, { ...line, font: BOLD, size: 20 })));
  root.add(
    doc.struct('P', {}, () =>
      write(doc, subtitle, { ...line, y: line.y + 26, size: 9.5, color: MUTED }),
    ),
  );
  const y = sheet.y + 44;
  decorate(doc, () => doc.rect(MARGIN, y, WIDTH, 2).fill(SHADES.equity.light));
  sheet.y = y + 16;
}

const HEADING_HEIGHT = 22;
/** A heading does not stand alone at the end of a page. */
const HEADING_ROOM = HEADING_HEIGHT + 70;

async function drawSection(sheet: Sheet, { title, blocks }: Section): Promise<void> {
  makeRoom(sheet, HEADING_ROOM);
  const { doc } = sheet;
  const section = doc.struct('Sect');
  sheet.root.add(section);
  const box = { x: MARGIN, y: sheet.y, width: WIDTH };
  section.add(doc.struct('H2', {}, () => write(doc, title, { ...box, font: BOLD, size: 12 })));
  sheet.y += HEADING_HEIGHT;
  for (const block of blocks) await drawBlock(sheet, section, block);
  section.end();
  sheet.y += 12;
}

function drawBlock(sheet: Sheet, parent: Structure, block: Block): void | Promise<void> {
  switch (block.kind) {
    case 'facts':
      return drawFacts(sheet, parent, block.facts);
    case 'note':
      return drawNote(sheet, parent, block.text);
    case 'chart':
      return drawChart(sheet, parent, block.drawing);
    case 'table':
      return drawTable(sheet, parent, block);
  }
}

function drawNote(sheet: Sheet, parent: Structure, text: string): void {
  const { doc } = sheet;
  const height = heightOf(doc, text, { width: WIDTH, size: 9 });
  makeRoom(sheet, height);
  const box = { x: MARGIN, y: sheet.y, width: WIDTH };
  parent.add(doc.struct('P', {}, () => write(doc, text, { ...box, size: 9, color: MUTED })));
  sheet.y += height + 8;
}

const FACTS_A_ROW = 3;
const FACT_PAD = 8;

/** In rows on a panel; what does not fit into a third of the width has a row of its own. */
function drawFacts(sheet: Sheet, parent: Structure, facts: readonly Fact[]): void {
  const { doc } = sheet;
  const rows = factRows(facts);
  const heights = rows.map((row) =>
    Math.max(...row.map((fact) => factHeight(doc, fact, factWidth(row)))),
  );
  const total = heights.reduce((sum, height) => sum + height, 0) + 2 * FACT_PAD;
  makeRoom(sheet, total);
  decorate(doc, () => doc.roundedRect(MARGIN, sheet.y, WIDTH, total, 4).fill(PANEL));
  sheet.y += FACT_PAD;
  for (const [index, row] of rows.entries()) {
    const width = factWidth(row);
    for (const [column, fact] of row.entries()) {
      const x = MARGIN + FACT_PAD + column * width;
      const box = { x, y: sheet.y, width: width - FACT_PAD };
      parent.add(doc.struct('P', {}, () => drawFact(doc, fact, box)));
    }
    sheet.y += heights[index] ?? 0;
  }
  sheet.y += FACT_PAD + 8;
}

function factRows(facts: readonly Fact[]): Fact[][] {
  const wide = facts.filter((fact) => isWide(fact));
  const narrow = facts.filter((fact) => !isWide(fact));
  const rows: Fact[][] = [];
  for (let index = 0; index < narrow.length; index += FACTS_A_ROW) {
    rows.push(narrow.slice(index, index + FACTS_A_ROW));
  }
  return [...rows, ...wide.map((fact) => [fact])];
}

const isWide = ({ text }: Fact) => text.length > 34;
const factWidth = ([first]: readonly Fact[]) =>
  (WIDTH - 2 * FACT_PAD) / (first && isWide(first) ? 1 : FACTS_A_ROW);

function factHeight(doc: Pdf, fact: Fact, width: number): number {
  return 10 + heightOf(doc, fact.text, { width: width - FACT_PAD, ...factStyle(fact) }) + 5;
}

function factStyle(fact: Fact): Style {
  if (fact.code) return { font: CODE, size: 8 };
  return { font: BOLD, size: 9, color: toneColor(fact) };
}

function drawFact(doc: Pdf, fact: Fact, { x, y, width }: Box): void {
  write(doc, fact.label, { x, y, width, size: 7, color: MUTED });
  write(doc, fact.text, { x, y: y + 9, width, ...factStyle(fact) });
}

function drawFooters(doc: Pdf, footer: string): void {
  const { start, count } = doc.bufferedPageRange();
  const y = PAGE.height - MARGIN - 12;
  for (let page = start; page < start + count; page++) {
    doc.switchToPage(page);
    doc.markContent('Artifact', { type: 'Pagination' });
    const box = { x: MARGIN, y, width: WIDTH };
    write(doc, footer, { ...box, size: 7, color: MUTED });
    write(doc, `${page + 1} / ${count}`, { ...box, size: 7, color: MUTED, align: 'right' });
    doc.endMarkedContent();
  }
}
