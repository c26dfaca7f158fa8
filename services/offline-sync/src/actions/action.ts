import { Id, InstrumentSymbol, OrderType, PositiveDecimalString, Side } from '@signalos/contracts';
import { defineError } from '@signalos/errors';
import type { Doubt } from '@signalos/signal-parser';
import { z } from 'zod';
import { Origin } from '../messages/message.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** How long a trade may wait, by what it does: an opening dies fast, a closing never. */
const LIFETIMES = {
  open: { defaultMs: MINUTE_MS, minMs: SECOND_MS, maxMs: 15 * MINUTE_MS },
  modify: { defaultMs: 2 * MINUTE_MS, minMs: SECOND_MS, maxMs: 15 * MINUTE_MS },
  close: undefined,
} as const satisfies Record<TradeRequest['kind'], object | undefined>;

/** By a clock that may say anything: older than whatever is still wanted, and still a date. */
const AGE_MAX_MS = 365 * DAY_MS;

const LOTS_DEFAULT = '0.01';
/** What the columns hold: twelve digits before the point and eight behind it. */
const STORABLE = /^\d{1,12}(\.\d{1,8})?$/;

const Amount = PositiveDecimalString.refine(
  (text) => STORABLE.test(text),
  'may have 12 digits before the point and 8 behind it',
);
const level = Amount.nullable().default(null);

const ofAccount = {
  accountId: Id.nullable()
    .default(null)
    .meta({ description: 'Your default account, unless given.' }),
};

export const OpenTrade = z
  .strictObject({
    ...ofAccount,
    symbol: InstrumentSymbol,
    side: Side,
    type: OrderType.default('market'),
    lots: Amount.default(LOTS_DEFAULT).meta({
      description: `${LOTS_DEFAULT} unless given: the smallest that most instruments trade.`,
    }),
    entryPrice: level.meta({ description: 'For limit and stop orders, and for them only.' }),
    stopLoss: level,
    takeProfit: level,
    origin: Origin.nullable().default(null).meta({ description: 'The message it came from.' }),
    // Without a default, so that items queued before there was such a thing have the content they had.
    confirmed: z.boolean().optional().meta({
      description: 'Whether a person has confirmed what was read in a message of doubtful meaning.',
    }),
  })
  .refine(({ type, entryPrice }) => (type === 'market') === (entryPrice === null), {
    path: ['entryPrice'],
    message: 'is needed for limit and stop orders, and not allowed for market orders',
  })
  .meta({ id: 'OpenTrade' });
export type OpenTrade = z.output<typeof OpenTrade>;

const ofPosition = {
  ...ofAccount,
  positionId: Id.nullable().default(null),
  openedBy: Id.nullable().default(null).meta({
    description: 'The actionId of the trade that opened it, for who does not know its positionId.',
  }),
};
const namesPosition = {
  check: ({ positionId, openedBy }: { positionId: string | null; openedBy: string | null }) =>
    (positionId === null) !== (openedBy === null),
  message: 'give either positionId or openedBy',
};

export const CloseTrade = z
  .strictObject({
    ...ofPosition,
    lots: level.meta({ description: 'All that is left, unless given.' }),
  })
  .refine(namesPosition.check, namesPosition.message)
  .meta({ id: 'CloseTrade' });
export type CloseTrade = z.output<typeof CloseTrade>;

export const ModifyTrade = z
  .strictObject({
    ...ofPosition,
    stopLoss: Amount.nullable().optional().meta({ description: 'null takes it off.' }),
    takeProfit: Amount.nullable().optional().meta({ description: 'null takes it off.' }),
  })
  .refine(namesPosition.check, namesPosition.message)
  .refine(
    ({ stopLoss, takeProfit }) => stopLoss !== undefined || takeProfit !== undefined,
    'give a stopLoss or a takeProfit',
  )
  .meta({ id: 'ModifyTrade' });
export type ModifyTrade = z.output<typeof ModifyTrade>;

