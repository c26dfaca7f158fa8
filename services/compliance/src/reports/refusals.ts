import { Decimal, minorDigits } from '@signalos/trading';
import { money } from '../rules/amounts.ts';
import type { RefusedOrder, RefusedRisk } from './history.ts';

/**
 * What a refused order would have done. Nobody keeps the prices that came after, so this is no
 * guess at them: it is the case that the decision was about, in which the order is filled at the
 * decision's price and everything runs to its stop.
 */
export interface Counterfactual {
  readonly worstLoss: string;
  readonly worstEquity: string;
  readonly daily: FloorThen | null;
  readonly total: FloorThen | null;
}

interface FloorThen {
  readonly floor: string;
  /** How far equity would have been above it; below zero where it would have been below. */
  readonly room: string;
  readonly broken: boolean;
}

/** Null where the order was refused before anybody could say what it risks. */
export function counterfactualOf({ decision }: RefusedOrder): Counterfactual | null {
  const { risk } = decision;
  if (!risk) return null;
  const rules = new Set(decision.violations.map(({ ruleId }) => ruleId));
  const broken = (which: string) =>
    rules.has(`${which}_LOSS_LIMIT`) || rules.has(`${which}_LOSS_BREACHED`);
  return {
    worstLoss: risk.tradeWorstLoss,
    worstEquity: risk.worstEquity,
    daily: floorThen(risk, risk.dailyFloor, broken('DAILY')),
    total: floorThen(risk, risk.totalFloor, broken('TOTAL')),
  };
}

function floorThen(
  { worstEquity, currency }: RefusedRisk,
  floor: string | null,
  broken: boolean,
): FloorThen | null {
  if (floor === null) return null;
  const room = Decimal.parse(worstEquity).minus(Decimal.parse(floor));
  return {
    floor,
    room: money(room, minorDigits(currency)),
    broken: broken || room.isNegative(),
  };
}
