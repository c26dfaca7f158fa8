import { defineError } from '@signalos/errors';
import { closingPrice, Decimal, minorDigits, type Quotes } from '@signalos/trading';
import { profitOf, type PaperAccount, type PaperPosition } from './paper.ts';

/** As no account has more. */
const BALANCE_MAX = Decimal.parse('1000000000');

type FlowKind = 'deposit' | 'withdrawal' | 'payout' | 'fee';

export interface Wish {
  readonly kind: FlowKind;
  /** Above zero, also for what leaves the account. */
  readonly amount: Decimal;
}

/** What the account could be closed with right now, or its balance where that is less. */
export interface Standing {
  readonly account: PaperAccount;
  readonly free: Decimal;
}

/** The change of the balance: negative for what leaves. Throws where it cannot be. */
export function signedAmount({ kind, amount }: Wish, { account, free }: Standing): Decimal {
  const { balance, currency } = account;
  const digits = minorDigits(currency);
  if (!amount.round({ digits, rounding: 'floor' }).equals(amount)) {
    throw invalidAmount(`${amount.toString()} has too many decimals`, { digitsMax: digits });
  }
  if (kind === 'deposit') {
    if (balance.plus(amount).atMost(BALANCE_MAX)) return amount;
    throw invalidAmount('The balance would be too large', { max: BALANCE_MAX.toString() });
  }
  if (amount.greaterThan(free)) {
    throw insufficientFunds(`${free.toString()} ${currency} are free`, { free: free.toString() });
  }
  return amount.negated();
}

/** Losses of open positions are not free, and their gains are not there yet. */
export function freeBalance({ account, positions, prices }: Books): Decimal {
  const equity = equityOf({ account, positions, prices });
  return Decimal.max(Decimal.ZERO, Decimal.min(account.balance, equity));
}

export interface Books {
  readonly account: PaperAccount;
  readonly positions: readonly PaperPosition[];
  readonly prices: { readonly quotes: Quotes; readonly commissionPerLot: Decimal };
}

/** What the account would have if everything was closed now. */
export function equityOf({ account, positions, prices }: Books): Decimal {
  const { currency, balance } = account;
  return positions.reduce((sum, position) => {
    const { symbol, side, lots } = position;
    const quote = prices.quotes(symbol);
    if (!quote) throw new Error(`No price for ${symbol}`);
    const price = closingPrice(side, quote);
    return sum.plus(profitOf(position, { ...prices, lots, price, currency }));
  }, balance);
}

export const invalidAmount = defineError({
  kind: 'invalid',
  code: 'invalid-amount',
  summary: 'The amount has more decimals than its currency, or is too large.',
  fix: 'Send at most `digitsMax` decimals, and stay below `max`.',
});

export const insufficientFunds = defineError({
  kind: 'conflict',
  code: 'insufficient-funds',
  summary: 'More would leave the account than is free: what open positions have lost is not.',
  fix: 'Take at most `free`.',
});