/** What a trade asks for, by its kind. */
export const TradeRequest = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), payload: OpenTrade }),
  z.object({ kind: z.literal('close'), payload: CloseTrade }),
  z.object({ kind: z.literal('modify'), payload: ModifyTrade }),
]);
export type TradeRequest = z.output<typeof TradeRequest>;

const PENDING_STATES = ['queued', 'executing', 'in_doubt'] as const;
export const SETTLED_STATES = ['executed', 'refused', 'expired', 'failed'] as const;
/**
 * `held`: it waits for its user to confirm it, and `working`: it is with the broker and waits for its
 * price; both out of the queue.
 */
export const ACTION_STATES = ['held', ...PENDING_STATES, 'working', ...SETTLED_STATES] as const;
export type ActionState = (typeof ACTION_STATES)[number];
export type SettledState = (typeof SETTLED_STATES)[number];

/** A trade in the queue. */
export type Action = TradeRequest & {
  readonly id: string;
  readonly userId: string;
  readonly accountId: string;
  readonly deviceId: string | null;
  readonly state: ActionState;
  readonly acceptedAt: Date;
  readonly expiresAt: Date | null;
  readonly attempts: number;
  readonly question: number;
  readonly submittedAt: Date | null;
  readonly misses: number;
};
export type ActionOf<Kind extends Action['kind']> = Extract<Action, { kind: Kind }>;

export interface Age {
  readonly ttlMs: number | undefined;
  /** How long ago the device made it, by the device's own clock. */
  readonly ageMs: number;
  readonly now: Date;
}

/**
 * When a trade that is received now stops being wanted. Its age is the difference of two readings
 * of the device's clock, so that a clock that is wrong by an hour does not matter.
 */
export function expiryOf(kind: Action['kind'], { ttlMs, ageMs, now }: Age): Date | null {
  const lifetime = LIFETIMES[kind];
  if (!lifetime) return null;
  const wanted = Math.min(Math.max(ttlMs ?? lifetime.defaultMs, lifetime.minMs), lifetime.maxMs);
  return new Date(now.getTime() + wanted - Math.min(Math.max(0, ageMs), AGE_MAX_MS));
}

/** At the very millisecond it is still in time. */
export function isExpired({ expiresAt }: Pick<Action, 'expiresAt'>, now: Date): boolean {
  return expiresAt !== null && now > expiresAt;
}

const BACKOFF_FIRST_MS = 250;
const BACKOFF_MAX_MS = 5 * SECOND_MS;

/** When to try again; no later than the expiry, which must be noticed in time. */
export function nextAttempt(
  { attempts, expiresAt }: Pick<Action, 'attempts' | 'expiresAt'>,
  now: Date,
) {
  const delayMs = Math.min(BACKOFF_FIRST_MS * 2 ** Math.max(0, attempts - 1), BACKOFF_MAX_MS);
  const next = now.getTime() + delayMs;
  return new Date(
    expiresAt ? Math.min(next, Math.max(expiresAt.getTime() + 1, now.getTime())) : next,
  );
}

/** Why a trade must be confirmed by its user before it may be executed; none that has been. */
export function doubtAbout(
  { kind, payload }: TradeRequest,
  doubtOfMessage: (origin: Origin) => Doubt | undefined,
): Doubt | null {
  if (kind !== 'open' || payload.confirmed || !payload.origin) return null;
  return doubtOfMessage(payload.origin) ?? null;
}

export const CLEANUP_DEFAULT_MS = 30 * DAY_MS;

export const actionNotFound = defineError({
  kind: 'not-found',
  code: 'action-not-found',
  summary: 'The caller has no trade with this id.',
  fix: 'Use the actionId under which it was handed in; trades that ended long ago may be deleted.',
});

export const actionSettled = defineError({
  kind: 'conflict',
  code: 'action-settled',
  summary: 'The trade has come to its end already, so nothing more can become of it.',
  fix: 'Read what became of it in GET /offline/executions.',
});
