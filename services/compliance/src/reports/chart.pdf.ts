import { LABEL_SIZE, type Drawing, type LegendItem, type Shape } from './drawing.ts';
import { SHADES } from './inks.ts';
import {
  BOLD,
  makeRoom,
  MARGIN,
  MUTED,
  PLAIN,
  printable,
  WIDTH,
  write,
  type Pdf,
  type Sheet,
  type Structure,
} from './sheet.pdf.ts';

const LEGEND_HEIGHT = 14;

export function drawChart(sheet: Sheet, parent: Structure, drawing: Drawing): void {
  const { doc } = sheet;
  const { title, description, legend, height } = drawing;
  makeRoom(sheet, height + LEGEND_HEIGHT + 30);
  const y = sheet.y;
  const draw = () => {
    write(doc, title, { x: MARGIN, y, width: WIDTH, font: BOLD });
    drawLegend(doc, legend, y + 12);
    const scale = WIDTH / drawing.width;
    doc
      .save()
      .translate(MARGIN, y + 12 + LEGEND_HEIGHT)
      .scale(scale);
    for (const shape of drawing.shapes) drawShape(doc, shape);
    doc.restore();
  };
  parent.add(doc.struct('Figure', { alt: printable(`${title}. ${description}`) }, draw));
  sheet.y += height + LEGEND_HEIGHT + 24;
}

function drawLegend(doc: Pdf, legend: readonly LegendItem[], y: number): void {
  let x = MARGIN;
  for (const { label, ink, dashed } of legend) {
    const points = [
      [x, y + 4],
      [x + 14, y + 4],
    ] as const;
    drawShape(doc, { kind: 'line', points, ink, width: dashed ? 1.5 : 3, dashed: dashed ?? false });
    write(doc, label, { x: x + 18, y, width: WIDTH, size: LABEL_SIZE, color: MUTED });
    x += 18 + doc.widthOfString(printable(label)) + 14;
  }
}

function drawShape(doc: Pdf, shape: Shape): void {
  const color = SHADES[shape.ink].light;
  switch (shape.kind) {
    case 'line': {
      const [first, ...rest] = shape.points;
      if (!first) return;
      doc
        .save()
        .lineWidth(shape.width)
        .strokeColor(color)
        .lineJoin('round')
        .moveTo(...first);
      if (shape.dashed) doc.dash(4, { space: 3 });
      for (const point of rest) doc.lineTo(...point);
      doc.stroke().restore();
      return;
    }
    case 'bar':
      doc.rect(shape.x, shape.y, shape.width, shape.height).fill(color);
      return;
    case 'text':
      drawLabel(doc, shape);
  }
}

function drawLabel(doc: Pdf, { text, x, y, anchor, ink }: Shape & { kind: 'text' }): void {
  const label = printable(text);
  doc.font(PLAIN).fontSize(LABEL_SIZE).fillColor(SHADES[ink].light);
  const width = doc.widthOfString(label);
  const left = { start: x, middle: x - width / 2, end: x - width }[anchor];
  doc.text(label, left, y - LABEL_SIZE * 0.72, { lineBreak: false });
}
