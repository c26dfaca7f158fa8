import { DecimalString, OrderType, Side } from '@signalos/contracts';
import { route, type Route } from '@signalos/http';
import { DOUBTS, FIELDS, PARSER_VERSION, WARNINGS, type Reading } from '@signalos/signal-parser';
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

const Evidence = z
  .object({
    field: z.enum(FIELDS),
    index: z.int().meta({ description: 'Of the signal in `signals`, or of the update.' }),
    start: z.int().meta({ description: 'Offset in UTF-16 units.' }),
    end: z.int().meta({ description: 'The first offset behind it.' }),
    confidence: z.number().min(0).max(1),
  })
  .meta({ id: 'Evidence', description: 'Which characters of the text gave a field.' });

const Parsed = z.object({
  kind: z.enum(['signal', 'update', 'noise']),
  signals: z.array(Signal),
  update: Update.nullable(),
  moreUpdates: z.array(Update).optional(),
  confidence: z
    .number()
    .min(0)
    .max(1)
    .meta({ description: 'How likely it is that all of this is right.' }),
  abstained: z.enum(DOUBTS).nullable().meta({
    description: 'Why a trade from it is held until a person confirms it; null if it is not.',
  }),
  evidence: z.array(Evidence),
  warnings: z.array(z.enum(WARNINGS)),
  parserVersion: z.string(),
});

export const messageRoutes = (): Route[] => [
  route({
    method: 'POST',
    path: '/offline/parse-signal',
    summary: 'Read a channel message',
    description:
      'In any language; the same parser runs on devices without a connection. Nothing is stored. What ' +
      'is not read surely says so in `abstained`: an order from it is queued for confirmation, not for ' +
      'execution. So is an order from a message that has none. Numbers have at most 20 digits before the ' +
      'point and 18 after it; an order with others is not read, or needs confirmation.',
    body: z.strictObject({ text: z.string() }),
    replies: { 200: { description: 'What it says', schema: Parsed } },
    errors: [textTooLong],
  }).handle(({ body: { text } }) => {
    const body = { ...toBody(readText(text)), parserVersion: PARSER_VERSION };
    return Promise.resolve({ status: 200, body });
  }),
];

const toBody = ({ signals, moreUpdates, evidence, warnings, ...reading }: Reading) => ({
  ...reading,
  signals: signals.map((signal) => ({ ...signal, takeProfits: [...signal.takeProfits] })),
  ...(moreUpdates && { moreUpdates: [...moreUpdates] }),
  evidence: [...evidence],
  warnings: [...warnings],
});
