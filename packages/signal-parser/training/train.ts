import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NO_CONCEPTS } from '../src/concepts.ts';
import { KINDS, type Model } from '../src/model.ts';
import { isSerious, rawConfidence } from '../src/parse.ts';
import { readRaw, viewText } from '../src/read.ts';
import { viewOf, type View } from '../src/view.ts';
import { align } from './align.ts';
import { calibrate } from './calibrate.ts';
import { generate, type GeneratedMessage } from './messages.ts';
import { Rng } from './rng.ts';
import { toLabels } from './evaluate.ts';
import { isWhollyRight } from './score.ts';
import { exampleOf, kindExampleOf, KindTrainer, TaggerTrainer } from './trainer.ts';
import type { Labels } from './labels.ts';

/** All that the weights depend on, beside the code and the language files. */
export interface Recipe {
  readonly seed: number;
  readonly tagged: number;
  readonly kinds: number;
  readonly calibrated: number;
  readonly epochs: number;
  readonly rate: number;
  readonly decay: number;
  readonly languages?: readonly string[];
  readonly families?: readonly string[];
}

export const RECIPE: Recipe = {
  seed: 20_261_122,
  tagged: 120_000,
  kinds: 120_000,
  calibrated: 20_000,
  epochs: 4,
  rate: 0.1,
  decay: 1e-5,
};

/** In so many messages some words are hidden, as words of a language that the lexicon lacks are. */
const BLINDED_MESSAGES = 0.3;
const BLINDED_WORDS = 0.15;

export interface Trained {
  readonly model: Model;
  readonly transitionScores: Float64Array;
}

export function train(recipe: Recipe, say: (text: string) => void): Trained {
  const tagger = trainTagger(recipe, say);
  const model: Model = {
    tagger: tagger.weights,
    taggerScale: 1,
    transitions: tagger.transitions.map(Math.exp),
    kinds: new Float32Array(),
    kindScale: 1,
  };
  const kinds = trainKinds(recipe, model, say);
  return { model: { ...model, kinds }, transitionScores: tagger.transitions };
}

function trainTagger(recipe: Recipe, say: (text: string) => void): TaggerTrainer {
  const random = new Rng(recipe.seed, 1);
  const trainer = new TaggerTrainer(recipe);
  const examples = [];
  const missed = new Map<string, number>();
  for (const message of messages(recipe, 0, recipe.tagged)) {
    const { view, normalised } = blinded(message.text, random);
    const { labels, missed: gaps } = align(view, normalised, message.spans);
    for (const { role } of gaps) missed.set(role, (missed.get(role) ?? 0) + 1);
    if (labels.length > 0 && labelsOf(message) !== 'noise') examples.push(exampleOf(view, labels));
  }
  say(
    `${examples.length} messages with labels; spans without a unit: ${JSON.stringify([...missed])}`,
  );
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    say(
      `tagger, epoch ${epoch}: mean log likelihood ${trainer.train(examples, random).toFixed(4)}`,
    );
  }
  return trainer;
}

const labelsOf = ({ labels }: GeneratedMessage) => labels.kind;

function* messages(recipe: Recipe, part: number, count: number): Generator<GeneratedMessage> {
  const { seed, languages, families } = recipe;
  yield* generate({
    seed: seed + part,
    count,
    ...(languages && { languages }),
    ...(families && { families }),
  });
}

/** A message some of whose words mean nothing to the model. */
function blinded(text: string, random: Rng): ReturnType<typeof viewText> {
  const seen = viewText(text);
  if (!random.chance(BLINDED_MESSAGES)) return seen;
  const units = seen.view.units.map((unit) =>
    unit.kind === 'word' && random.chance(BLINDED_WORDS)
      ? { ...unit, concepts: NO_CONCEPTS }
      : unit,
  );
  return { ...seen, view: viewOf(units) satisfies View };
}

function trainKinds(recipe: Recipe, model: Model, say: (text: string) => void): Float32Array {
  const random = new Rng(recipe.seed, 2);
  const trainer = new KindTrainer(recipe);
  const examples = [];
  for (const { text, labels } of messages(recipe, 1, recipe.kinds)) {
    examples.push(kindExampleOf(blinded(text, random).view, model, kindOf(labels)));
  }
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    say(`kinds, epoch ${epoch}: ${(100 * trainer.train(examples, random)).toFixed(2)} % right`);
  }
  return trainer.weights;
}

const kindOf = ({ kind, update }: Labels) =>
  KINDS.indexOf(kind === 'signal' && update ? 'both' : kind);

/** Weights as bytes, with the scale that brings the largest into them. */
function quantise(weights: Float32Array | Float64Array): { bytes: Int8Array; scale: number } {
  const sizes = Float64Array.from(weights, Math.abs)
    .filter((size) => size > 0)
    .toSorted();
  const largest = sizes[Math.floor(sizes.length * CLIPPED)] ?? 1;
  const scale = largest / 127;
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round(weight / scale))),
  );
  return { bytes, scale };
}
const CLIPPED = 0.9999;

export function quantised({ model, transitionScores }: Trained) {
  const tagger = quantise(model.tagger as Float32Array);
  const kinds = quantise(model.kinds as Float32Array);
  const transitions = quantise(transitionScores);
  const small: Model = {
    tagger: tagger.bytes,
    taggerScale: tagger.scale,
    transitions: new Float64Array(transitions.bytes).map((each) =>
      Math.exp(each * transitions.scale),
    ),
    kinds: kinds.bytes,
    kindScale: kinds.scale,
  };
  return { small, tagger, kinds, transitions };
}

const base64 = (bytes: Int8Array) => Buffer.from(bytes.buffer).toString('base64');

export const hashOf = (recipe: Recipe) =>
  createHash('sha256').update(JSON.stringify(recipe)).digest('hex').slice(0, 16);

function main(): void {
  const { values } = parseArgs({
    options: {
      out: { type: 'string', default: join(import.meta.dirname, '../src/weights.json') },
      tagged: { type: 'string' },
      epochs: { type: 'string' },
    },
  });
  const recipe = {
    ...RECIPE,
    ...(values.tagged && { tagged: Number(values.tagged), kinds: Number(values.tagged) }),
    ...(values.epochs && { epochs: Number(values.epochs) }),
  };
  const say = (text: string) =>
    console.error(`${(performance.now() / 1_000).toFixed(0)} s  ${text}`);
  const { small, tagger, kinds, transitions } = quantised(train(recipe, say));
  const samples = [...messages(recipe, 2, recipe.calibrated)].map(({ text, labels }) => {
    const raw = readRaw(text, small);
    return {
      kind: raw.kind,
      score: rawConfidence(raw),
      isRight: isWhollyRight(toLabels(raw), labels),
    };
  });
  say(
    `${samples.filter(({ isRight }) => isRight).length} of ${samples.length} generated messages wholly right`,
  );
  const weights = {
    recipe: hashOf(recipe),
    calibration: calibrate(samples),
    taggerScale: tagger.scale,
    kindScale: kinds.scale,
    transitionScale: transitions.scale,
    tagger: base64(tagger.bytes),
    kinds: base64(kinds.bytes),
    transitions: base64(transitions.bytes),
  };
  writeFileSync(values.out, `${JSON.stringify(weights)}\n`);
}

if (import.meta.main) main();
