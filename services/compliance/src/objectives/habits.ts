import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { Monitors } from '../profiles/limits.ts';
import { violation, type Finding } from '../rules/rule.ts';
import { objective, type Objective } from './objective.ts';

// What is watched while an account trades. Nothing here refuses an order: a firm looks at it later.

const DAY_MS = 86_400_000;
const HUNDRED = Decimal.integer(100);
const PERCENT = { digits: 2, rounding: 'ceiling' } as const;

/** When a trade was last opened, or when the account was, as long as none has been. */
export interface Idleness {
  readonly lastOpenedAt: Date;
  readonly now: Date;
}

export function inactivity(
  { inactivityDays: max }: Pick<Monitors, 'inactivityDays'>,
  idle: Idleness,
): Violation | undefined {
  if (max === undefined || !isIdleFor(max, idle)) return undefined;
  return violation('INACTIVITY', idleFinding(max, idle, '>'), 'warn');
}

/** The same as something to keep to. */
export function activity(
  { inactivityDays: max }: Pick<Monitors, 'inactivityDays'>,
  idle: Idleness,
): Objective[] {
  if (max === undefined) return [];
  const named = { id: 'INACTIVITY', met: !isIdleFor(max, idle) };
  return [objective(named, idleFinding(max, idle, '<='))];
}

const idleMs = ({ lastOpenedAt, now }: Idleness) => now.getTime() - lastOpenedAt.getTime();
const isIdleFor = (days: number, idle: Idleness) => idleMs(idle) > days * DAY_MS;

function idleFinding(max: number, idle: Idleness, comparison: string): Finding {
  const days = Math.floor(idleMs(idle) / DAY_MS);
  return {
    message: `No trade was opened for ${days} days, and ${max} are allowed`,
    limit: max,
    actual: days,
    unit: 'days',
    formula: `now - lastOpenedAt ${comparison} inactivityDays`,
    inputs: {
      now: idle.now.toISOString(),
      lastOpenedAt: idle.lastOpenedAt.toISOString(),
      inactivityDays: max,
    },
  };
}

/** A trade, or a part of it, that was just closed. */
export interface ClosedHold {
  readonly openedAt: Date;
  readonly closedAt: Date;
}

/** Of all that the account has closed, this one included. */
export interface HoldCounts {
  readonly closed: number;
  readonly short: number;
}

export function isShort({ ms }: { readonly ms: number }, hold: ClosedHold): boolean {
  return heldMs(hold) < ms;
}

const heldMs = ({ openedAt, closedAt }: ClosedHold) => closedAt.getTime() - openedAt.getTime();

/** Each trade that was closed too soon; with a share, only where there are too many of them. */
export function shortHold(
  { minHold }: Pick<Monitors, 'minHold'>,
  hold: ClosedHold,
  counts: HoldCounts,
): Violation | undefined {
  if (!minHold || !isShort(minHold, hold)) return undefined;
  const { ms, sharePct } = minHold;
  if (!sharePct) return violation('MIN_HOLD_TIME', holdFinding(ms, hold), 'warn');
  const short = Decimal.integer(counts.short).times(HUNDRED);
  const closed = Decimal.integer(counts.closed);
  if (short.atMost(sharePct.times(closed))) return undefined;
  return violation('TICK_SCALPING', shareFinding({ ms, sharePct }, counts), 'warn');
}

function holdFinding(ms: number, hold: ClosedHold): Finding {
  const held = heldMs(hold);
  return {
    message: `The trade was closed after ${held} ms, and ${ms} are the least`,
    limit: ms,
    actual: held,
    unit: 'ms',
    formula: 'closedAt - openedAt < minHoldMs',
    inputs: {
      closedAt: hold.closedAt.toISOString(),
      openedAt: hold.openedAt.toISOString(),
      minHoldMs: ms,
    },
  };
}

function shareFinding(
  { ms, sharePct }: { readonly ms: number; readonly sharePct: Decimal },
  { short, closed }: HoldCounts,
): Finding {
  const share = Decimal.integer(short).times(HUNDRED).dividedBy(Decimal.integer(closed), PERCENT);
  return {
    message: `${share.toString()} % of the trades were closed within ${ms} ms, and ${sharePct.toString()} % are allowed`,
    limit: sharePct,
    actual: share,
    unit: '%',
    formula: 'short * 100 > sharePct * closed',
    inputs: { short, closed, sharePct, minHoldMs: ms },
  };
}

/** A fill on another account of the trader, like one that was just told. */
export interface TwinFill {
  readonly accountId: string;
  readonly filledAt: Date;
}

export interface CopiedFill {
  readonly filledAt: Date;
  readonly twin: TwinFill;
}

/** The same symbol and side, on another account of the trader, so soon before or after. */
export function copied(
  { copyAcross }: Pick<Monitors, 'copyAcross'>,
  { filledAt, twin }: CopiedFill,
): Violation | undefined {
  if (!copyAcross) return undefined;
  const apart = Math.abs(filledAt.getTime() - twin.filledAt.getTime());
  if (apart > copyAcross.withinMs) return undefined;
  const finding = {
    message: `The same was opened on another account ${apart} ms apart, and more than ${copyAcross.withinMs} are asked for`,
    limit: copyAcross.withinMs,
    actual: apart,
    unit: 'ms',
    formula: 'abs(filledAt - otherFilledAt) <= withinMs',
    inputs: {
      filledAt: filledAt.toISOString(),
      otherFilledAt: twin.filledAt.toISOString(),
      otherAccountId: twin.accountId,
      withinMs: copyAcross.withinMs,
    },
  };
  return violation('COPY_ACROSS_ACCOUNTS', finding, 'warn');
}
