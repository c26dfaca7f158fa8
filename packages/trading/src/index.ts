export { Decimal, DECIMAL_PATTERN, type Precision } from './decimal.ts';
export {
  ASSET_CLASSES,
  findInstrument,
  isTradable,
  listInstruments,
  type AssetClass,
  type Instrument,
} from './instrument.ts';
export {
  atRate,
  closingPrice,
  convert,
  findRate,
  gainAt,
  minorDigits,
  openingPrice,
  profitAt,
  type Conversion,
  type Exposure,
  type Quote,
  type Quotes,
  type Rate,
} from './money.ts';
export { opposite, ORDER_TYPES, SIDES, type OrderType, type Side } from './order.ts';
export type { Rounding } from './units.ts';
