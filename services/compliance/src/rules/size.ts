import { Decimal } from '@signalos/trading';
import { unexpired } from './account-risk.ts';
import type { Context } from './context.ts';
import { profileRule } from './rule.ts';

export const stopLossRequired = profileRule('SL_REQUIRED', ({ missingSl, assumeSlPct }) =>
  missingSl === 'allow' || (missingSl === 'assume' && assumeSlPct)
    ? undefined
    : ({ order }: Context) =>
        order.stopLoss
          ? undefined
          : {
              message: 'An order without a stop may lose any amount',
              limit: 'a stop loss',
              actual: 'none',
              unit: 'price',
              formula: 'stopLoss is missing',
              inputs: {},
            },
);

export const maxLotsPerTrade = profileRule(
  'LOT_MAX_PER_TRADE',
  ({ maxLotsPerTrade: max }) =>
    max &&
    (({ order: { lots } }: Context) => {
      if (lots.atMost(max)) return undefined;
      return {
        message: `${lots.toString()} lots are more than the ${max.toString()} allowed per trade`,
        limit: max,
        actual: lots,
        unit: 'lots',
        formula: 'lots > maxLotsPerTrade',
        inputs: { lots, maxLotsPerTrade: max },
      };
    }),
);

/** RTS 6 Art. 15 (1) (c). */
export const maxOrderVolume = profileRule(
  'MAX_ORDER_VOLUME',
  ({ maxOrderVolume: max }) =>
    max &&
    (({ order: { lots } }: Context) => {
      if (lots.atMost(max)) return undefined;
      return {
        message: `${lots.toString()} lots are more than the ${max.toString()} allowed per order`,
        limit: max,
        actual: lots,
        unit: 'lots',
        formula: 'lots > maxOrderVolume',
        inputs: { lots, maxOrderVolume: max },
      };
    }),
);

function lotsOf(items: readonly { readonly lots: Decimal }[]): Decimal {
  let total = Decimal.ZERO;
  for (const { lots } of items) total = total.plus(lots);
  return total;
}

export const maxOpenLotsTotal = profileRule(
  'LOT_MAX_OPEN_TOTAL',
  ({ maxOpenLotsTotal: max }) =>
    max &&
    (({ situation, order: { lots } }: Context) => {
      const openLots = lotsOf(situation.positions);
      const reservedLots = lotsOf(unexpired(situation.reservations, situation.now));
      const total = openLots.plus(reservedLots).plus(lots);
      if (total.atMost(max)) return undefined;
      return {
        message: `There would be ${total.toString()} lots open, and ${max.toString()} are allowed`,
        limit: max,
        actual: total,
        unit: 'lots',
        formula: 'openLots + reservedLots + lots > maxOpenLotsTotal',
        inputs: { openLots, reservedLots, lots, maxOpenLotsTotal: max },
      };
    }),
);

export const maxOpenPositions = profileRule(
  'MAX_OPEN_POSITIONS',
  ({ maxOpenPositions: max }) =>
    max &&
    (({ situation }: Context) => {
      const open = situation.positions.length;
      const reserved = unexpired(situation.reservations, situation.now).length;
      const count = open + reserved + 1;
      if (count <= max) return undefined;
      return {
        message: `This would be open position ${count}, and ${max} are allowed`,
        limit: max,
        actual: count,
        unit: 'positions',
        formula: 'open + reserved + 1 > maxOpenPositions',
        inputs: { open, reserved, maxOpenPositions: max },
      };
    }),
);

export const maxTradesPerDay = profileRule(
  'MAX_TRADES_PER_DAY',
  ({ maxTradesPerDay: max }) =>
    max &&
    (({ situation }: Context) => {
      const { tradesToday } = situation.activity;
      if (tradesToday + 1 <= max) return undefined;
      return {
        message: `This would be trade ${tradesToday + 1} of the day, and ${max} are allowed`,
        limit: max,
        actual: tradesToday + 1,
        unit: 'trades',
        formula: 'tradesToday + 1 > maxTradesPerDay',
        inputs: { tradesToday, maxTradesPerDay: max },
      };
    }),
);
