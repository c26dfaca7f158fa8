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
  const gathering = new Gathering();
  for (const [index, tag] of tags.entries()) {
    if (tag.label === 'USYM') gathering.name(tag, tags[index + 1]);
    else gathering.take(tag);
  }
  return shared(gathering.drafts, listBefore(tags)).map((draft) => {
    const { tags: sources, type, percent, price, symbol } = draft;
    return { update: { type, symbol, percent, price }, tags: sources };
  });
}

/** Instructions while their tags are read, and the names that were read with them. */
class Gathering {
  readonly drafts: Draft[] = [];
  /** The last name, and its line. */
  #symbol: string | null = null;
  #line = -1;
  /** The names since the last instruction. */
  #symbols: string[] = [];

  name(tag: Tag, next: Tag | undefined): void {
    const symbol = tag.unit.naming?.symbol;
    if (symbol === undefined) return;
    if (this.#symbol === null || !opens(tag, next)) this.#nameLast(symbol, tag);
    this.#symbol = symbol;
    this.#line = tag.unit.line;
  }

  /** A name behind its instruction: `close gold`, and once more for `close gold and silver`. */
  #nameLast(symbol: string, tag: Tag): void {
    if (this.#line < tag.unit.line) rename(this.drafts, symbol, tag);
    const last = this.drafts.at(-1);
    if (!last) return;
    if (this.#symbol === null) {
      for (const draft of this.drafts) draft.symbol ??= symbol;
      last.tags.push(tag);
    } else if (this.#isOfSeveral(symbol, last)) {
      this.drafts.push({ ...last, symbol, tags: [...last.tags, tag] });
    }
    this.#symbols.push(symbol);
  }

  #isOfSeveral(symbol: string, last: Draft): boolean {
    return this.#symbols.length > 0 && last.symbol !== symbol && !this.#symbols.includes(symbol);
  }

  take(tag: Tag): void {
    take(this.drafts, tag, this.#symbol);
    this.#symbols = [];
  }
}

/** `cancel gold, and in silver close half`: the second name begins another instruction. */
const opens = ({ unit }: Tag, next: Tag | undefined) =>
  next !== undefined && next.label in TYPES && next.unit.start - unit.end <= 1;

/** `close: gold`, and on the next line `stop to entry: silver`: the name of the line is its own. */
function rename(drafts: readonly Draft[], symbol: string, { unit: { line } }: Tag): void {
  for (const draft of drafts) {
    if (draft.tags.every(({ unit }) => unit.line === line)) draft.symbol = symbol;
  }
}

/** As many characters as there are at most between the names of a list: `gold and silver`. */
const LIST_GAP_MAX = 5;

/** The instruments that a message begins with, in a list. */
function listBefore(tags: readonly Tag[]): Tag[] {
  const size = tags.findIndex(
    ({ label, unit }, index) =>
      label !== 'USYM' || unit.start - (tags[index - 1]?.unit.end ?? unit.start) > LIST_GAP_MAX,
  );
  const list = tags.slice(0, Math.max(0, size));
  return [...new Map(list.map((tag) => [tag.unit.naming?.symbol, tag])).values()];
}

/** `gold and silver: stop to entry, close half` is about both. */
function shared(drafts: readonly Draft[], list: readonly Tag[]): readonly Draft[] {
  const last = list.at(-1)?.unit.naming?.symbol;
  if (list.length < 2) return drafts;
  return drafts.flatMap((draft) =>
    draft.symbol === last
      ? list.map((tag) => ({
          ...draft,
          symbol: tag.unit.naming?.symbol ?? null,
          tags: [...draft.tags, tag],
        }))
      : [draft],
  );
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
