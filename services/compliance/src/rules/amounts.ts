import { Decimal, minorDigits } from '@signalos/trading';

const HUNDREDTH = Decimal.parse('0.01');

/** A percentage of an amount; a limit rounds down, so that it never allows more. */
export function share(base: Decimal, pct: Decimal, currency: string): Decimal {
  const precision = { digits: minorDigits(currency), rounding: 'floor' } as const;
  return base.times(pct).times(HUNDREDTH).round(precision);
}

/** An amount that is asked for or may be lost rounds up, to the currency’s minor unit. */
export function roundedUp(amount: Decimal, currency: string): Decimal {
  return amount.round({ digits: minorDigits(currency), rounding: 'ceiling' });
}

/** As many digits as the currency has, and more only where the amount has more. */
export function money(amount: Decimal, digits: number): string {
  if (amount.scale === digits) return amount.toString();
  const rounded = amount.round({ digits, rounding: 'floor' });
  return rounded.equals(amount) ? rounded.toFixed(digits) : amount.toString();
}
