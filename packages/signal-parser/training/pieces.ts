export type Role =
  | 'SIDE'
  | 'SYM'
  | 'LIM'
  | 'STP'
  | 'ENT'
  | 'SL'
  | 'TP'
  | 'SLP'
  | 'TPP'
  | 'OPN'
  | 'LOT'
  | 'RSK'
  | 'LEV'
  | 'TF' // Of new orders.
  | 'USYM'
  | 'CLS'
  | 'PRT'
  | 'PCT'
  | 'BE'
  | 'USL'
  | 'UTP'
  | 'UPX'
  | 'CAN'
  | 'TOF'; // Of updates.

/** Where a text carries a role; `order` is the index of the signal, or of the update, it belongs to. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly role: Role;
  readonly order: number;
}

/** What a piece of text is made of, which decides what noise may do to it. */
export type Sort = 'text' | 'word' | 'number' | 'symbol' | 'emoji';

export interface Piece {
  text: string;
  sort: Sort;
  role?: Role | undefined;
  order: number;
}

/** The text of the pieces, and where those with a role ended up in it. */
export function join(pieces: readonly Piece[]): { text: string; spans: Span[] } {
  const spans: Span[] = [];
  let text = '';
  for (const piece of pieces) {
    const { role, order } = piece;
    if (role !== undefined && piece.text.trim() !== '') {
      const start = text.length + (piece.text.length - piece.text.trimStart().length);
      spans.push({ start, end: start + piece.text.trim().length, role, order });
    }
    text += piece.text;
  }
  const lead = text.length - text.trimStart().length;
  const moved = spans.map((span) => ({ ...span, start: span.start - lead, end: span.end - lead }));
  return { text: text.trim(), spans: lead > 0 ? moved : spans };
}
