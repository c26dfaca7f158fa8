import { conceptSet, meets } from './concepts.ts';
import type { Tag } from './tags.ts';
import type { Update, UpdateType } from './reading.ts';

/** An instruction, and the tags that gave it. */
export interface Instruction {
  readonly update: Update;
  readonly tags: readonly Tag[];
}

interface Draft {
  readonly type: UpdateType;
  percent: string | null;
  price: string | null;
  symbol: string | null;
  readonly tags: Tag[];
}

const HALF = conceptSet('half');

const TYPES: Partial<Record<Tag['label'], UpdateType>> = {
  CLS: 'close',
  PRT: 'closePartial',
  PCT: 'closePartial',
  BE: 'breakeven',
  CAN: 'cancel',
  TOF: 'modifyTp',
  USL: 'moveStop',
  UTP: 'modifyTp',
};

/** The instructions of a message in the order of its text. */
export function instructionsOf(tags: readonly Tag[]): Instruction[] {
  const drafts: Draft[] = [];
  let symbol: string | null = null;
  let symbols: string[] = [];
  for (const tag of tags) {
    if (tag.label === 'USYM') {
      const named = tag.unit.naming?.symbol ?? null;
      if (named) takeSymbol(drafts, named, { tag, isFirst: symbol === null, symbols });
      symbol = named ?? symbol;
      continue;
    }
    take(drafts, tag, symbol);
    symbols = [];
  }
  return drafts.map(({ tags: sources, type, percent, price, symbol: of }) => ({
    update: { type, symbol: of, percent, price },
    tags: sources,
  }));
}

interface Named {
  readonly tag: Tag;
  readonly isFirst: boolean;
  readonly symbols: string[];
}

/** An instrument after its instruction: `close gold`, and once more for `close gold and silver`. */
function takeSymbol(drafts: Draft[], symbol: string, { tag, isFirst, symbols }: Named): void {
  const last = drafts.at(-1);
  if (!last) return;
  if (isFirst) {
    for (const draft of drafts) draft.symbol ??= symbol;
    last.tags.push(tag);
  } else if (last.symbol !== symbol && !symbols.includes(symbol) && symbols.length > 0) {
    drafts.push({ ...last, symbol, tags: [...last.tags, tag] });
  }
  symbols.push(symbol);
}

function take(drafts: Draft[], tag: Tag, symbol: string | null): void {
  if (tag.label === 'UPX') return takePrice(drafts, tag, symbol);
  const type = TYPES[tag.label];
  if (!type) return;
  const last = drafts.at(-1);
  const next = { type, percent: percentOf(tag), price: levelOf(tag), symbol, tags: [tag] };
  if (last && isShareOf(last, tag)) {
    drafts.splice(-1, 1, { ...last, ...shareOf(tag.number), tags: [...last.tags, tag] });
  } else if (last && (isSame(last, next) || isClosingOf(last, tag))) {
    last.percent ??= next.percent;
    last.tags.push(tag);
  } else drafts.push(next);
}

function percentOf({ label, number, unit }: Tag): string | null {
  if (label === 'PCT') return number;
  return label === 'PRT' && meets(unit.concepts, HALF) ? '50' : null;
}

const levelOf = ({ label, number }: Tag) => (label === 'USL' || label === 'UTP' ? number : null);

/** A percentage right after what is closed says how much of it. */
const isShareOf = ({ type, percent }: Draft, { label }: Tag) =>
  type === 'close' && label === 'PCT' && percent === null;

/** A percentage may come first: `40 % close`. */
const isClosingOf = ({ type, tags }: Draft, { label }: Tag) =>
  type === 'closePartial' && label === 'CLS' && tags.every((tag) => tag.label === 'PCT');

/** To close 30 % is to close a part; to close 100 % is to close. */
const shareOf = (percent: string): Pick<Draft, 'type' | 'percent'> =>
  percent === '100' ? { type: 'close', percent: null } : { type: 'closePartial', percent };

/** Said twice, it is one instruction still; two prices are two. */
function isSame(last: Draft, { type, symbol, price }: Pick<Draft, 'type' | 'symbol' | 'price'>) {
  return last.type === type && (symbol === null || last.symbol === symbol) && price === null;
}

/** At what price something was left. */
function takePrice(drafts: Draft[], tag: Tag, symbol: string | null): void {
  const closing = drafts.findLast(({ type }) => type === 'close' || type === 'closePartial');
  if (closing) {
    closing.price ??= tag.number;
    closing.tags.push(tag);
  } else {
    drafts.push({ type: 'close', percent: null, price: tag.number, symbol, tags: [tag] });
  }
}
