import { conceptSet, meets } from './concepts.ts';
import { LABELS, type Label } from './labels.ts';
import { readPlain, readPrice, shorthandOf, timesThousand } from './numbers.ts';
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
  const tags: Tag[] = [];
  const reader = new PriceReader(view);
  for (const [index, { label: id, probability }] of tagging.entries()) {
    const label = LABELS[id];
    const at = view.candidates[index] ?? 0;
    const unit = view.units[at];
    if (!unit || label === undefined || label === 'O') continue;
    const isPrice = PRICES.has(label);
    const { number, isShort } = reader.read(at, isPrice);
    tags.push({ label, unit, probability, number, isShort });
  }
  return tags;
}

/** Reads numbers by what the instrument costs, and by the other prices of the message. */
class PriceReader {
  readonly #view: View;
  #full: string | undefined;

  constructor(view: View) {
    this.#view = view;
  }

  read(at: number, isPrice: boolean): { number: string; isShort: boolean } {
    const { units, prices } = this.#view;
    const unit = units[at];
    if (unit?.kind !== 'number') return { number: '', isShort: false };
    if (!isPrice) return { number: readPlain(unit.text), isShort: false };
    const isThousands = units[at + 1]?.text === 'k' && units[at + 1]?.glued === true;
    if (isThousands) return { number: timesThousand(readPlain(unit.text)), isShort: false };
    const near = prices.typical > 0 ? prices.typical : undefined;
    const isFull = (prices.order[at] ?? 0) > 0;
    const full = this.#full ?? this.#firstFull(near);
    const expanded = isFull || !full ? undefined : shorthandOf(unit.text, full);
    if (expanded) return { number: expanded, isShort: true };
    const number = readPrice(unit.text, near);
    if (isFull) this.#full = number;
    return { number, isShort: false };
  }

  #firstFull(near: number | undefined): string | undefined {
    const { units, prices } = this.#view;
    const at = prices.order.indexOf(1);
    return at < 0 ? undefined : readPrice(units[at]?.text ?? '', near);
  }
}

export const sideOf = ({ unit: { concepts } }: Tag): Side =>
  meets(concepts, SELLS) && !meets(concepts, BUYS) ? 'sell' : 'buy';
