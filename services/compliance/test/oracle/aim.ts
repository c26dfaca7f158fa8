import {
  commissionDial,
  counterDial,
  lastCloseDial,
  moneyDial,
  pauseDial,
  requestTimeDial,
  reservationEndDial,
  reservedLossDial,
  rowAmountDial,
  rowLotsDial,
  rowTimeDial,
} from './account-dials.ts';
import { findProfile, type Case } from './case.ts';
import { type Dial, type DialOf } from './dial.ts';
import {
  entryDial,
  leverageDial,
  lotsDial,
  newsDial,
  nowDial,
  positionLotsDial,
  positionStopDial,
  positionSwapDial,
  profileDial,
  quoteDial,
  stopDial,
} from './order-dials.ts';
import { type Random } from './random.ts';

const AIMED_SHARE = 0.7;

/** Mostly a figure that one of the limits of the profile is about; otherwise any. */
export function someDial(random: Random, situation: Case): Dial | undefined {
  const limits = Object.keys(findProfile(situation) ?? {}).filter((limit) => limit in DIALS);
  const isAimed = limits.length > 0 && random.chance(AIMED_SHARE);
  const dials = isAimed ? DIALS[random.pick(limits)] : ALL;
  return random.pick(dials ?? ALL)(situation, random);
}

const balance = moneyDial('balance');
const initial = moneyDial('initialBalance');
const worst = [balance, stopDial, lotsDial, commissionDial, positionStopDial, reservedLossDial];
const past = [rowTimeDial, rowAmountDial, nowDial];

const DIALS: Readonly<Record<string, readonly DialOf[]>> = {
  maxLotsPerTrade: [lotsDial, profileDial],
  maxOpenLotsTotal: [lotsDial, positionLotsDial, profileDial, reservationEndDial],
  daily: [...worst, ...past, moneyDial('minEquityToday'), moneyDial('dayStartEquity'), initial],
  total: [...worst, ...past, moneyDial('peakEquity'), lastCloseDial, initial],
  riskPerTradePctEquity: [balance, stopDial, commissionDial, positionSwapDial],
  riskPerSymbolPctInitial: [initial, stopDial, positionStopDial, reservedLossDial],
  openRiskPctEquity: [balance, stopDial, positionStopDial, reservedLossDial],
  maxOpenPositions: [reservationEndDial],
  maxTradesPerDay: [counterDial],
  maxEffectiveLeverage: [balance, lotsDial, positionLotsDial],
  leverageCaps: [balance, leverageDial, positionSwapDial, lotsDial],
  marginCloseOutPct: [balance, positionSwapDial, profileDial],
  negativeBalance: [balance, stopDial, lotsDial],
  collarPct: [entryDial, entryDial, quoteDial],
  maxOrderValue: [lotsDial, profileDial, entryDial],
  maxOrderVolume: [lotsDial, profileDial],
  maxMessagesPerSecond: [counterDial],
  maxStrategyExecutions: [counterDial],
  news: [newsDial, nowDial],
  preCloseMs: [nowDial],
  martingale: [lotsDial, rowLotsDial, rowAmountDial, rowTimeDial],
  duplicateWindowMs: [requestTimeDial],
  maxQuoteAgeMs: [nowDial],
};

const ALL = [...new Set([...Object.values(DIALS).flat(), pauseDial])];
