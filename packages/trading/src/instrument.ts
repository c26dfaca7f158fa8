import table from './instruments.json' with { type: 'json' };
import { Decimal } from './decimal.ts';

/** ESMA's classes of CFD, on which leverage caps depend, and futures. */
export const ASSET_CLASSES = [
  'fx-major',
  'fx-minor',
  'gold',
  'commodity',
  'index-major',
  'index-minor',
  'equity',
  'crypto',
  'future',
] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

export interface Instrument {
  readonly symbol: string;
  /** The currency or metal that one lot is counted in; an index or a share has none. */
  readonly base: string | undefined;
  /** The currency of its price. */
  readonly quote: string;
  /** Units of the base, or shares, or index points' worth, in one lot. */
  readonly contractSize: Decimal;
  /** The smallest step of its price. */
  readonly tick: Decimal;
  readonly minLot: Decimal;
  readonly lotStep: Decimal;
  readonly assetClass: AssetClass;
  /** Whether its market closes for the weekend. */
  readonly weeklyClose: boolean;
}

const instruments: ReadonlyMap<string, Instrument> = new Map(
  Object.entries(table).map(([symbol, row]) => [
    symbol,
    {
      symbol,
      base: row.base ?? undefined,
      quote: row.quote,
      contractSize: Decimal.parse(row.contractSize),
      tick: Decimal.parse(row.tick),
      minLot: Decimal.parse(row.minLot),
      lotStep: Decimal.parse(row.lotStep),
      assetClass: row.class as AssetClass,
      weeklyClose: row.weeklyClose,
    },
  ]),
);

/** The instrument with exactly this symbol. */
export function findInstrument(symbol: string): Instrument | undefined {
  return instruments.get(symbol);
}

/** Whether an order may have this size. */
export function isTradable(lots: Decimal, { minLot, lotStep }: Instrument): boolean {
  return lots.atLeast(minLot) && lots.isMultipleOf(lotStep);
}

export function listInstruments(): readonly Instrument[] {
  return [...instruments.values()];
}
