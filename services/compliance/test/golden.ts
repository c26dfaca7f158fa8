import { readFileSync } from 'node:fs';
import { Decimal } from '@signalos/trading';
import type { Profiles } from '../src/profiles/profile.ts';
import type { Situation, TimedQuote } from '../src/rules/situation.ts';

/** One line of golden.jsonl: a situation, the decision, and the arithmetic in words. */
export interface GoldenCase {
  readonly id: string;
  readonly profile: string;
  readonly account: Record<string, any>;
  readonly history: readonly { readonly time: string; readonly net: string }[];
  readonly openPositions: readonly Record<string, any>[];
  readonly trade: Situation['trade'];
  readonly now: string;
  readonly market: {
    readonly quotes: Readonly<Record<string, { bid: string; ask: string; ts?: string }>>;
  };
  readonly expected: { readonly allowed: boolean; readonly violations: readonly string[] };
  readonly why: string;
}

export function readGoldenCases(): GoldenCase[] {
  const lines = readFileSync(new URL('golden.jsonl', import.meta.url), 'utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as GoldenCase);
}

export function situationOf(golden: GoldenCase, profiles: Profiles): Situation {
  const { account, history, openPositions, trade, market } = golden;
  const now = new Date(golden.now);
  return {
    limits: account['profileActive'] === false ? undefined : profiles.get(golden.profile).limits,
    account: {
      currency: account['currency'],
      initialBalance: Decimal.parse(account['initialBalance']),
      balance: Decimal.parse(account['balance']),
      status: account['status'],
      commissionPerLot: Decimal.parse(account['commissionPerLot']),
      dayStartEquity: optional(account['dayStartEquity']),
      lowestEquityToday: optional(account['minEquityToday']),
    },
    positions: openPositions.map((position) => ({
      id: position['id'],
      symbol: position['symbol'],
      side: position['side'],
      lots: Decimal.parse(position['lots']),
      openPrice: Decimal.parse(position['openPrice']),
      stopLoss: optional(position['slPrice']),
      charges: Decimal.parse(position['swap']).plus(Decimal.parse(position['commission'])),
    })),
    reservations: (account['reservations'] ?? []).map((reservation: Record<string, string>) => ({
      worstLoss: Decimal.parse(reservation['worstLoss'] ?? ''),
      expiresAt: new Date(reservation['expiresAt'] ?? ''),
    })),
    closedTrades: history.map(({ time, net }) => ({
      closedAt: new Date(time),
      profit: Decimal.parse(net),
    })),
    trade,
    quotes: (symbol) => quoteOf(market.quotes[symbol], now),
    now,
  };
}

const optional = (text: string | null | undefined) => (text ? Decimal.parse(text) : undefined);

function quoteOf(
  quote: { bid: string; ask: string; ts?: string } | undefined,
  now: Date,
): TimedQuote | undefined {
  if (!quote) return undefined;
  const at = quote.ts ? new Date(quote.ts) : now;
  return { bid: Decimal.parse(quote.bid), ask: Decimal.parse(quote.ask), at };
}
