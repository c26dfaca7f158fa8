import { DecimalString, PositiveDecimalString } from '@signalos/contracts';
import { ASSET_CLASSES, Decimal } from '@signalos/trading';
import { z } from 'zod';
import { isTimeZone, tradingDays } from './trading-day.ts';

const Amount = PositiveDecimalString.transform((text) => Decimal.parse(text));
const Signed = DecimalString.transform((text) => Decimal.parse(text));
const Count = z.int().positive();
const Milliseconds = z.int().positive();
const Severity = z.enum(['hard', 'warn']);
const PerAssetClass = z.record(z.enum(ASSET_CLASSES), Amount);

const Day = z
  .strictObject({
    tz: z.string().refine(isTimeZone, 'must be an IANA time zone'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as "17:00"'),
  })
  .transform(tradingDays);

/** What every profile says. */
const Basis = z.strictObject({
  day: Day,
  /** Whether a loss limit is broken below its floor only, or by touching it already. */
  boundary: z.enum(['below', 'touch']),
  /** Without a stop: refused, let through, or judged as if it had one `assumeSlPct` away. */
  missingSl: z.enum(['deny', 'assume', 'allow']),
  maxQuoteAgeMs: Milliseconds.default(5_000),
  /** An order like another one this short a time ago is taken for the same, sent twice. */
  duplicateWindowMs: Milliseconds.default(2_000),
});

/** What a profile may limit. Percentages are of what the name ends with. */
const Optional = z
  .strictObject({
    maxLotsPerTrade: Amount,
    daily: z.strictObject({
      pct: Amount,
      amountBase: z.enum(['initial', 'reference']),
      /** The level it is measured from: balance or equity at the day's start, or the higher. */
      reference: z.enum(['balance', 'equity', 'max']),
      /** Whether breaking it ends the account’s trading (as when left out), or pauses it for the day. */
      kind: z.enum(['hard', 'pause']).optional(),
    }),
    total: z
      .strictObject({
        pct: Amount.optional(),
        /** In the account’s currency, instead of `pct`. */
        amount: Amount.optional(),
        /** What it is measured from: the initial balance, or the highest there was of … */
        mode: z.enum(['static', 'trailing_eod', 'trailing_closed', 'trailing_intraday']),
        /** The floor rises no further than this much above the initial balance. */
        lockAt: Signed.optional(),
      })
      .refine(({ pct, amount }) => (pct === undefined) !== (amount === undefined), {
        message: 'must have either pct or amount',
      }),
    assumeSlPct: Amount,
    maxOpenLotsTotal: Amount,
    riskPerTradePctEquity: Amount,
    riskPerSymbolPctInitial: Amount,
    openRiskPctEquity: Amount,
    maxOpenPositions: Count,
    maxTradesPerDay: Count,
    maxEffectiveLeverage: Amount,
    leverageCaps: PerAssetClass,
    marginCloseOutPct: Amount,
    negativeBalance: z.literal(true),
    collarPct: PerAssetClass,
    maxOrderValue: Amount,
    maxOrderVolume: Amount,
    maxMessagesPerSecond: Count,
    maxStrategyExecutions: Count,
    news: z.strictObject({
      beforeMs: Milliseconds,
      afterMs: Milliseconds,
      phases: z.array(z.enum(['evaluation', 'funded'])).min(1),
      types: z.array(z.enum(['standard', 'swing'])).min(1),
    }),
    preCloseMs: Milliseconds,
    crossAccountHedge: Severity,
    martingale: z.strictObject({ factor: Amount, severity: Severity }),
  })
  .partial();

/** The figures of a profile: as text in its file, and read once into what the rules calculate with. */
export const Limits = z.strictObject({ ...Basis.shape, ...Optional.shape });
export type Limits = z.output<typeof Limits>;
/** As they stand in the file, and as callers see them. */
export type LimitsSource = z.input<typeof Limits>;

/** A limit that a profile may have, by its name there. */
export type LimitName = keyof z.output<typeof Optional>;
