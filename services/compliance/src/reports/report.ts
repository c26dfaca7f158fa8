import {
  CurrencyCode,
  DecimalString,
  Id,
  Instant,
  ProfileReference,
  RiskFigures,
  Side,
  Violation,
} from '@signalos/contracts';
import { z } from 'zod';
import { ACCOUNT_PHASES, ACCOUNT_STATUSES, ACCOUNT_TYPES } from '../rules/situation.ts';

const Amount = DecimalString;
const Day = z.iso.date();
const Count = z.int().min(0);
const Severity = Violation.shape.severity;
const Sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const Account = z.object({
  id: Id,
  currency: CurrencyCode,
  status: z.enum(ACCOUNT_STATUSES),
  phase: z.enum(ACCOUNT_PHASES),
  type: z.enum(ACCOUNT_TYPES),
  openedAt: Instant,
  initialBalance: Amount,
  balance: Amount,
});

const Period = z.object({
  from: Instant,
  to: Instant,
  firstDay: Day,
  lastDay: Day,
  timeZone: z.string(),
  dayStartsAt: z.string(),
  daysCounted: Count.meta({
    description: 'Since the account was opened; weekends without a trade are left out.',
  }),
});

const Limits = z.object({
  risk: RiskFigures.omit({ tradeWorstLoss: true, maxAllowedLots: true }).nullable(),
  unknown: z.string().nullable().meta({ description: 'What is not known, where something is.' }),
});

const Exposure = z.object({
  notional: Amount,
  effectiveLeverage: Amount.nullable(),
  bySymbol: z.array(
    z.object({
      symbol: z.string(),
      longLots: Amount,
      shortLots: Amount,
      notional: Amount,
      floating: Amount,
      risk: Amount.meta({ description: 'What is lost if its positions run to their stops.' }),
    }),
  ),
  byCurrency: z
    .array(z.object({ currency: z.string(), net: Amount }))
    .meta({ description: 'In the account’s currency, of instruments that have a base currency.' }),
});

const DayRow = z.object({
  date: Day,
  start: Instant,
  end: Instant,
  isRunning: z.boolean(),
  startBalance: Amount,
  endBalance: Amount,
  net: Amount,
  cashFlow: Amount.meta({
    description: 'Money that came or went; the start balance has it already.',
  }),
  opened: Count,
  closed: Count,
  startEquity: Amount.nullable(),
  lowestEquity: Amount.nullable(),
  dailyFloor: Amount.nullable(),
  dailyUsedPct: Amount.nullable().meta({
    description: 'Of what might be lost that day by the profile of now, at the lowest equity seen.',
  }),
  violations: Count,
});

const ViolationItem = z.object({
  violationId: Id,
  decisionId: Id.nullable(),
  date: Day,
  detectedAt: Instant,
  phase: z.string(),
  latched: z.boolean(),
  ...Violation.omit({ formula: true, inputs: true }).shape,
});

const Violations = z.object({
  total: Count,
  byRule: z.array(z.object({ ruleId: z.string(), severity: Severity, count: Count })),
  byDay: z.array(z.object({ date: Day, hard: Count, warn: Count })),
  items: z.array(ViolationItem),
  omitted: Count.meta({ description: 'How many older ones are counted, but not listed.' }),
});

const FloorThen = z.object({ floor: Amount, room: Amount, broken: z.boolean() });

const Refusal = z.object({
  decisionId: Id,
  clientTradeId: z.string(),
  decidedAt: Instant,
  symbol: z.string(),
  side: Side,
  lots: Amount,
  stopLoss: Amount.nullable(),
  rules: z.array(z.string()),
  atStop: z
    .object({
      worstLoss: Amount,
      worstEquity: Amount,
      daily: FloorThen.nullable(),
      total: FloorThen.nullable(),
    })
    .nullable()
    .meta({
      description:
        'What would have been: filled at the decision’s price, with everything run to its stop. ' +
        'Null where the order was refused before its risk was known.',
    }),
});

const Refusals = z.object({
  decisions: Count,
  allowed: Count,
  refused: Count,
  items: z.array(Refusal),
  omitted: Count,
});

const MetricItem = z.object({
  id: z.string(),
  name: z.string(),
  value: z.string().nullable(),
  unit: z.string(),
  definition: z.string(),
  n: Count.meta({ description: 'How many days, trades or points it is made of.' }),
  reason: z.string().nullable().meta({ description: 'Why there is no value.' }),
});

const Audit = z.object({
  stream: z.string(),
  firstSeq: z.int().positive(),
  lastSeq: z.int().positive(),
  headHash: Sha256,
  checkpoint: z.object({ size: Count, root: Sha256, at: Instant, note: z.string() }).nullable(),
  verify: z.string().meta({ description: 'How to check an export of the trail.' }),
});

const ObjectiveItem = z.object({
  id: z.string(),
  step: z.int().nullable().meta({ description: 'Of an evaluation of several steps.' }),
  met: z.boolean().nullable().meta({ description: 'Null where no data of the account tells.' }),
  message: z.string(),
  limit: z.string(),
  actual: z.string(),
  unit: z.string(),
  formula: z.string(),
  inputs: z.record(z.string(), z.string()),
});

/** Everything that a report says, in whatever form it is printed. */
export const Report = z
  .object({
    generatedAt: Instant,
    engine: z.int().meta({ description: 'The version of the rules.' }),
    account: Account,
    profile: ProfileReference.extend({ name: z.string(), activatedAt: Instant }).nullable(),
    period: Period,
    limits: Limits,
    exposure: Exposure.nullable().meta({ description: 'Null while a price is not known.' }),
    objectives: z
      .array(ObjectiveItem)
      .meta({ description: 'Since the account was opened, not in the period alone.' }),
    metrics: z.array(MetricItem),
    days: z.array(DayRow),
    violations: Violations,
    refusals: Refusals,
    audit: Audit.nullable().meta({ description: 'Null where nothing is in the trail yet.' }),
  })
  .meta({ id: 'ComplianceReport' });
export type Report = z.output<typeof Report>;
