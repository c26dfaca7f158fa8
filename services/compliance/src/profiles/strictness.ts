import { Decimal } from '@signalos/trading';
import { DUPLICATE_WINDOW_MS, QUOTE_AGE_MAX_MS, type LimitsSource } from './limits.ts';

/** Whether a limit in place of another one never lets through what that one refuses. */
type NoLooser<Limit> = (base: Limit, changed: Limit) => boolean;

type Sources = { readonly [Name in keyof LimitsSource]-?: NonNullable<LimitsSource[Name]> };

const atMost: NoLooser<string> = (base, changed) =>
  Decimal.parse(changed).atMost(Decimal.parse(base));
const atLeast: NoLooser<string> = (base, changed) => atMost(changed, base);
const notMore: NoLooser<number> = (base, changed) => changed <= base;
const notLess: NoLooser<number> = (base, changed) => changed >= base;
const same: NoLooser<string> = (base, changed) => base === changed;
const always: NoLooser<unknown> = () => true;

/** Of two that are named from the loosest to the strictest. */
const ranked =
  <Word extends string>(...words: readonly Word[]): NoLooser<Word> =>
  (base, changed) =>
    words.indexOf(changed) >= words.indexOf(base);

const covers: NoLooser<readonly string[]> = (base, changed) =>
  base.every((item) => changed.includes(item));

/** A part that is added makes stricter, one that is taken away looser, unless told otherwise. */
function parts<Limit extends object>(comparisons: {
  readonly [Name in keyof Limit]-?: NoLooser<NonNullable<Limit[Name]>>;
}): NoLooser<Limit> {
  return (base, changed) => loosened(comparisons, base, changed).length === 0;
}

function loosened<Limit extends object>(
  comparisons: { readonly [Name in keyof Limit]-?: NoLooser<NonNullable<Limit[Name]>> },
  base: Limit,
  changed: Limit,
): string[] {
  const names = Object.keys(comparisons) as (keyof Limit & string)[];
  return names.filter((name) => {
    const [before, after] = [base[name], changed[name]];
    if (before === undefined || before === null) return false;
    if (after === undefined || after === null) return true;
    return !comparisons[name](before, after);
  });
}

/** A class that is not named is not limited. */
const perAssetClass: NoLooser<Readonly<Record<string, string>>> = (base, changed) =>
  Object.entries(base).every(([name, before]) => {
    const after = changed[name];
    return after !== undefined && atMost(before, after);
  });

const severity = ranked('warn', 'hard');

const COMPARISONS: { readonly [Name in keyof Sources]: NoLooser<Sources[Name]> } = {
  day: parts<Sources['day']>({ tz: same, at: same }),
  boundary: ranked('below', 'touch'),
  missingSl: always, // With `assumeSlPct`, below.
  assumeSlPct: always,
  maxQuoteAgeMs: notMore,
  duplicateWindowMs: notLess,
  maxLotsPerTrade: atMost,
  daily,
  total,
  maxOpenLotsTotal: atMost,
  riskPerTradePctEquity: atMost,
  riskPerSymbolPctInitial: atMost,
  openRiskPctEquity: atMost,
  maxOpenPositions: notMore,
  maxTradesPerDay: notMore,
  maxEffectiveLeverage: atMost,
  leverageCaps: perAssetClass,
  marginCloseOutPct: atLeast,
  negativeBalance: always,
  collarPct: perAssetClass,
  maxOrderValue: atMost,
  maxOrderVolume: atMost,
  maxMessagesPerSecond: notMore,
  maxStrategyExecutions: notMore,
  news: parts<Sources['news']>({
    beforeMs: notLess,
    afterMs: notLess,
    phases: covers,
    types: covers,
  }),
  preCloseMs: notLess,
  crossAccountHedge: severity,
  martingale: parts<Sources['martingale']>({ factor: atMost, severity }),
  objectives: parts<Sources['objectives']>({
    minTradingDays: parts<NonNullable<Sources['objectives']['minTradingDays']>>({
      evaluation: notLess,
      funded: notLess,
      minProfitPct: atLeast,
    }),
    profitTargetPct: (base, changed) =>
      base.length === changed.length &&
      base.every((pct, step) => atLeast(pct, changed[step] ?? '0')),
    consistency: parts({ bestDayPct: atMost, of: same, phases: covers }),
    firmDuties: covers,
  }),
  monitors: parts<Sources['monitors']>({
    inactivityDays: notMore,
    floatingLoss: parts({ pctInitial: atMost, strikes: notMore }),
    minHold,
    copyAcross: parts({ withinMs: notLess }),
  }),
};

/** Another reference, or another base, is stricter on some days and looser on others. */
function daily(base: Sources['daily'], changed: Sources['daily']): boolean {
  const higherReference = changed.reference === 'max' && changed.amountBase === 'initial';
  return (
    atMost(base.pct, changed.pct) &&
    base.amountBase === changed.amountBase &&
    (base.reference === changed.reference || higherReference) &&
    ranked('pause', 'hard')(base.kind ?? 'hard', changed.kind ?? 'hard')
  );
}

/** A floor that trails is never below one that stays; of two that trail, either may be the lower. */
function total(base: Sources['total'], changed: Sources['total']): boolean {
  return (
    isNoMore(base.pct, changed.pct) &&
    isNoMore(base.amount, changed.amount) &&
    (base.mode === changed.mode || base.mode === 'static') &&
    (changed.lockAt === undefined ||
      (base.lockAt !== undefined && atLeast(base.lockAt, changed.lockAt)))
  );
}

function isNoMore(base: string | undefined, changed: string | undefined): boolean {
  if (base === undefined || changed === undefined) return base === changed;
  return atMost(base, changed);
}

/** Without a share, every trade that is closed too soon counts. */
function minHold(
  base: NonNullable<Sources['monitors']['minHold']>,
  changed: NonNullable<Sources['monitors']['minHold']>,
): boolean {
  return (
    changed.ms >= base.ms &&
    (changed.sharePct === undefined ||
      (base.sharePct !== undefined && atMost(base.sharePct, changed.sharePct)))
  );
}

/** Which limits of a profile let through, or let pass, what those of its base do not. */
export function loosenedLimits(base: LimitsSource, changed: LimitsSource): string[] {
  const found = loosened(COMPARISONS, withDefaults(base), withDefaults(changed));
  return isStopPolicyLooser(base, changed) ? [...found, 'missingSl'] : found;
}

function withDefaults(limits: LimitsSource): LimitsSource {
  const { assumeSlPct: _judgedWithMissingSl, ...rest } = limits;
  return { maxQuoteAgeMs: QUOTE_AGE_MAX_MS, duplicateWindowMs: DUPLICATE_WINDOW_MS, ...rest };
}

const POLICIES = ['allow', 'assume', 'deny'] as const;

/** The nearer the assumed stop, the less an order without one is taken to lose. */
function isStopPolicyLooser(base: LimitsSource, changed: LimitsSource): boolean {
  const [before, after] = [stopPolicyOf(base), stopPolicyOf(changed)];
  if (before !== 'assume' || after !== 'assume') return !ranked(...POLICIES)(before, after);
  return !atLeast(base.assumeSlPct ?? '0', changed.assumeSlPct ?? '0');
}

/** To assume a stop without saying where is to demand one. */
function stopPolicyOf({ missingSl, assumeSlPct }: LimitsSource): (typeof POLICIES)[number] {
  return missingSl === 'assume' && assumeSlPct === undefined ? 'deny' : missingSl;
}
