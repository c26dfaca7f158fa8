import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cell, Column, Table } from './document.ts';
import {
  BOLD,
  CODE,
  CODE_SIZE,
  decorate,
  GRID,
  heightOf,
  makeRoom,
  MARGIN,
  MUTED,
  PAD,
  PANEL,
  toneColor,
  WIDTH,
  write,
  type Box,
  type Pdf,
  type Sheet,
  type Structure,
  type Style,
} from './sheet.pdf.ts';

const ROWS_A_TURN = 10;

/** Long tables take their time, in which others have their turn. */
export async function drawTable(sheet: Sheet, parent: Structure, table: Table): Promise<void> {
  const { doc } = sheet;
  makeRoom(sheet, 60);
  const element = doc.struct('Table');
  parent.add(element);
  const box = { x: MARGIN, y: sheet.y, width: WIDTH };
  element.add(doc.struct('Caption', {}, () => write(doc, table.caption, { ...box, font: BOLD })));
  sheet.y += heightOf(doc, table.caption, { width: WIDTH, font: BOLD }) + 4;

  const columns = placed(table.columns);
  drawHead(sheet, element, columns);
  for (const [index, row] of table.rows.entries()) {
    if (index % ROWS_A_TURN === 0) await nextTurn();
    const height = rowHeight(doc, row, columns);
    if (makeRoom(sheet, height)) drawHead(sheet, undefined, columns);
    drawRow(sheet, element, { row, columns, height, isStriped: index % 2 === 1 });
  }
  element.end();
  sheet.y += 10;
}

interface PlacedColumn extends Column {
  readonly x: number;
  readonly points: number;
}

function placed(columns: readonly Column[]): PlacedColumn[] {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  let x = MARGIN;
  return columns.map((column) => {
    const points = (column.width / total) * WIDTH;
    const place = { ...column, x, points };
    x += points;
    return place;
  });
}

const boxIn = ({ x, points }: PlacedColumn, y: number): Box => ({
  x: x + PAD,
  y: y + PAD + 0.5,
  width: points - 2 * PAD,
});

const alignOf = ({ align }: Column) => (align === 'end' ? 'right' : 'left');

const HEAD: Style = { font: BOLD, size: 7.5, color: MUTED };

/** On the pages after the first it is a decoration. */
function drawHead(sheet: Sheet, table: Structure | undefined, columns: PlacedColumn[]): void {
  const { doc, y } = sheet;
  const titleIn = (column: PlacedColumn) =>
    write(doc, column.title, { ...boxIn(column, y), ...HEAD, align: alignOf(column) });
  const height =
    Math.max(
      ...columns.map(({ title, points }) =>
        heightOf(doc, title, { width: points - 2 * PAD, ...HEAD }),
      ),
    ) +
    2 * PAD;
  if (table) {
    const cells = columns.map((column) => doc.struct('TH', {}, () => titleIn(column)));
    table.add(doc.struct('TR', {}, cells));
  } else {
    decorate(doc, () => columns.forEach(titleIn));
  }
  decorate(doc, () => doc.rect(MARGIN, y + height - 0.6, WIDTH, 0.6).fill(MUTED));
  sheet.y += height;
}

function cellStyle(cell: Cell): Style {
  if (cell.code) return { font: CODE, size: CODE_SIZE, color: toneColor(cell) };
  return { color: toneColor(cell) };
}

function rowHeight(doc: Pdf, row: readonly Cell[], columns: readonly PlacedColumn[]): number {
  const heights = columns.map(({ points }, index) => {
    const cell = row[index] ?? { text: '' };
    return heightOf(doc, cell.text, { width: points - 2 * PAD, ...cellStyle(cell) });
  });
  return Math.max(...heights) + 2 * PAD;
}

interface Row {
  readonly row: readonly Cell[];
  readonly columns: readonly PlacedColumn[];
  readonly height: number;
  readonly isStriped: boolean;
}

function drawRow(sheet: Sheet, table: Structure, { row, columns, height, isStriped }: Row): void {
  const { doc, y } = sheet;
  if (isStriped) decorate(doc, () => doc.rect(MARGIN, y, WIDTH, height).fill(PANEL));
  const cells = columns.map((column, index) => {
    const cell = row[index] ?? { text: '' };
    const style = { ...cellStyle(cell), align: alignOf(column) } as const;
    return doc.struct('TD', {}, () => write(doc, cell.text, { ...boxIn(column, y), ...style }));
  });
  table.add(doc.struct('TR', {}, cells));
  decorate(doc, () => doc.rect(MARGIN, y + height - 0.3, WIDTH, 0.3).fill(GRID));
  sheet.y += height;
}
