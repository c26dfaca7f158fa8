import type { Violation } from '@signalos/contracts';
import { Decimal, DECIMAL_PATTERN } from '@signalos/trading';

/** How far `actual` is beyond `limit`; null where one of them is no number. */
export function excessOf({ limit, actual }: Pick<Violation, 'limit' | 'actual'>): string | null {
  if (!DECIMAL_PATTERN.test(limit) || !DECIMAL_PATTERN.test(actual)) return null;
  return Decimal.parse(actual).minus(Decimal.parse(limit)).abs().toString();
}
