import { z } from 'zod';
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

const SHA_256 = /^[0-9a-f]{64}$/;

export const ProfileReference = z
  .object({
    id: z.string().min(1),
    version: z.int().positive(),
    sha256: z.string().regex(SHA_256).meta({ description: 'Of its every figure, in hex.' }),
  })
  .meta({ id: 'ProfileReference', description: 'Which version of which rules decided.' });
export type ProfileReference = z.output<typeof ProfileReference>;

export const AuditReference = z
  .object({
    stream: z
      .string()
      .min(1)
      .meta({ description: 'The account’s id, or what else the entry is about.' }),
    seq: z.int().positive(),
    hash: z.string().regex(SHA_256),
  })
  .meta({
    id: 'AuditReference',
    description:
      'Where in the audit trail something is written down; whoever keeps it can prove what was said.',
  });
export type AuditReference = z.output<typeof AuditReference>;

export const Violation = z
  .object({
    ruleId: z
      .string()
      .min(1)
      .meta({
        description: 'Branch on it; docs/rules.md lists every id, and what to do about it.',
        examples: ['DAILY_LOSS_LIMIT'],
      }),
    severity: z.enum(['hard', 'warn']).meta({
      description:
        '`hard` refuses the order that breaks it, `warn` is told and refuses nothing. Where no order ' +
        'broke it, `latched` of the event tells whether trading ends.',
    }),
    message: z.string().min(1).meta({ description: 'For people. It may be worded anew any time.' }),
    limit: z.string().meta({
      description:
        'What the rule allows, in `unit`: the right side of `formula`, where that compares two ' +
        'numbers; else words or an instant.',
      examples: ['95000.00'],
    }),
    actual: z.string().meta({
      description:
        'What was found, in `unit`: the left side of `formula`, where that compares two numbers. ' +
        'Which way is the breach, the formula’s operator says: `actual` is below `limit` where ' +
        '`limit` is a floor, such as the lowest equity, and above it where `limit` is a maximum, ' +
        'such as of lots.',
      examples: ['94300.00'],
    }),
    unit: z.string().meta({
      description:
        'Of `limit` and `actual`: a currency’s code for money, else such as `lots`, `ms`.',
      examples: ['USD', 'lots'],
    }),
    formula: z.string().meta({
      description:
        'True when the rule is broken. Its names are those of `inputs`; docs/rules.md tells how to ' +
        'read it.',
      examples: ['lots > maxLotsPerTrade'],
    }),
    inputs: z.record(z.string(), z.string()).meta({
      description: 'The terms of `formula`, to work it out again, and what else is worth knowing.',
      examples: [{ lots: '9.01', maxLotsPerTrade: '9' }],
    }),
  })
  .meta({
    id: 'Violation',
    description: 'One rule that is broken, with the numbers to check it by hand.',
  });
export type Violation = z.output<typeof Violation>;

/** An order as compliance judges it. Its account's state is compliance's own, never the caller's. */
export const ProposedTrade = z
  .object({
    clientTradeId: Text.min(1)
      .max(64)
      .meta({
        description:
          'The idempotency key: the same id with the same content gets the same decision again, a ' +
          'permission only as long as it holds.',
      }),
    accountId: Id,
    symbol: InstrumentSymbol,
    side: Side.meta({ description: 'Of a closing order: the opposite of its position’s.' }),
    type: OrderType,
    lots: DecimalString.meta({
      description: 'A multiple of the instrument’s step; what is not is a violation.',
    }),
    entryPrice: DecimalString.nullish().meta({
      description:
        'Required for limit and stop orders; a market order is priced at the current quote instead.',
    }),
    slPrice: DecimalString.nullish().meta({
      description:
        'The stop loss. Zero means none, as in traders’ terminals; below zero is a violation, not a ' +
        'bad request.',
    }),
    tpPrice: DecimalString.nullish().meta({
      description: 'The target. It must be readable as a price, and makes no order riskier.',
    }),
    strategyId: Text.min(1)
      .max(64)
      .nullish()
      .meta({
        description:
          'The automated strategy that sends it, if one does. Its allowed orders are counted, except ' +
          'those that only reduce, for profiles that stop a strategy after so many.',
      }),
    leverage: DecimalString.nullish().meta({
      description:
        'What the order is to be traded with, `30` for 30:1. It raises the margin that the order ' +
        'takes where it is below the cap of its asset class, and breaks a rule where it is above. ' +
        'Left out, it is that cap; a profile without caps does not look at it.',
      examples: ['30'],
    }),
    reduceOnly: z.boolean().default(false).meta({
      description: 'Closes (part of) `positionId`; such an order is never refused for risk.',
    }),
    positionId: Id.nullish().meta({
      description: 'The open position that a `reduceOnly` order closes, and required there.',
    }),
    reserve: z
      .object({
        ttlMs: z
          .int()
          .min(0)
          .max(300_000)
          .meta({ description: 'In milliseconds; 0 asks without reserving.' }),
      })
      .default({ ttlMs: 30_000 })
      .meta({
        description:
          'How long the worst loss of an allowed order stays set aside, so that no other order uses ' +
          'the same room, unless its execution is told before.',
      }),
  })
  .meta({ id: 'ProposedTrade' });
