import { DECIMAL_PATTERN, ORDER_TYPES, SIDES } from '@signalos/trading';
import { z } from 'zod';

/** A plain decimal as a string, such as `-12.50`: never a JSON number, which would be a float. */
export const DecimalString = z
  .string()
  .regex(DECIMAL_PATTERN, 'must be a decimal as a string, such as "1.50", without an exponent')
  .meta({ id: 'Decimal', description: 'An exact decimal as a string.', examples: ['1.50'] });

/** A decimal string above zero: lots, prices, balances to start with. */
export const PositiveDecimalString = DecimalString.refine(
  (text) => /[1-9]/.test(text) && !text.startsWith('-'),
  'must be greater than zero',
).meta({ id: 'PositiveDecimal', description: 'An exact decimal above zero, as a string.' });

/** A UUID; in lower case, as the database writes it, so that two spellings of one are the same text. */
export const Id = z.uuid().toLowerCase().meta({ id: 'Id', description: 'A UUID.' });

/** Text that a database can hold: no NUL, no half of a surrogate pair. */
export const Text = z
  .string()
  .refine(
    (text) => text.isWellFormed() && !text.includes('\0'),
    'must be well-formed, without NUL',
  );

/** An instant: RFC 3339 in UTC, milliseconds at most. Nothing here happened before 1970. */
export const Instant = z.iso
  .datetime({ precision: 3 })
  .refine((text) => text >= '1970', 'must be of the year 1970 or later')
  .meta({
    id: 'Instant',
    description: 'An instant in UTC (RFC 3339, milliseconds), of the years 1970 to 9999.',
    examples: ['2026-11-21T09:30:00.000Z'],
  });

/** ISO 4217. */
export const CurrencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/, 'must be three capital letters, such as "USD"')
  .meta({ id: 'Currency', description: 'ISO 4217 code.', examples: ['USD'] });

export const InstrumentSymbol = z
  .string()
  .regex(/^[A-Z0-9]{2,20}$/, 'must be capital letters and digits, such as "EURUSD"')
  .meta({
    id: 'Symbol',
    description: 'An instrument, as SignalOS spells it.',
    examples: ['XAUUSD'],
  });

export const Side = z.enum(SIDES).meta({ id: 'Side' });
export const OrderType = z.enum(ORDER_TYPES).meta({ id: 'OrderType' });
