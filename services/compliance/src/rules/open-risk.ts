import { Decimal } from '@signalos/trading';
import { reservedOf, unexpired } from './account-risk.ts';
import { share } from './amounts.ts';
import type { Context } from './context.ts';
import { profileRule } from './rule.ts';

export const riskPerTradeMax = profileRule(
  'RISK_PER_TRADE_MAX',
  ({ riskPerTradePctEquity: pct }) =>
    pct &&
    (({ risk }: Context) => {
      const { equity, tradeWorstLoss, currency } = risk;
      const max = share(equity, pct, currency);
      if (tradeWorstLoss.atMost(max)) return undefined;
      return {
        message: `The trade may lose ${tradeWorstLoss.toString()} ${currency}, and ${max.toString()} are allowed`,
        limit: max,
        actual: tradeWorstLoss,
        unit: currency,
        formula: 'tradeWorstLoss > floor(equity * riskPerTradePctEquity / 100)',
        inputs: { tradeWorstLoss, equity, riskPerTradePctEquity: pct },
      };
    }),
);

export const riskPerSymbolMax = profileRule(
  'RISK_PER_SYMBOL_MAX',
  ({ riskPerSymbolPctInitial: pct }) =>
    pct &&
    ((context: Context) => {
      const { currency, tradeWorstLoss } = context.risk;
      const { initialBalance } = context.situation.account;
      const max = share(initialBalance, pct, currency);
      const { openRisk, reserved } = riskOfSymbol(context);
      const total = openRisk.plus(reserved).plus(tradeWorstLoss);
      if (total.atMost(max)) return undefined;
      const { symbol } = context.order.instrument;
      return {
        message: `${symbol} may lose ${total.toString()} ${currency} in all, and ${max.toString()} are allowed`,
        limit: max,
        actual: total,
        unit: currency,
        formula:
          'openRisk + reserved + tradeWorstLoss > floor(initialBalance * riskPerSymbolPctInitial / 100)',
        inputs: {
          openRisk,
          reserved,
          tradeWorstLoss,
          initialBalance,
          riskPerSymbolPctInitial: pct,
        },
      };
    }),
);

/** What is at risk in the symbol of the order already. */
function riskOfSymbol({ situation, order, valuation }: Context) {
  const { symbol } = order.instrument;
  const open = valuation.positions.filter(({ position }) => position.symbol === symbol);
  const reserved = unexpired(situation.reservations, situation.now).filter(
    (reservation) => reservation.symbol === symbol,
  );
  return {
    openRisk: Decimal.sum(open.map(({ risk }) => risk)),
    reserved: reservedOf(reserved),
  };
}

export const openRiskMax = profileRule(
  'OPEN_RISK_MAX',
  ({ openRiskPctEquity: pct }) =>
    pct &&
    (({ risk }: Context) => {
      const { equity, openRisk, reserved, tradeWorstLoss, currency } = risk;
      const max = share(equity, pct, currency);
      const total = openRisk.plus(reserved).plus(tradeWorstLoss);
      if (total.atMost(max)) return undefined;
      return {
        message: `All together may lose ${total.toString()} ${currency}, and ${max.toString()} are allowed`,
        limit: max,
        actual: total,
        unit: currency,
        formula: 'openRisk + reserved + tradeWorstLoss > floor(equity * openRiskPctEquity / 100)',
        inputs: { openRisk, reserved, tradeWorstLoss, equity, openRiskPctEquity: pct },
      };
    }),
);
