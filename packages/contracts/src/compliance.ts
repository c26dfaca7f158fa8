import { z } from 'zod';
import { defineConsumer } from './consumer.ts';
import { defineEvent } from './event.ts';
import {
  accountOpened,
  accountSnapshotTaken,
  cashFlowBooked,
  executionClosed,
  executionFailed,
  executionFilled,
  positionModified,
} from './offline-sync.ts';
import { defineRequest } from './request.ts';
import {
  CurrencyCode,
  DecimalString,
  Id,
  InstrumentSymbol,
  Instant,
  OrderType,
  Side,
  Text,
} from './values.ts';

const domain = 'compliance';
const version = 1;

const onAccount = ({ accountId }: { accountId: string }) => `account/${accountId}`;

/** Which version of which rules decided: the hash pins their every figure. */
export const ProfileReference = z
  .object({
    id: z.string().min(1),
    version: z.int().positive(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: 'ProfileReference' });
export type ProfileReference = z.output<typeof ProfileReference>;

/** Where in the audit trail something is written down; whoever keeps it can prove what was said. */
export const AuditReference = z
  .object({
    /** The account's id, or what else the entry is about. */
    stream: z.string().min(1),
    seq: z.int().positive(),
    hash: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .meta({ id: 'AuditReference' });
export type AuditReference = z.output<typeof AuditReference>;

/** One rule that an order breaks, with the numbers to check it by hand. */
export const Violation = z
  .object({
    ruleId: z.string().min(1),
    /** `hard` refuses the order, `warn` only reports. */
    severity: z.enum(['hard', 'warn']),
    message: z.string().min(1),
    limit: z.string(),
    actual: z.string(),
    unit: z.string(),
    formula: z.string(),
    /** The formula's terms. */
    inputs: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Violation' });
export type Violation = z.output<typeof Violation>;

/** An order as compliance judges it. Its account's state is compliance's own, never the caller's. */
export const ProposedTrade = z
  .object({
    /** The idempotency key: the same id with the same content gets the same decision. */
    clientTradeId: Text.min(1).max(64),
    accountId: Id,
    symbol: InstrumentSymbol,
    side: Side,
    type: OrderType,
    lots: DecimalString,
    /** For limit and stop orders; a market order is priced at the current quote. */
    entryPrice: DecimalString.nullish(),
    /** Zero means none, as in traders' terminals; below zero is a violation, not a bad request. */
    slPrice: DecimalString.nullish(),
    tpPrice: DecimalString.nullish(),
    /** The automated strategy that sends it, if one does: its executions are counted. */
    strategyId: Text.min(1).max(64).nullish(),
    /** What it is to be traded with, `30` for 30:1; the highest its class allows where left out. */
    leverage: DecimalString.nullish(),
    /** Closes (part of) `positionId`; such an order is never refused for risk. */
    reduceOnly: z.boolean().default(false),
    positionId: Id.nullish(),
    /** How long allowed risk stays reserved; 0 asks without reserving. */
    reserve: z.object({ ttlMs: z.int().min(0).max(300_000) }).default({ ttlMs: 30_000 }),
  })
  .meta({ id: 'ProposedTrade' });
export type ProposedTrade = z.output<typeof ProposedTrade>;

/** Where the account stands, in its currency; null where its profile has no such limit. */
export const RiskFigures = z
  .object({
    currency: CurrencyCode,
    equity: DecimalString,
    /** Equity if every open position, reservation and this order ran to its stop. */
    worstEquity: DecimalString,
    tradeWorstLoss: DecimalString,
    /** What the open positions lose when each runs to its stop; no gain is set off. */
    openStopRisk: DecimalString,
    reserved: DecimalString,
    dailyFloor: DecimalString.nullable(),
    dailyRoom: DecimalString.nullable(),
    /** How much of what may be lost would be lost at worst, in percent, rounded up. */
    dailyUsedPct: DecimalString.nullable(),
    totalFloor: DecimalString.nullable(),
    totalRoom: DecimalString.nullable(),
    totalUsedPct: DecimalString.nullable(),
    dayStart: Instant,
    nextReset: Instant,
    /** The largest order like this one that still passes: one step more is refused. */
    maxAllowedLots: DecimalString,
  })
  .meta({ id: 'RiskFigures' });
export type RiskFigures = z.output<typeof RiskFigures>;

export const Decision = z
  .object({
    decisionId: Id,
    clientTradeId: z.string(),
    accountId: Id,
    /** Whether this repeats a decision taken before for the same `clientTradeId`. */
    replayed: z.boolean(),
    decidedAt: Instant,
    allowed: z.boolean(),
    violations: z.array(Violation),
    warnings: z.array(Violation),
    profile: ProfileReference.nullable(),
    /** Absent when the order was refused before its risk could be computed. */
    risk: RiskFigures.nullable(),
    reservation: z.object({ id: Id, expiresAt: Instant }).nullable(),
    /** Where the audit trail proves it; null for a question without any effect. */
    audit: AuditReference.nullable().default(null),
  })
  .meta({ id: 'Decision' });
export type Decision = z.output<typeof Decision>;

export const validateTrade = defineRequest({
  service: 'compliance',
  method: 'validate_trade',
  version,
  summary: 'Judges an order against its account’s rules and reserves its risk.',
  callers: ['offline-sync'],
  deadlineMs: 2_000,
  request: ProposedTrade.extend({ userId: Id }),
  reply: Decision,
});

/** From `start`, which belongs to it, to `end`, which belongs to the next day, in this time zone. */
const TradingDay = z.object({ start: Instant, end: Instant, tz: z.string() });

export const violationDetected = defineEvent({
  domain,
  version,
  name: 'violation.detected',
  summary: 'An order broke a rule, or an account a limit.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    violationId: Id,
    /** None where no order was judged. */
    decisionId: Id.nullable(),
    accountId: Id,
    userId: Id,
    phase: z.enum(['pre-trade', 'monitor', 'day-roll']),
    ...Violation.shape,
    /** Whether it ended or paused the account’s trading. */
    latched: z.boolean().default(false),
    /** How far `actual` is beyond `limit`, where both are amounts. */
    excess: DecimalString.nullable().default(null),
    profile: ProfileReference.nullable(),
    /** Where the audit trail proves it. */
    audit: AuditReference.nullable().default(null),
    /** The order that broke the rule; none where prices or a new day did. */
    trade: z
      .object({
        clientTradeId: z.string(),
        symbol: z.string(),
        side: Side,
        type: OrderType,
        lots: z.string(),
        entryPrice: z.string().nullable(),
        slPrice: z.string().nullable(),
      })
      .nullable(),
    /** The trading day it was found in; none without a profile. */
    day: TradingDay.nullable().default(null),
  }),
});

export const decisionMade = defineEvent({
  domain,
  version,
  name: 'decision.made',
  summary: 'An order was judged.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    decisionId: Id,
    accountId: Id,
    userId: Id,
    clientTradeId: z.string(),
    allowed: z.boolean(),
    violatedRules: z.array(z.string()),
    profile: ProfileReference.nullable(),
    decidedAt: Instant,
  }),
});

const TradingTerms = z.object({
  phase: z.enum(['evaluation', 'funded']).default('evaluation'),
  accountType: z.enum(['standard', 'swing']).default('standard'),
  /** The only symbols the account may trade; null for all. */
  permittedSymbols: z.array(z.string()).nullable().default(null),
});

export const profileActivated = defineEvent({
  domain,
  version,
  name: 'profile.activated',
  summary: 'An account trades under these rules from now on.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    accountId: Id,
    userId: Id,
    profile: ProfileReference,
    /** Some rules hold in one phase, or for one type of account, only. */
    ...TradingTerms.shape,
    reason: z.string().nullable().default(null),
    activatedAt: Instant,
  }),
});

