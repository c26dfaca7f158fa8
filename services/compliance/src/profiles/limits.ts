import { DecimalString, PositiveDecimalString } from '@signalos/contracts';
import { ASSET_CLASSES, Decimal } from '@signalos/trading';
import { z } from 'zod';
import { isTimeZone, tradingDays } from './trading-day.ts';

/** Beyond what any firm asks for, and within what dates, counters and decimals on the wire can hold. */
const MILLISECONDS_MAX = 366 * 86_400_000;
export const COUNT_MAX = 1_000_000;
const AMOUNT_MAX = Decimal.integer(999_999_999_999);
const ITEMS_MAX = 20;

const isModerate = (text: string) => Decimal.read(text)?.abs().atMost(AMOUNT_MAX) ?? true;
const moderate = `must be at most ${AMOUNT_MAX.toString()}`;
const Amount = PositiveDecimalString.refine(isModerate, moderate).transform((text) =>
  Decimal.parse(text),
);
const Signed = DecimalString.refine(isModerate, moderate).transform((text) => Decimal.parse(text));
const Share = DecimalString.refine((text) => !text.startsWith('-'), 'must not be negative')
  .refine(isModerate, moderate)
  .transform((text) => Decimal.parse(text));
const HUNDRED = Decimal.integer(100);
const Count = z.int().positive().max(COUNT_MAX);
const Milliseconds = z.int().positive().max(MILLISECONDS_MAX);
/** One of them at least. */
const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(ITEMS_MAX);
const Severity = z.enum(['hard', 'warn']);
const PerAssetClass = z.partialRecord(z.enum(ASSET_CLASSES), Amount);
const Phase = z.enum(['evaluation', 'funded']);

const Day = z
  .strictObject({
    tz: z.string().refine(isTimeZone, 'must be an IANA time zone'),
    at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, such as "17:00"'),
  })
  .transform(tradingDays);

/** What is to be reached, and only reported: missing one of these refuses no order. */
const Objectives = z
  .strictObject({
    /** Days of the profile with an opened trade; with `minProfitPct`, days that ended with that much of the initial balance. */
    minTradingDays: z
      .strictObject({ evaluation: Count, funded: Count, minProfitPct: Amount })
      .partial(),
    /** Of the initial balance, for each step of the evaluation: `["10", "5"]`. */
    profitTargetPct: listOf(Amount),
    /** The best day’s share, of all profit (losing days count against it) or of the winning days’. */
    consistency: z.strictObject({
      bestDayPct: Amount,
      of: z.enum(['profit', 'positiveDays']),
      phases: listOf(Phase),
    }),
    /** What a firm owes its clients; no data of an account tells whether it did it. */
    firmDuties: listOf(z.enum(['RISK_WARNING_SHOWN', 'NO_INCENTIVES'])),
  })
  .partial();

/** What is watched while an account trades; only `floatingLoss` does more than warn. */
const Monitors = z
  .strictObject({
    /** Days without an opened trade. */
    inactivityDays: Count,
    /** A loss of the open positions beyond this is a strike; the last one ends the account’s trading. */
    floatingLoss: z.strictObject({ pctInitial: Amount, strikes: Count }),
    /** Trades closed sooner: each of them, or more than a share of all. */
    minHold: z.strictObject({ ms: Milliseconds, sharePct: Share.optional() }),
    /** The same symbol and side on another account of the trader so soon before. */
    copyAcross: z.strictObject({ withinMs: Milliseconds }),
  })
  .partial();

export const QUOTE_AGE_MAX_MS = 5_000;
export const DUPLICATE_WINDOW_MS = 2_000;

/** What every profile says. */
const Basis = z.strictObject({
  day: Day,
  /** Whether a loss limit is broken below its floor only, or by touching it already. */
  boundary: z.enum(['below', 'touch']),
  /** Without a stop: refused, let through, or judged as if it had one `assumeSlPct` away. */
  missingSl: z.enum(['deny', 'assume', 'allow']),
  maxQuoteAgeMs: Milliseconds.default(QUOTE_AGE_MAX_MS),
  /** An order like another one this short a time ago is taken for the same, sent twice. */
  duplicateWindowMs: Milliseconds.default(DUPLICATE_WINDOW_MS),
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
    /** All of the price would leave a stop at nothing. */
    assumeSlPct: Amount.refine((pct) => pct.lessThan(HUNDRED), 'must be below 100'),
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
      phases: listOf(Phase),
      types: listOf(z.enum(['standard', 'swing'])),
    }),
    preCloseMs: Milliseconds,
    crossAccountHedge: Severity,
    martingale: z.strictObject({ factor: Amount, severity: Severity }),
    objectives: Objectives,
    monitors: Monitors,
  })
  .partial();

/** The figures of a profile: as text in its file, and read once into what the rules calculate with. */
export const Limits = z.strictObject({ ...Basis.shape, ...Optional.shape });
export type Limits = z.output<typeof Limits>;
/** As they stand in the file, and as callers see them. */
export type LimitsSource = z.input<typeof Limits>;

export type Objectives = z.output<typeof Objectives>;
export type Monitors = z.output<typeof Monitors>;

/**
 * Limits as they were stored before there was a most, with the most in place of what is beyond it.
 * In them, whole numbers are milliseconds, by their name, or counts; the other figures are text.
 */
export function withinBounds(source: unknown): unknown {
  return JSON.parse(JSON.stringify(source), (name, figure: unknown) => {
    if (typeof figure === 'number') {
      return Math.min(figure, /ms$/i.test(name) ? MILLISECONDS_MAX : COUNT_MAX);
    }
    if (Array.isArray(figure)) return figure.slice(0, ITEMS_MAX) as unknown[];
    return typeof figure === 'string' ? boundedAmount(figure) : figure;
  });
}

function boundedAmount(text: string): string {
  if (isModerate(text)) return text;
  return (text.startsWith('-') ? AMOUNT_MAX.negated() : AMOUNT_MAX).toString();
}

const removable = Object.fromEntries(
  Object.entries(Optional.shape).map(([name, limit]) => [name, limit.nullable()]),
);

/** What a profile changes of another one: whole limits, by name; null takes one away. */
export const Overrides = z.strictObject({ ...Basis.partial().shape, ...removable });
/** As callers write them. */
export type OverridesSource = {
  readonly [Name in keyof LimitsSource]?:
    LimitsSource[Name] | (undefined extends LimitsSource[Name] ? null : never);
};

/** What an account without a profile is held to: it may close, but not send the same order twice. */
export const NO_LIMITS: Limits = Limits.parse({
  day: { tz: 'Etc/UTC', at: '00:00' },
  boundary: 'below',
  missingSl: 'deny',
} satisfies LimitsSource);
