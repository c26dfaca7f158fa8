import type { Calibration } from './model.ts';
import type { RawReading } from './read.ts';
import { calibration } from './weights.ts';

const FLOOR = 1e-6;
const log = (chance: number) => Math.log(Math.max(FLOOR, chance));
/** Of how sure one is against how unsure: grows without bound as the chance nears one. */
const logit = (chance: number) => log(chance) - log(1 - chance);

const is = (condition: boolean) => (condition ? 1 : 0);

/** What speaks for and against a reading; the first is the constant. */
export function traitsOf({
  kind,
  traits,
  hasShorthand,
  isInferred,
  signals,
  updates,
}: RawReading): number[] {
  const { kindProbability, labelsProbability, leastProbability } = traits;
  return [
    1,
    logit(kindProbability),
    1 - kindProbability,
    logit(labelsProbability),
    logit(leastProbability),
    is(kind === 'update'),
    is(signals.length + updates.length > 1),
    is(signals.length > 0 && updates.length > 0),
    is(hasShorthand),
    is(isInferred),
    Math.min(3, traits.unreadPrices),
    traits.unknownWords,
    Math.min(3, traits.doubts),
    is(signals.some(({ stopLoss }) => stopLoss === null)),
    is(signals.some(({ takeProfits }) => takeProfits.length === 0)),
    is(signals.some(({ entry }) => entry === null)),
    is(signals.some(({ orderType }) => orderType !== 'market')),
  ];
}

/** The chance that all of a reading is right, from 0 to 1. */
export function confidenceOf(raw: RawReading, { weights }: Calibration = calibration): number {
  if (raw.kind === 'noise') return rounded(raw.traits.kindProbability);
  const score = traitsOf(raw).reduce((sum, trait, at) => sum + trait * (weights[at] ?? 0), 0);
  return rounded(1 / (1 + Math.exp(-score)));
}

const rounded = (chance: number) => Math.round(chance * 10_000) / 10_000;