export const profileDeactivated = defineEvent({
  domain,
  version,
  name: 'profile.deactivated',
  summary: 'An account has no rules any more, so every order of it is refused.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    accountId: Id,
    userId: Id,
    profileId: z.string(),
    profile: ProfileReference.nullable().default(null),
    ...TradingTerms.shape,
    reason: z.string(),
    deactivatedAt: Instant,
  }),
});

export const limitWarned = defineEvent({
  domain,
  version,
  name: 'limit.warned',
  summary: 'Much of what an account may lose is lost.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    accountId: Id,
    userId: Id,
    limit: z.enum(['daily', 'total']),
    /** In percent; each is told once a day, and of the total loss once and for all. */
    level: z.union([z.literal(50), z.literal(80), z.literal(95)]),
    usedPct: DecimalString,
    equity: DecimalString,
    floor: DecimalString,
    currency: CurrencyCode,
    profile: ProfileReference,
    day: TradingDay,
    warnedAt: Instant,
  }),
});

export const accountReinstated = defineEvent({
  domain,
  version,
  name: 'account.reinstated',
  summary: 'An operator let an account trade again that a breach had stopped.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    accountId: Id,
    userId: Id,
    reason: z.string(),
    reinstatedBy: Id,
    reinstatedAt: Instant,
  }),
});

