import {
  activeProfile,
  findProfile,
  type Case,
  type Decision,
  type EarlierRequest,
} from './case.ts';
import { compare, fraction, isAbove } from './fraction.ts';
import { equityOf } from './worth.ts';

export const STANDING_RULES = [
  'PROFILE_UNKNOWN',
  'PROFILE_NOT_ACTIVE',
  'KILL_SWITCH',
  'ACCOUNT_NOT_ACTIVE',
  'ACCOUNT_PAUSED',
  'ACCOUNT_ZERO_EQUITY',
  'IDEMPOTENCY_CONFLICT',
  'DUPLICATE_TRADE',
  'MESSAGE_RATE',
  'SYMBOL_NOT_PERMITTED',
  'POSITION_NOT_FOUND',
  'REDUCE_ONLY_INCREASES',
];

const DUPLICATE_WINDOW_DEFAULT_MS = 2_000;
const INACTIVE = ['breached', 'closed', 'suspended'];

type Outcome = string | { readonly replay: EarlierRequest };

/** Stage 1: may this account send this order at all? The first answer that is not yes. */
export function standingFault(situation: Case): Outcome | undefined {
  const isReduction = situation.trade.reduceOnly === true;
  return isReduction
    ? (killed(situation) ?? repeated(situation) ?? tooFast(situation))
    : (unruled(situation) ??
        killed(situation) ??
        inactive(situation) ??
        repeated(situation) ??
        tooFast(situation) ??
        notPermitted(situation));
}

/** A reduction has to reduce a position that is there; nothing else is asked of it. */
export function reductionFault({ trade, openPositions }: Case): string | undefined {
  const position = openPositions.find(({ id }) => id === trade.positionId);
  if (!position) return 'POSITION_NOT_FOUND';
  const reduces =
    position.symbol === trade.symbol &&
    position.side !== trade.side &&
    !isAbove(fraction(trade.lots), fraction(position.lots));
  return reduces ? undefined : 'REDUCE_ONLY_INCREASES';
}

export function replay({ id }: Case, { allowed, violations }: EarlierRequest): Decision {
  return { id, allowed, violations, warnings: [], replayed: true };
}

function unruled(situation: Case): string | undefined {
  if (!findProfile(situation)) return 'PROFILE_UNKNOWN';
  return situation.account.profileActive === false ? 'PROFILE_NOT_ACTIVE' : undefined;
}

function killed({ account, trade }: Case): string | undefined {
  if (account.tradingState === 'HALTED') return 'KILL_SWITCH';
  if (account.tradingState === 'REDUCING' && !trade.reduceOnly) return 'KILL_SWITCH';
  return undefined;
}

function inactive(situation: Case): string | undefined {
  const { status, pausedUntil } = situation.account;
  if (INACTIVE.includes(status)) return 'ACCOUNT_NOT_ACTIVE';
  if (pausedUntil && Date.parse(pausedUntil) > Date.parse(situation.now)) return 'ACCOUNT_PAUSED';
  return equityOf(situation).top <= 0n ? 'ACCOUNT_ZERO_EQUITY' : undefined;
}

function repeated(situation: Case): Outcome | undefined {
  const { account, trade } = situation;
  const earlier = account.recentRequests ?? [];
  const same = earlier.find(({ clientTradeId }) => clientTradeId === trade.clientTradeId);
  if (same) return asksTheSame(situation, same) ? { replay: same } : 'IDEMPOTENCY_CONFLICT';
  const windowMs = activeProfile(situation)?.duplicateWindowMs ?? DUPLICATE_WINDOW_DEFAULT_MS;
  const isDuplicate = earlier.some(
    (one) =>
      asksTheSame(situation, one) && Date.parse(situation.now) - Date.parse(one.at) < windowMs,
  );
  return isDuplicate ? 'DUPLICATE_TRADE' : undefined;
}

const asksTheSame = ({ trade }: Case, one: EarlierRequest) =>
  one.symbol === trade.symbol &&
  one.side === trade.side &&
  compare(fraction(one.lots), fraction(trade.lots)) === 0;

function tooFast(situation: Case): string | undefined {
  const max = activeProfile(situation)?.maxMessagesPerSecond;
  const sent = situation.account.counters?.messagesLastSecond ?? 0;
  return max !== undefined && sent + 1 > max ? 'MESSAGE_RATE' : undefined;
}

function notPermitted({ account, trade }: Case): string | undefined {
  const { permittedSymbols } = account;
  return permittedSymbols && !permittedSymbols.includes(trade.symbol)
    ? 'SYMBOL_NOT_PERMITTED'
    : undefined;
}
