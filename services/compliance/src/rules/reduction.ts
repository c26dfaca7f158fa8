import type { Standing } from './context.ts';
import { rule } from './rule.ts';
import type { Position } from './situation.ts';

const reduced = ({ order, situation }: Standing) =>
  situation.positions.find(({ id }) => id === order.positionId);

export const positionNotFound = rule('POSITION_NOT_FOUND', (standing: Standing) => {
  if (reduced(standing)) return undefined;
  const positionId = standing.order.positionId ?? 'none';
  return {
    message: `The account has no open position ${positionId}`,
    limit: 'an open position',
    actual: positionId,
    unit: 'position',
    formula: 'positionId not in positions',
    inputs: { positionId },
  };
});

const describe = ({ side, lots, symbol }: Position) => `a ${side} of ${lots.toString()} ${symbol}`;

export const reduceOnlyIncreases = rule('REDUCE_ONLY_INCREASES', (standing: Standing) => {
  const position = reduced(standing);
  const { instrument, side, lots } = standing.order;
  if (!position) return undefined;
  const opposes = position.symbol === instrument.symbol && position.side !== side;
  if (opposes && lots.atMost(position.lots)) return undefined;
  return {
    message: `A ${side} of ${lots.toString()} ${instrument.symbol} does more than close ${describe(position)}`,
    limit: position.lots,
    actual: lots,
    unit: 'lots',
    formula: 'symbol != position.symbol or side == position.side or lots > position.lots',
    inputs: {
      symbol: instrument.symbol,
      side,
      lots,
      'position.symbol': position.symbol,
      'position.side': position.side,
      'position.lots': position.lots,
    },
  };
});
