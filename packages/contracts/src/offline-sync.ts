import { z } from 'zod';
import { defineEvent } from './event.ts';
import { defineFeed } from './feed.ts';
import {
  CurrencyCode,
  DecimalString,
  Id,
  InstrumentSymbol,
  Instant,
  PositiveDecimalString,
  Side,
} from './values.ts';

const domain = 'offline_sync';
const version = 1;

const onAccount = ({ accountId }: { accountId: string }) => `account/${accountId}`;

/** What every fact about an account says. */
const ofAccount = { accountId: Id, userId: Id };

const Levels = {
  stopLoss: PositiveDecimalString.nullable(),
  takeProfit: PositiveDecimalString.nullable(),
};

export const deviceRegistered = defineEvent({
  domain,
  version,
  name: 'device.registered',
  summary: 'A device may queue trades for its user.',
  audience: 'user',
  subject: ({ deviceId }) => `device/${deviceId}`,
  data: z.object({ deviceId: Id, userId: Id, name: z.string(), registeredAt: Instant }),
});

export const accountOpened = defineEvent({
  domain,
  version,
  name: 'account.opened',
  summary: 'A trading account exists from now on.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAccount,
    broker: z.enum(['paper']),
    currency: CurrencyCode,
    initialBalance: PositiveDecimalString,
    openedAt: Instant,
  }),
});

/** What a device asks for: open a trade, close a position, or move its stop or target. */
export const ActionKind = z.enum(['open', 'close', 'modify']).meta({ id: 'ActionKind' });

const ofAction = {
  ...ofAccount,
  actionId: Id,
  /** None for a trade that was asked for without a device. */
  deviceId: Id.nullable(),
  kind: ActionKind,
};

export const actionAccepted = defineEvent({
  domain,
  version,
  name: 'action.accepted',
  summary: 'A queued trade reached the server and will be executed, refused or expire.',
  audience: 'user',
  subject: onAccount,
  data: z.object({ ...ofAction, acceptedAt: Instant, expiresAt: Instant.nullable() }),
});

export const actionHeld = defineEvent({
  domain,
  version,
  name: 'action.held',
  summary:
    'A queued trade came from a message that was not read surely: nothing is executed unless its user confirms it.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAction,
    /** Why, such as `unsure` or `stop-on-wrong-side`. */
    doubt: z.string(),
    heldAt: Instant,
    expiresAt: Instant.nullable(),
  }),
});

export const actionRejected = defineEvent({
  domain,
  version,
  name: 'action.rejected',
  summary: 'A queued trade was refused; nothing was executed.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAction,
    code: z.string(),
    message: z.string(),
    /** The decision that refused it, when compliance did. */
    decisionId: Id.nullable(),
  }),
});

export const actionExpired = defineEvent({
  domain,
  version,
  name: 'action.expired',
  summary: 'A queued trade was too old when its turn came; nothing was executed.',
  audience: 'user',
  subject: onAccount,
  data: z.object({ ...ofAction, expiredAt: Instant }),
});

export const executionFilled = defineEvent({
  domain,
  version,
  name: 'execution.filled',
  summary: 'A position was opened at the broker.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAccount,
    executionId: Id,
    actionId: Id,
    positionId: Id,
    symbol: InstrumentSymbol,
    side: Side,
    lots: PositiveDecimalString,
    price: PositiveDecimalString,
    ...Levels,
    /** Charged in the account's currency; zero or more. */
    commission: DecimalString,
    filledAt: Instant,
  }),
});

export const executionClosed = defineEvent({
  domain,
  version,
  name: 'execution.closed',
  summary: 'A position, or part of it, was closed at the broker.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAccount,
    executionId: Id,
    /** The queued trade that closed it; none when a stop or target was hit. */
    actionId: Id.nullable(),
    positionId: Id,
    symbol: InstrumentSymbol,
    side: Side,
    lots: PositiveDecimalString,
    /** What is left of the position. */
    remainingLots: DecimalString,
    openPrice: PositiveDecimalString,
    closePrice: PositiveDecimalString,
    /** After commission, in the account's currency; negative for a loss. */
    profit: DecimalString,
    /** The account's balance afterwards. */
    balance: DecimalString,
    reason: z.enum(['requested', 'stop_loss', 'take_profit']),
    closedAt: Instant,
  }),
});

export const positionModified = defineEvent({
  domain,
  version,
  name: 'position.modified',
  summary: 'A position’s stop or target moved.',
  audience: 'user',
  subject: onAccount,
  data: z.object({ ...ofAccount, actionId: Id, positionId: Id, ...Levels, modifiedAt: Instant }),
});

export const executionFailed = defineEvent({
  domain,
  version,
  name: 'execution.failed',
  summary: 'The broker refused an order that compliance had allowed.',
  audience: 'user',
  subject: onAccount,
  data: z.object({ ...ofAction, code: z.string(), message: z.string(), failedAt: Instant }),
});

/** Money that comes or goes without a trade: it is neither a profit nor a loss. */
export const CashFlowKind = z
  .enum(['deposit', 'withdrawal', 'payout', 'fee'])
  .meta({ id: 'CashFlowKind' });

export const cashFlowBooked = defineEvent({
  domain,
  version,
  name: 'cash_flow.booked',
  summary: 'Money came to an account, or left it, without a trade.',
  audience: 'user',
  subject: onAccount,
  data: z.object({
    ...ofAccount,
    cashFlowId: Id,
    kind: CashFlowKind,
    /** Positive for a deposit; negative for what left the account. */
    amount: DecimalString,
    /** The account's balance afterwards. */
    balance: DecimalString,
    bookedAt: Instant,
  }),
});

export const accountSnapshotTaken = defineEvent({
  domain,
  version,
  name: 'account.snapshot_taken',
  summary: 'What an account holds, as its broker says, to reconcile with.',
  audience: 'services',
  subject: onAccount,
  data: z.object({
    ...ofAccount,
    balance: DecimalString,
    /** None where the broker has no price for a position. */
    equity: DecimalString.nullable(),
    /** Every open position; one that is not among them is closed. */
    positions: z.array(
      z.object({
        positionId: Id,
        symbol: InstrumentSymbol,
        side: Side,
        lots: PositiveDecimalString,
        openPrice: PositiveDecimalString,
        ...Levels,
        /** Charged so far; zero or more. */
        commission: DecimalString,
        /** Booked so far; negative where it costs. */
        swap: DecimalString,
        openedAt: Instant,
      }),
    ),
    takenAt: Instant,
  }),
});

export const quotes = defineFeed({
  name: 'quote',
  version,
  summary: 'The newest price of an instrument.',
  publisher: 'offline-sync',
  subscribers: ['compliance'],
  topic: ({ symbol }) => symbol,
  data: z.object({
    symbol: InstrumentSymbol,
    bid: PositiveDecimalString,
    ask: PositiveDecimalString,
    at: Instant,
  }),
});
