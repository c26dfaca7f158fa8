import { z } from 'zod';
import { defineConsumer } from './consumer.ts';
import {
  AuditReference,
  Decision,
  ProfileReference,
  ProposedTrade,
  Violation,
} from './decision.ts';
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
import { CurrencyCode, DecimalString, Id, Instant, OrderType, Side } from './values.ts';

const domain = 'compliance';
const version = 1;

const onAccount = ({ accountId }: { accountId: string }) => `account/${accountId}`;

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

const TradingDay = z.object({
  start: Instant.meta({ description: 'Belongs to the day.' }),
  end: Instant.meta({ description: 'Belongs to the next day already.' }),
  tz: z.string().meta({ description: 'The IANA time zone on whose clocks the day begins.' }),
});

export const violationDetected = defineEvent({
  domain,
  version,
  name: 'violation.detected',
  summary: 'An order broke a rule, or an account a limit.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    violationId: Id,
    decisionId: Id.nullable().meta({ description: 'Null where no order was judged.' }),
    accountId: Id,
    userId: Id,
    phase: z.enum(['pre-trade', 'monitor', 'day-roll']).meta({
      description:
        'What it was found at: an order (`pre-trade`), anything else that happens to an account or ' +
        'to prices (`monitor`), or the start of a trading day (`day-roll`).',
    }),
    ...Violation.shape,
    latched: z
      .boolean()
      .default(false)
      .meta({ description: 'Whether it ended or paused the account’s trading.' }),
    excess: DecimalString.nullable().default(null).meta({
      description:
        'How far `actual` is from `limit`, in `unit` and without a sign; null unless both are numbers.',
    }),
    profile: ProfileReference.nullable().meta({
      description: 'The one that the account trades under; null without one.',
    }),
    audit: AuditReference.nullable()
      .default(null)
      .meta({ description: 'Where the audit trail proves it.' }),
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
      .nullable()
      .meta({ description: 'The order that broke the rule; null where no order did.' }),
    day: TradingDay.nullable()
      .default(null)
      .meta({ description: 'The trading day it was found in; null without a profile.' }),
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
    violatedRules: z.array(z.string()).meta({
      description: 'The `ruleId` of every rule that refused it, as docs/rules.md lists them.',
    }),
    profile: ProfileReference.nullable(),
    decidedAt: Instant,
  }),
});

const TradingTerms = z.object({
  phase: z
    .enum(['evaluation', 'funded'])
    .default('evaluation')
    .meta({ description: 'Some rules hold in one phase only.' }),
  accountType: z
    .enum(['standard', 'swing'])
    .default('standard')
    .meta({ description: 'Some rules hold for one type of account only.' }),
  permittedSymbols: z
    .array(z.string())
    .nullable()
    .default(null)
    .meta({ description: 'The only symbols the account may trade; null for all.' }),
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
    level: z.union([z.literal(50), z.literal(80), z.literal(95)]).meta({
      description: 'In percent. Each is told once a day, and of the total loss once and for all.',
    }),
    usedPct: DecimalString.meta({
      description:
        'How much of what may be lost equity has lost, in percent and rounded up. Unlike ' +
        '`dailyUsedPct` of a decision it counts neither stops nor reservations.',
    }),
    equity: DecimalString.meta({ description: 'In `currency`.' }),
    floor: DecimalString.meta({ description: 'What equity must not fall below, in `currency`.' }),
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

export const KillSwitchScope = z
  .enum(['platform', 'user', 'account'])
  .meta({ description: 'Whom a kill switch stops.' });
export const TradingState = z.enum(['ACTIVE', 'REDUCING', 'HALTED']).meta({
  description: '`REDUCING` lets positions be closed and nothing else, `HALTED` not even that.',
});

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
    accountId: Id.nullable().meta({ description: 'Null unless it stops a single account.' }),
    userId: Id.nullable().meta({
      description: 'Whose trading it is; null for the platform’s, which only services are told.',
    }),
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
    origin: z.string().meta({ description: 'Names the log of heads, of which this is a state.' }),
    size: z.int().positive().meta({ description: 'How many heads the log has.' }),
    root: z.string().meta({ description: 'Of the Merkle tree of RFC 6962, in base64.' }),
    note: z.string().meta({
      description: 'The signed statement, in the form of C2SP’s tlog-checkpoint.',
    }),
    key: z.string().meta({ description: 'What its signature is verified with: `name+id+key`.' }),
    heads: z.array(AuditReference).meta({
      description: 'What came into the log since the checkpoint before: where streams stand now.',
    }),
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