export type ProposedTrade = z.output<typeof ProposedTrade>;

const floorOf = (limit: string) =>
  DecimalString.nullable().meta({
    description:
      `Where the ${limit} loss limit is: equity below it breaks the limit, and equity at it where ` +
      'the profile’s `boundary` is `touch`.',
  });
const roomOf = (floor: string) =>
  DecimalString.nullable().meta({
    description: `\`worstEquity\` less \`${floor}\`; below zero where the limit may be broken.`,
  });
const usedPctOf = (limit: string) =>
  DecimalString.nullable().meta({
    description:
      `How much of what the ${limit} loss limit lets the account lose would be lost at ` +
      '`worstEquity`, in percent and rounded up: open positions, reservations and this order ' +
      'included. 100 is the floor, and more is beyond it.',
  });

export const RiskFigures = z
  .object({
    currency: CurrencyCode.meta({ description: 'The account’s; all amounts are in it.' }),
    equity: DecimalString.meta({
      description: 'The balance and what the open positions would bring now, without this order.',
    }),
    worstEquity: DecimalString.meta({
      description:
        'Equity if every open position and this order ran to its stop, and every reservation was lost.',
    }),
    tradeWorstLoss: DecimalString.meta({
      description:
        'What this order loses at its stop, commission included; the commission alone where it has ' +
        'no stop and the profile assumes none; zero for one that only reduces.',
    }),
    openStopRisk: DecimalString.meta({
      description:
        'What the open positions lose when each runs to its stop, without this order; no gain is ' +
        'set off. One without a stop counts with what it has lost so far.',
    }),
    reserved: DecimalString.meta({
      description:
        'The worst losses of allowed orders that are not known to be executed, without this.',
    }),
    dailyFloor: floorOf('daily'),
    dailyRoom: roomOf('dailyFloor'),
    dailyUsedPct: usedPctOf('daily'),
    totalFloor: floorOf('total'),
    totalRoom: roomOf('totalFloor'),
    totalUsedPct: usedPctOf('total'),
    dayStart: Instant.meta({ description: 'When the trading day began, by the profile’s clock.' }),
    nextReset: Instant.meta({ description: 'When it ends, and the daily limit begins anew.' }),
    maxAllowedLots: DecimalString.meta({
      description:
        'The largest order like this one that the rules about risk let pass, in lots: one step more is ' +
        'refused. Zero where none passes, and for an order that only reduces.',
    }),
  })
  .meta({
    id: 'RiskFigures',
    description:
      'Where the account stands, in its currency, with this order where it was judged for one. What ' +
      'a profile has no limit for is null.',
  });
export type RiskFigures = z.output<typeof RiskFigures>;

export const Decision = z
  .object({
    decisionId: Id,
    clientTradeId: z.string(),
    accountId: Id,
    replayed: z.boolean().meta({
      description: 'Whether this repeats a decision taken before for the same `clientTradeId`.',
    }),
    decidedAt: Instant,
    allowed: z.boolean(),
    violations: z.array(Violation).meta({
      description:
        'What refuses the order. Before its risk is looked at, only the first rule that is broken; ' +
        'of the rules about risk, every one.',
    }),
    warnings: z.array(Violation).meta({ description: 'What refuses nothing.' }),
    profile: ProfileReference.nullable().meta({
      description: 'By which the order was judged; null where the account has none.',
    }),
    risk: RiskFigures.nullable().meta({
      description:
        'Null without a profile, and where the order was refused before its risk could be computed.',
    }),
    reservation: z.object({ id: Id, expiresAt: Instant }).nullable().meta({
      description: 'Null where nothing is reserved: refused, reducing, or `reserve.ttlMs` 0.',
    }),
    audit: AuditReference.nullable().default(null).meta({
      description: 'Where the audit trail proves it; null for a question without any effect.',
    }),
  })
  .meta({ id: 'Decision' });
export type Decision = z.output<typeof Decision>;
