import { INSTRUMENTS, PROFILES, type Profile } from './case.ts';
import { type Random } from './random.ts';
import { inSteps, amountIn } from './world.ts';

const HOUR_MS = 3_600_000;
const CLASSES = [...new Set(Object.values(INSTRUMENTS).map((instrument) => instrument.class))];

export const PROFILE_NAMES = Object.keys(PROFILES);

export function aCustomProfile(random: Random, currency: string): Profile {
  const parts = random.chance(0.6)
    ? aBareProfile(random, currency)
    : aChangedProfile(random, currency);
  return { name: 'Custom', ...parts } as unknown as Profile;
}

/** One, two or three limits and no more, so that nothing hides what is on their flip. */
function aBareProfile(random: Random, currency: string): Parts {
  const limits = random.several(1, 3, () => random.pick(OPTIONAL));
  const basis = made(BASIS, random, currency);
  return { ...basis, ...made(limits, random, currency) };
}

/** A shipped profile with some of its limits dropped, changed or added. */
function aChangedProfile(random: Random, currency: string): Parts {
  const base = Object.entries(PROFILES[random.pick(PROFILE_NAMES)] ?? {});
  const kept = base.filter(([name]) => BASIS.includes(name) || random.chance(0.85));
  const changed = [...BASIS, ...OPTIONAL].filter(() => random.chance(0.35));
  const assumeSlPct = LIMITS.assumeSlPct(random); // For those that assume a stop.
  return { assumeSlPct, ...Object.fromEntries(kept), ...made(changed, random, currency) };
}

type Parts = Readonly<Record<string, unknown>>;

const made = (names: readonly string[], random: Random, currency: string): Parts =>
  Object.fromEntries(names.map((name) => [name, (LIMITS as Makers)[name]?.(random, currency)]));

type Makers = Readonly<Record<string, (random: Random, currency: string) => unknown>>;

const LIMITS = {
  boundary: (random) => random.pick(['below', 'touch']),
  day: aDay,
  missingSl: (random) => random.pick(['deny', 'assume', 'allow']),
  assumeSlPct: (random) => hundredths(random, 10, 300),
  maxLotsPerTrade: (random) => hundredths(random, 10, 2_000),
  maxOpenLotsTotal: (random) => hundredths(random, 50, 4_000),
  daily: aDailyLimit,
  total: aTotalLimit,
  riskPerTradePctEquity: (random) => hundredths(random, 10, 400),
  riskPerSymbolPctInitial: (random) => hundredths(random, 20, 500),
  openRiskPctEquity: (random) => hundredths(random, 50, 900),
  maxOpenPositions: (random) => random.integer(1, 6),
  maxTradesPerDay: (random) => random.integer(1, 30),
  maxEffectiveLeverage: (random) => hundredths(random, 100, 3_000),
  leverageCaps: (random) => somePerClass(random, () => String(random.integer(1, 40))),
  marginCloseOutPct: (random) => hundredths(random, 1_000, 12_000),
  negativeBalance: () => true,
  collarPct: (random) => somePerClass(random, () => hundredths(random, 1, 500)),
  maxOrderValue: (random, currency) =>
    random.chance(0.5)
      ? String(1_000 * random.magnitude(1, 2_000))
      : amountIn(currency, random.magnitude(1_000, 2_000_000)),
  maxOrderVolume: (random) => hundredths(random, 50, 3_000),
  maxMessagesPerSecond: (random) => random.integer(1, 20),
  maxStrategyExecutions: (random) => random.integer(1, 30),
  news: (random) => ({
    beforeMs: random.integer(1, 600_000),
    afterMs: random.integer(1, 600_000),
    phases: random.pick([['funded'], ['evaluation', 'funded']]),
    types: random.pick([['standard'], ['standard', 'swing']]),
  }),
  preCloseMs: (random) => random.integer(1, 12 * HOUR_MS),
  crossAccountHedge: (random) => random.pick(['hard', 'hard', 'warn']),
  martingale: (random) => ({
    factor: random.pick(['1', '1.5', '2', '2.25', '3']),
    severity: random.pick(['warn', 'hard']),
  }),
  duplicateWindowMs: (random) => random.integer(1, 10_000),
  maxQuoteAgeMs: (random) => random.integer(500, 20_000),
} satisfies Makers;

const BASIS = ['boundary', 'day', 'missingSl', 'assumeSlPct'];
const OPTIONAL = Object.keys(LIMITS).filter((name) => !BASIS.includes(name));

/** No time that the clocks of its zone skip or show twice, but for a midnight that is skipped. */
function aDay(random: Random) {
  const [zones, times] = random.pick(DAYS);
  return { tz: random.pick(zones), at: random.pick(times) };
}

const DAYS: readonly (readonly [zones: readonly string[], times: readonly string[]])[] = [
  [
    ['Etc/UTC', 'Asia/Tokyo', 'Asia/Kolkata', 'Asia/Kathmandu'],
    ['00:00', '02:30', '07:59', '17:00', '22:15'],
  ],
  [
    ['Europe/Prague', 'America/New_York', 'America/Chicago', 'Australia/Sydney'],
    ['00:00', '05:30', '17:00', '23:59'],
  ],
  [['Australia/Lord_Howe'], ['00:00', '17:00', '23:59']], // Its clocks change by half an hour.
  [
    ['Africa/Cairo', 'America/Santiago'],
    ['00:00', '17:00'],
  ],
];

function aDailyLimit(random: Random) {
  return {
    pct: hundredths(random, 50, 800),
    amountBase: random.pick(['initial', 'reference']),
    reference: random.pick(['balance', 'equity', 'max']),
    ...(random.chance(0.2) && { kind: 'pause' }),
  };
}

function aTotalLimit(random: Random, currency: string) {
  return {
    ...(random.chance(0.6)
      ? { pct: hundredths(random, 100, 1_500) }
      : { amount: amountIn(currency, random.magnitude(500, 12_000)) }),
    mode: random.pick(['static', 'trailing_eod', 'trailing_closed', 'trailing_intraday']),
    ...(random.chance(0.4) && {
      lockAt: random.pick(['0', amountIn(currency, 100), amountIn(currency, -250)]),
    }),
  };
}

const somePerClass = (random: Random, make: () => string) =>
  Object.fromEntries(CLASSES.filter(() => random.chance(0.8)).map((one) => [one, make()]));

/** Half of them whole, for what is exactly at a limit. */
const hundredths = (random: Random, least: number, most: number) =>
  random.chance(0.5)
    ? String(Math.ceil(random.magnitude(least, most) / 100))
    : inSteps(random.magnitude(least, most), '0.01');