/** Whom a kill switch stops. */
export const KillSwitchScope = z.enum(['platform', 'user', 'account']);
/** `REDUCING` lets positions be closed and nothing else, `HALTED` not even that. */
export const TradingState = z.enum(['ACTIVE', 'REDUCING', 'HALTED']);

export const killSwitchChanged = defineEvent({
  domain,
  version,
  name: 'kill_switch.changed',
  summary: 'Trading was stopped, restricted to closing, or let go on.',
  audience: 'user',
  subject: ({ scope, userId, accountId }) => {
    if (accountId !== null) return `account/${accountId}`;
    return userId === null ? scope : `user/${userId}`;
  },
  data: z.object({
    scope: KillSwitchScope,
    /** Of the account, for one that stops a single account. */
    accountId: Id.nullable(),
    /** Whose trading it is; null for the platform’s, which only services are told. */
    userId: Id.nullable(),
    state: TradingState,
    before: TradingState,
    reason: z.string(),
    setBy: Id,
    byOperator: z.boolean(),
    changedAt: Instant,
  }),
});

export const strategyEnabled = defineEvent({
  domain,
  version,
  name: 'strategy.enabled',
  summary: 'A person let an automated strategy trade on; its executions are counted anew.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    accountId: Id,
    userId: Id,
    strategyId: z.string(),
    executionsBefore: z.int().nonnegative(),
    enabledBy: Id,
    reason: z.string(),
    enabledAt: Instant,
  }),
});

/** Whoever keeps these can show that nothing was taken out of the audit trail later, or rewritten. */
export const auditCheckpointed = defineEvent({
  domain,
  version,
  name: 'audit.checkpointed',
  summary: 'The audit trail as it is now was signed.',
  audience: 'services',
  subject: ({ origin }) => `audit/${origin}`,
  data: z.object({
    /** Names the log of heads, of which this is a state. */
    origin: z.string(),
    size: z.int().positive(),
    /** Of the Merkle tree of RFC 6962, in base64. */
    root: z.string(),
    /** The signed statement, in the form of C2SP’s tlog-checkpoint. */
    note: z.string(),
    /** What its signature is verified with: `name+id+key`. */
    key: z.string(),
    /** What came into the log since the checkpoint before: where streams stand now. */
    heads: z.array(AuditReference),
    checkpointedAt: Instant,
  }),
});

/** Compliance keeps its own picture of every account: balance, positions, what was lost today. */
export const accountState = defineConsumer({
  service: 'compliance',
  purpose: 'account-state',
  version: 1,
  events: [
    accountOpened,
    executionFilled,
    executionClosed,
    positionModified,
    executionFailed,
    cashFlowBooked,
    accountSnapshotTaken,
  ],
});
