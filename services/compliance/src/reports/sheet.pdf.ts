import type { Cell } from './document.ts';
import { SHADES } from './inks.ts';
import { codeOf } from './wording.ts';

export type Pdf = PDFKit.PDFDocument;
export type Structure = PDFKit.PDFStructureElement;

/** A4, in points. */
export const MARGIN = 40;
const FOOT = 30;
export const PAGE = { width: 595.28, height: 841.89 };
export const WIDTH = PAGE.width - 2 * MARGIN;
const BOTTOM = PAGE.height - MARGIN - FOOT;

export const PLAIN = 'Helvetica';
export const BOLD = 'Helvetica-Bold';
export const CODE = 'Courier';
const SIZE = 8;
export const CODE_SIZE = 6.5;
export const PAD = 3;
export const PANEL = '#f5f6f9';

/** Where the next thing is drawn; nothing that is drawn crosses the end of a page. */
export interface Sheet {
  readonly doc: Pdf;
  readonly root: Structure;
  y: number;
}

export function makeRoom(sheet: Sheet, height: number): boolean {
  if (sheet.y + height <= BOTTOM) return false;
  sheet.doc.addPage();
  sheet.y = MARGIN;
  return true;
}

export interface Style {
  readonly font?: string;
  readonly size?: number;
  readonly color?: string;
  readonly align?: 'left' | 'center' | 'right';
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

const INK = SHADES.text.light;
export const MUTED = SHADES.muted.light;
export const GRID = SHADES.grid.light;

type Lettering = Style & Pick<Box, 'width'>;

function lettered(doc: Pdf, { font = PLAIN, size = SIZE }: Style): Pdf {
  return doc.font(font).fontSize(size);
}

export function heightOf(doc: Pdf, text: string, { width, ...style }: Lettering): number {
  return lettered(doc, style).heightOfString(printable(text) || ' ', { width });
}

export function write(
  doc: Pdf,
  text: string,
  { x, y, width, align = 'left', ...style }: Box & Style,
): void {
  lettered(doc, style)
    .fillColor(style.color ?? INK)
    .text(printable(text), x, y, { width, align });
}

/** What decorates is no part of what is read aloud. */
export function decorate(doc: Pdf, draw: () => void): void {
  doc.markContent('Artifact', { type: 'Layout' });
  draw();
  doc.endMarkedContent();
}

/** The fonts that every reader has know Windows-1252; what is beyond it is shown by its code. */
const BEYOND = /[^\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/gu;

export function printable(text: string): string {
  return text.replaceAll(BEYOND, codeOf);
}

export function toneColor({ tone }: Cell): string {
  return tone ? SHADES[tone].light : INK;
}
