import { DecimalString, OrderType, Side } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { PARSER_VERSION, WARNINGS, type Reading } from '@signalos/signal-parser';
import { z } from 'zod';
import { readText, textTooLong } from './message.ts';

const Level = z.union([
  z.object({ price: DecimalString }),
  z
    .object({ pips: DecimalString })
    .meta({ description: 'As written; their size is the broker’s.' }),
]);

const Signal = z
  .object({
    action: Side,
    orderType: OrderType,
    symbol: z.string(),
    entry: z.object({ low: DecimalString, high: DecimalString }).nullable(),
    stopLoss: Level.nullable(),
    takeProfits: z.array(z.union([...Level.options, z.object({ open: z.literal(true) })])),
    lots: DecimalString.nullable(),
    riskPercent: DecimalString.nullable(),
    leverage: DecimalString.nullable(),
    timeframe: z.string().nullable(),
  })
  .meta({ id: 'Signal', description: 'An order as a text words it; nothing in it is checked.' });

const Update = z
  .object({
    type: z.enum(['close', 'closePartial', 'breakeven', 'moveStop', 'cancel', 'modifyTp']),
    symbol: z.string().nullable(),
    percent: DecimalString.nullable(),
    price: DecimalString.nullable(),
  })
  .meta({ id: 'SignalUpdate', description: 'An instruction about trades that exist.' });

const Parsed = z.object({
  kind: z.enum(['signal', 'update', 'noise']),
  signals: z.array(Signal),
  update: Update.nullable(),
  moreUpdates: z.array(Update).optional(),
  confidence: z.number().min(0).max(1),
  warnings: z.array(z.enum(WARNINGS)),
  parserVersion: z.string(),
});

export const messageRoutes = (): Route[] => [
  route({
    method: 'POST',
    path: '/offline/parse-signal',
    summary: 'Read a channel message',
    description: 'The same parser runs on devices without a connection. Nothing is stored.',
    body: z.strictObject({ text: z.string() }),
    replies: { 200: { description: 'What it says', schema: Parsed } },
    errors: [textTooLong],
  }).handle(({ body: { text } }) => {
    const body = { ...toBody(readText(text)), parserVersion: PARSER_VERSION };
    return Promise.resolve({ status: 200, body });
  }),
];

const toBody = ({ signals, moreUpdates, warnings, ...reading }: Reading) => ({
  ...reading,
  signals: signals.map((signal) => ({ ...signal, takeProfits: [...signal.takeProfits] })),
  ...(moreUpdates && { moreUpdates: [...moreUpdates] }),
  warnings: [...warnings],
});
