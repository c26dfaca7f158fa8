import { InstrumentSymbol, Instant, PositiveDecimalString } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { quotesAt } from './quote.ts';

const QuoteBody = z.object({
  symbol: InstrumentSymbol,
  bid: PositiveDecimalString,
  ask: PositiveDecimalString,
});

export const quoteRoutes = ({ market, now }: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/offline/quotes',
    summary: 'Read the paper market’s prices',
    description: 'Simulated: the same seed gives the same prices at the same time.',
    replies: {
      200: {
        description: 'All instruments, now',
        schema: z.object({ at: Instant, items: z.array(QuoteBody) }),
      },
    },
  }).handle(() => {
    const at = now();
    const items = quotesAt(market, at).map(({ symbol, bid, ask }) => ({
      symbol,
      bid: bid.toString(),
      ask: ask.toString(),
    }));
    return Promise.resolve({ status: 200, body: { at: at.toISOString(), items } });
  }),
];
