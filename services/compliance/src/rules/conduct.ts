import type { Standing } from './context.ts';
import { profileRule, rule } from './rule.ts';
import type { RecentRequest } from './situation.ts';

/** An order with the same words: the position it closes counts where it is known. */
function isAlike(request: RecentRequest, { order }: Standing): boolean {
  const { instrument, side, lots, positionId } = order;
  return (
    request.symbol === instrument.symbol &&
    request.side === side &&
    request.lots.equals(lots) &&
    (request.positionId ?? positionId) === positionId
  );
}

const sentBefore = ({ situation }: Standing) =>
  situation.activity.recentRequests.find(
    ({ clientTradeId }) => clientTradeId === situation.trade.clientTradeId,
  );

/** The same order under the same id, sent before. */
export function repeated(standing: Standing): RecentRequest | undefined {
  const earlier = sentBefore(standing);
  return earlier && isAlike(earlier, standing) ? earlier : undefined;
}

export const idempotencyConflict = rule('IDEMPOTENCY_CONFLICT', (standing: Standing) => {
  const earlier = sentBefore(standing);
  if (!earlier || isAlike(earlier, standing)) return undefined;
  const { clientTradeId, symbol, side, lots } = earlier;
  const was = `${side} ${lots.toString()} ${symbol}`;
  const { order } = standing;
  const is = `${order.side} ${order.lots.toString()} ${order.instrument.symbol}`;
  return {
    message: `${clientTradeId} was used for another order`,
    limit: was,
    actual: is,
    unit: 'order',
    formula: 'clientTradeId was used and order != earlierOrder',
    inputs: { clientTradeId, order: is, earlierOrder: was },
  };
});

/** Orders that look sent twice, as SEC rule 15c3-5 (c)(1)(ii) wants them rejected. */
export const duplicateTrade = profileRule(
  'DUPLICATE_TRADE',
  ({ duplicateWindowMs }) =>
    (standing: Standing) => {
      const { activity, now } = standing.situation;
      const ageOf = ({ at }: RecentRequest) => now.getTime() - at.getTime();
      const twin = activity.recentRequests.find(
        (request) => ageOf(request) < duplicateWindowMs && isAlike(request, standing),
      );
      if (!twin) return undefined;
      const age = ageOf(twin);
      return {
        message: `An order like ${twin.clientTradeId}, ${age} ms after it`,
        limit: duplicateWindowMs,
        actual: age,
        unit: 'ms',
        formula: 'age < duplicateWindowMs',
        inputs: { age, duplicateWindowMs, duplicateOf: twin.clientTradeId },
      };
    },
);

/** Messages a second, as RTS 6 Art. 15 (1) (d) wants them limited. */
export const messageRate = profileRule(
  'MESSAGE_RATE',
  ({ maxMessagesPerSecond: max }) =>
    max &&
    (({ situation }: Standing) => {
      const { messagesLastSecond } = situation.activity;
      if (messagesLastSecond + 1 <= max) return undefined;
      return {
        message: `This is message ${messagesLastSecond + 1} in a second, and ${max} are allowed`,
        limit: max,
        actual: messagesLastSecond + 1,
        unit: 'messages/s',
        formula: 'messagesLastSecond + 1 > maxMessagesPerSecond',
        inputs: { messagesLastSecond, maxMessagesPerSecond: max },
      };
    }),
);

/** Instruments a trader has permission for, RTS 6 Art. 15 (5). What is open may be closed. */
export const symbolNotPermitted = rule('SYMBOL_NOT_PERMITTED', ({ situation, order }: Standing) => {
  const { permittedSymbols } = situation.account;
  const { symbol } = order.instrument;
  if (!permittedSymbols || permittedSymbols.includes(symbol) || order.reduceOnly) return undefined;
  return {
    message: `The account may not trade ${symbol}`,
    limit: permittedSymbols.join(' ') || 'none',
    actual: symbol,
    unit: 'symbol',
    formula: 'symbol not in permittedSymbols',
    inputs: { symbol, permittedSymbols: permittedSymbols.join(' ') },
  };
});
