import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { calibrate } from './calibrate.ts';
import { crossValidate, report } from './cross-validate.ts';
import { hashOf, quantised, RECIPE, train } from './train.ts';

// Makes the weights, always the same from the same seed:
//
//   npm run train                    validates on held-out families and languages, calibrates, trains
//   npm run train -- --no-validate   trains only, and keeps the calibration there is

const WEIGHTS = join(import.meta.dirname, '../src/weights.json');
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
const base64 = (bytes: Int8Array) => Buffer.from(bytes.buffer).toString('base64');

function calibration() {
  if (!values.validate) {
    return (JSON.parse(readFileSync(WEIGHTS, 'utf8')) as { calibration: object }).calibration;
  }
  const validation = crossValidate(recipe, say);
  const text = report(validation);
  writeFileSync(REPORT, `${text}\n`);
  say(`\n${text}`);
  return calibrate(validation.samples);
}

const calibrated = calibration();
const { tagger, kinds, transitions } = quantised(train(recipe, {}, say));
const weights = {
  recipe: hashOf(recipe),
  calibration: calibrated,
  taggerScale: tagger.scale,
  kindScale: kinds.scale,
  transitionScale: transitions.scale,
  tagger: base64(tagger.bytes),
  kinds: base64(kinds.bytes),
  transitions: base64(transitions.bytes),
};
writeFileSync(values.out, `${JSON.stringify(weights)}\n`);
say(`calibrated: ${JSON.stringify(calibrated)}`);
