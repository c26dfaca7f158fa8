import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Model } from '../src/model.ts';
import { pack } from '../src/packing.ts';
import { isSerious } from '../src/parse.ts';
import { readRaw } from '../src/read.ts';
import { confidenceOf } from '../src/trust.ts';
import { calibration as shipped } from '../src/weights.ts';
import { calibrate, thresholdFor } from './calibrate.ts';
import { crossValidate, report } from './cross-validate.ts';
import { readLabelled, toLabels } from './labelled.ts';
import { isCoreRight } from './score.ts';
import { hashOf, quantised, RECIPE, train } from './train.ts';

// Makes the weights, always the same from the same seed:
//
//   npm run train                    validates on held-out families and languages, calibrates, trains
//   npm run train -- --no-validate   trains only, and keeps the calibration there is

const WEIGHTS = join(import.meta.dirname, '../src/weights.json');
const VALIDATION = ['signals', 'hostile', 'fresh'].map((name) =>
  join(import.meta.dirname, `../test/data/${name}.jsonl`),
);
const REPORT = join(import.meta.dirname, 'validation.txt');

const { values } = parseArgs({
  options: {
    validate: { type: 'boolean', default: true },
    out: { type: 'string', default: WEIGHTS },
    messages: { type: 'string', default: String(RECIPE.messages) },
  },
  allowNegative: true,
});
const recipe = { ...RECIPE, messages: Number(values.messages) };
const say = (text: string) => console.error(`${(performance.now() / 1_000).toFixed(0)} s  ${text}`);

/** How sure to be of a reading, from what is known of how it came about. */
function trust(): readonly number[] {
  if (!values.validate) return shipped.weights;
  const validation = crossValidate(recipe, say);
  const text = report(validation);
  writeFileSync(REPORT, `${text}\n`);
  say(`\n${text}`);
  return calibrate(validation.samples);
}

/** From which confidence on to act, by messages that people wrote and that nothing was learnt from. */
function threshold(model: Model, trusted: readonly number[]): number {
  const scored = VALIDATION.flatMap(readLabelled).flatMap(({ text, labels }) => {
    const raw = readRaw(text, model);
    if (raw.signals.length === 0 || isSerious(raw)) return [];
    const confidence = confidenceOf(raw, { weights: trusted, threshold: 0 });
    return [{ confidence, isRight: isCoreRight(toLabels(raw), labels) }];
  });
  return thresholdFor(scored);
}

const trusted = trust();
const { small, tagger, kinds, transitions } = quantised(train(recipe, {}, say));
const calibration = { weights: trusted, threshold: threshold(small, trusted) };
const weights = {
  recipe: hashOf(recipe),
  calibration,
  taggerScale: tagger.scale,
  kindScale: kinds.scale,
  transitionScale: transitions.scale,
  tagger: pack(tagger.bytes),
  kinds: pack(kinds.bytes),
  transitions: pack(transitions.bytes),
};
writeFileSync(values.out, `${JSON.stringify(weights)}\n`);
say(`calibrated: ${JSON.stringify(calibration)}`);
