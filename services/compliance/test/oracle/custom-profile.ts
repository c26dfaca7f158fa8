import { INSTRUMENTS, PROFILES, type Profile } from './case.ts';
import { type Random } from './random.ts';
import { inSteps, amountIn } from './world.ts';

const HOUR_MS = 3_600_000;
const CLASSES = [...new Set(Object.values(INSTRUMENTS).map((instrument) => instrument.class))];

export const PROFILE_NAMES = Object.keys(PROFILES);

/** A shipped profile with some of its rules dropped, changed or added. */
export function aCustomProfile(random: Random, currency: string): Profile {
  const base = PROFILES[random.pick(PROFILE_NAMES)];
  if (!base) throw new Error('There is no profile');
  const assumeSlPct = FIELDS.assumeSlPct(random); // For those that assume a stop.
  const changed: Record<string, unknown> = { ...base, name: 'Custom', assumeSlPct };
  for (const [field, make] of Object.entries(FIELDS)) {
    if (random.chance(0.35)) changed[field] = make(random, currency);
  }
  const dropped = DROPPABLE.filter(() => random.chance(0.15));
  const kept = Object.entries(changed).filter(([field]) => !dropped.includes(field));
  return Object.fromEntries(kept) as unknown as Profile;
}

type Maker = (random: Random, currency: string) => unknown;

const FIELDS = {
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
  maxOrderValue: (random, currency) => amountIn(currency, random.magnitude(1_000, 2_000_000)),
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
} satisfies Readonly<Record<string, Maker>>;

const ALWAYS = ['name', 'boundary', 'day', 'missingSl', 'assumeSlPct'];
const DROPPABLE = Object.keys(FIELDS).filter((field) => !ALWAYS.includes(field));

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

const hundredths = (random: Random, least: number, most: number) =>
  inSteps(random.magnitude(least, most), '0.01');
