import { Decimal } from '@signalos/trading';
import type { Context } from './context.ts';
import { profileRule } from './rule.ts';

const HUNDRED = Decimal.integer(100);
const HUNDREDTH = Decimal.parse('0.01');

export const effectiveLeverageMax = profileRule(
  'LEVERAGE_EFFECTIVE_MAX',
  ({ maxEffectiveLeverage: max }) =>
    max &&
    (({ exposure, risk }: Context) => {
      const { openNotional, notional } = exposure;
      const { equity, currency } = risk;
      const total = openNotional.plus(notional);
      const limit = equity.times(max);
      if (total.atMost(limit)) return undefined;
      return {
        message: `${total.toString()} ${currency} would be moved, and ${max.toString()} times the equity are allowed`,
        limit,
        actual: total,
        unit: currency,
        formula: 'openNotional + notional > equity * maxEffectiveLeverage',
        inputs: { openNotional, notional, equity, maxEffectiveLeverage: max },
      };
    }),
);

/** Leverage by class of asset, as ESMA’s measures of 2018 cap it for retail clients. */
export const assetClassLeverageMax = profileRule(
  'LEVERAGE_MAX_ASSET_CLASS',
  ({ leverageCaps }) =>
    leverageCaps &&
    (({ order: { instrument, leverage } }: Context) => {
      const cap = leverageCaps[instrument.assetClass];
      if (!cap || !leverage || leverage.atMost(cap)) return undefined;
      return {
        message: `${leverage.toString()}:1 is more than the ${cap.toString()}:1 allowed for ${instrument.symbol}`,
        limit: cap,
        actual: leverage,
        unit: 'ratio',
        formula: 'leverage > leverageCap',
        inputs: { leverage, leverageCap: cap, assetClass: instrument.assetClass },
      };
    }),
);

export const marginInsufficient = profileRule(
  'MARGIN_INSUFFICIENT',
  ({ leverageCaps }) =>
    leverageCaps &&
    (({ exposure, risk }: Context) => {
      const { usedMargin, margin, notional, leverage } = exposure;
      const { equity, currency } = risk;
      const free = equity.minus(usedMargin);
      if (!leverage || free.atLeast(margin)) return undefined;
      return {
        message: `The order takes ${margin.toString()} ${currency} of margin, and ${free.toString()} are free`,
        limit: margin,
        actual: free,
        unit: currency,
        formula: 'equity - usedMargin < ceil(notional / leverage)',
        inputs: { equity, usedMargin, notional, leverage },
      };
    }),
);

/** What is known of an account that no order is judged for. */
interface OpenContext extends Pick<Context, 'risk'> {
  readonly exposure: Pick<Context['exposure'], 'usedMargin'>;
}

/** ESMA: positions are closed when equity falls below half of what was put down, per account. */
export const marginCloseOut = profileRule(
  'MARGIN_CLOSE_OUT',
  ({ marginCloseOutPct: pct }) =>
    pct &&
    (({ exposure: { usedMargin }, risk: { equity, currency } }: OpenContext) => {
      if (equity.times(HUNDRED).atLeast(usedMargin.times(pct))) return undefined;
      return {
        message: `The equity of ${equity.toString()} ${currency} is below ${pct.toString()} % of the margin of ${usedMargin.toString()}`,
        limit: usedMargin.times(pct).times(HUNDREDTH),
        actual: equity,
        unit: currency,
        formula: 'equity < usedMargin * marginCloseOutPct / 100',
        inputs: { equity, usedMargin, marginCloseOutPct: pct },
      };
    }),
);

/** ESMA: a retail client may not lose more than is in the account. */
export const negativeBalanceRisk = profileRule(
  'NEGATIVE_BALANCE_RISK',
  ({ negativeBalance }) =>
    negativeBalance &&
    (({ risk }: Context) => {
      const { worstEquity, currency, balance, openWorst, reserved, tradeWorstLoss } = risk;
      if (!worstEquity.isNegative()) return undefined;
      return {
        message: `Equity may fall to ${worstEquity.toString()} ${currency}, below zero`,
        limit: '0',
        actual: worstEquity,
        unit: currency,
        formula: 'balance + openWorst - reserved - tradeWorstLoss < 0',
        inputs: { balance, openWorst, reserved, tradeWorstLoss },
      };
    }),
);

/** RTS 6 Art. 15 (1) (b). */
export const maxOrderValue = profileRule(
  'MAX_ORDER_VALUE',
  ({ maxOrderValue: max }) =>
    max &&
    (({ exposure: { notional }, risk: { currency } }: Context) => {
      if (notional.atMost(max)) return undefined;
      return {
        message: `The order moves ${notional.toString()} ${currency}, and ${max.toString()} are allowed`,
        limit: max,
        actual: notional,
        unit: currency,
        formula: 'notional > maxOrderValue',
        inputs: { notional, maxOrderValue: max },
      };
    }),
);

/** RTS 6 Art. 15 (1) (a): a price may not be too far from the market’s. */
export const priceCollar = profileRule(
  'PRICE_COLLAR',
  ({ collarPct }) =>
    collarPct &&
    (({ order: { instrument }, pricing: { entry, mid } }: Context) => {
      const pct = collarPct[instrument.assetClass];
      if (!pct) return undefined;
      const distance = entry.minus(mid).abs();
      const limit = mid.times(pct);
      if (distance.times(HUNDRED).atMost(limit)) return undefined;
      return {
        message: `${entry.toString()} is more than ${pct.toString()} % away from ${mid.toString()}`,
        limit,
        actual: distance.times(HUNDRED),
        unit: 'price * %',
        formula: 'abs(entry - mid) * 100 > mid * collarPct',
        inputs: { entry, mid, collarPct: pct },
      };
    }),
);
