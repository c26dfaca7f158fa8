import {
  ActionKind,
  DecimalString,
  Id,
  InstrumentSymbol,
  Instant,
  PositiveDecimalString,
  Side,
} from '@signalos/contracts';
import { DOUBTS } from '@signalos/signal-parser';
import { z } from 'zod';

/** `held` is what waits for its user to confirm it; `closed` is what happens to a position by itself, when its stop or target is hit. */
const CHANGE_STATES = [
  'held',
  'accepted',
  'working',
  'executed',
  'refused',
  'expired',
  'failed',
  'closed',
] as const;
type ChangeState = (typeof CHANGE_STATES)[number];

const levels = {
  stopLoss: PositiveDecimalString.nullable(),
  takeProfit: PositiveDecimalString.nullable(),
};

const FillDetail = z
  .object({
    executionId: Id,
    positionId: Id,
    symbol: InstrumentSymbol,
    side: Side,
    lots: PositiveDecimalString,
    price: PositiveDecimalString,
    ...levels,
    commission: DecimalString,
  })
  .meta({ id: 'Fill', description: 'A position was opened.' });

const CloseDetail = z
  .object({
    executionId: Id,
    positionId: Id,
    symbol: InstrumentSymbol,
    side: Side,
    lots: PositiveDecimalString,
    remainingLots: DecimalString,
    openPrice: PositiveDecimalString,
    price: PositiveDecimalString,
    profit: DecimalString.meta({ description: 'After commission, in the account’s currency.' }),
    balance: DecimalString.meta({ description: 'Of the account, afterwards.' }),
    reason: z.enum(['requested', 'stop_loss', 'take_profit']),
  })
  .meta({ id: 'Close', description: 'A position, or a part of it, was closed.' });

const Breach = z
  .object({
    ruleId: z.string(),
    message: z.string(),
    limit: z.string(),
    actual: z.string(),
    unit: z.string(),
  })
  .meta({ id: 'Breach', description: 'A rule that a trade breaks, with the numbers.' });

const RefusalDetail = z
  .object({
    code: z.string(),
    message: z.string(),
    decisionId: Id.nullable(),
    violations: z.array(Breach),
  })
  .meta({ id: 'Refusal', description: 'Why the rules forbid a trade.' });

const FailureDetail = z
  .object({ code: z.string(), message: z.string() })
  .meta({ id: 'Failure', description: 'Why a trade that was allowed could not be done.' });

/** What there is to say about a change: at most one of these. */
const ChangeDetail = z.object({
  expiresAt: Instant.optional(),
  doubt: z.enum(DOUBTS).optional().meta({ description: 'Why it must be confirmed first.' }),
  fill: FillDetail.optional(),
  close: CloseDetail.optional(),
  modification: z.object({ positionId: Id, ...levels }).optional(),
  refusal: RefusalDetail.optional(),
  failure: FailureDetail.optional(),
});
export type ChangeDetail = z.output<typeof ChangeDetail>;

export const ChangeBody = z
  .object({
    accountId: Id,
    actionId: Id.nullable().meta({ description: 'None when a stop or target was hit.' }),
    kind: ActionKind.nullable(),
    state: z.enum(CHANGE_STATES),
    at: Instant,
    ...ChangeDetail.shape,
  })
  .meta({ id: 'Change' });

/** Something that became of a trade. */
export interface Change {
  readonly userId: string;
  readonly accountId: string;
  readonly actionId: string | null;
  readonly kind: z.output<typeof ActionKind> | null;
  readonly state: ChangeState;
  readonly detail: ChangeDetail;
  readonly at: Date;
}

/** A whole number that fits into this many bits. */
const unsigned = (bits: number) =>
  z.string().refine((text) => /^\d{1,20}$/.test(text) && BigInt(text) < 2n ** BigInt(bits));

/** A place in a user's log of changes: between two changes there is room for no third. */
export const ChangePosition = z.object({ txid: unsigned(64), id: unsigned(63) });
export type ChangePosition = z.output<typeof ChangePosition>;

export const toBody = ({ accountId, actionId, kind, state, detail, at }: Change) => ({
  accountId,
  actionId,
  kind,
  state,
  at: at.toISOString(),
  ...detail,
});
