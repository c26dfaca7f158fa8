import { conceptSet, meets } from './concepts.ts';
import { typicalPrice } from './instruments.ts';
import { LABELS, type Label } from './labels.ts';
import { decimalOf, readPlain, shorthandOf, timesThousand } from './numbers.ts';
import type { Side } from './reading.ts';
import type { Unit } from './units.ts';
import type { View } from './view.ts';

/** A unit that has a part in an order or in an update. */
export interface Tag {
  readonly label: Exclude<Label, 'O'>;
  readonly unit: Unit;
  readonly probability: number;
  /** Of a number: the decimal that it is. */
  readonly number: string;
  /** Only its last digits were written. */
  readonly isShort: boolean;
}

const PRICES: ReadonlySet<Label> = new Set(['ENT', 'SL', 'TP', 'USL', 'UTP', 'UPX']);
const SELLS = conceptSet('sell');
const BUYS = conceptSet('buy');

/** The tagged units with their numbers read. */
export function tagsOf(
  view: View,
  tagging: readonly { readonly label: number; readonly probability: number }[],
): Tag[] {
  const reader = new PriceReader(view);
  return tagging.flatMap(({ label: id, probability }, index) => {
    const at = view.candidates[index] ?? 0;
    const [unit, label] = [view.units[at], labelAt(view, at, LABELS[id] ?? 'O')];
    if (!unit || label === 'O') return [];
    if (label === 'SYM' || label === 'USYM') reader.turnTo(unit.naming?.symbol);
    const tag = { label, unit, probability, ...reader.read(at, PRICES.has(label)) };
    return unit.kind !== 'number' || DECIMAL.test(tag.number) ? [tag] : [];
  });
}

/** What an order can be placed with. */
const DECIMAL = /^\d{1,20}(?:\.\d{1,18})?$/;

/** `SL 2 %` is no price, and `64k` is one rather than a distance. */
function labelAt(view: View, at: number, label: Label): Label {
  if (PRICES.has(label)) return isShare(view, at) ? 'O' : label;
  if ((label !== 'SLP' && label !== 'TPP') || !isThousands(view, at)) return label;
  return label === 'SLP' ? 'SL' : 'TP';
}

const isThousands = ({ units }: View, at: number) =>
  units[at + 1]?.text === 'k' && units[at + 1]?.glued === true;

const isShare = ({ units }: View, at: number) => units[at + 1]?.text === '%';

/** Reads numbers by what their instrument costs, and by the other prices of its order. */
class PriceReader {
  readonly #view: View;
  #symbol: string | undefined;
  #full: string | undefined;

  constructor(view: View) {
    this.#view = view;
    this.#symbol = view.symbols[0];
  }

  /** Another instrument has prices of its own. */
  turnTo(symbol: string | undefined): void {
    if (symbol === undefined || symbol === this.#symbol) return;
    this.#symbol = symbol;
    this.#full = undefined;
  }

  read(at: number, isPrice: boolean): { number: string; isShort: boolean } {
    const unit = this.#view.units[at];
    if (unit?.kind !== 'number') return { number: '', isShort: false };
    if (!isPrice) return { number: readPlain(unit.text), isShort: false };
    if (isThousands(this.#view, at)) {
      return { number: timesThousand(readPlain(unit.text)), isShort: false };
    }
    const near = typicalPrice(this.#symbol ?? '');
    const expanded = this.#expand(at, unit, near);
    if (expanded) return { number: expanded, isShort: true };
    const number = readPlain(unit.text);
    if (this.#isFull(at)) this.#full = decimalOf(unit.text);
    return { number, isShort: false };
  }

  #isFull(at: number): boolean {
    return (this.#view.prices.order[at] ?? 0) > 0;
  }

  /** The whole price, if only its last digits are written. */
  #expand(at: number, { text, value }: Unit, near: number | undefined): string | undefined {
    if (this.#isFull(at) || value === 0) return undefined;
    if (this.#full !== undefined) return shorthandOf(text, this.#full);
    const isItself = near !== undefined && Math.abs(Math.log(value / near)) < Math.log(ITSELF);
    const full = isItself ? undefined : this.#firstFull();
    return full === undefined ? undefined : shorthandOf(text, full);
  }

  #firstFull(): string | undefined {
    const { units, prices, symbols } = this.#view;
    if (this.#symbol !== symbols[0]) return undefined;
    const at = prices.order.indexOf(1);
    return at < 0 ? undefined : decimalOf(units[at]?.text ?? '');
  }
}

/** A number that near to what the instrument usually costs is a price as it stands. */
const ITSELF = 4;

export const sideOf = ({ unit: { concepts } }: Tag): Side =>
  meets(concepts, SELLS) && !meets(concepts, BUYS) ? 'sell' : 'buy';
