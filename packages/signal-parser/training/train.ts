import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_CONCEPTS } from '../src/concepts.ts';
import { KINDS, type Model } from '../src/model.ts';
import { LEVELS } from '../src/packing.ts';
import { viewText } from '../src/read.ts';
import { viewOf, type View } from '../src/view.ts';
import { align } from './align.ts';
import type { Labels } from './labels.ts';
import { generate, type GeneratedMessage } from './messages.ts';
import { Rng } from './rng.ts';
import { exampleOf, kindExampleOf, KindTrainer, TaggerTrainer } from './trainer.ts';

/** All that the weights depend on, beside the code and the language files. */
export interface Recipe {
  readonly seed: number;
  /** Messages to learn labels from, and as many others to learn kinds from. */
  readonly messages: number;
  readonly epochs: number;
  readonly rate: number;
  /** Strength of the pull towards zero of weights that are used. */
  readonly decay: number;
  readonly dropout: number;
}

export const RECIPE: Recipe = {
  seed: 20_261_122,
  messages: 160_000,
  epochs: 3,
  rate: 0.04,
  decay: 1e-5,
  dropout: 0.15,
};

const SAMPLE = 1_000;
const LEXICON = join(import.meta.dirname, '../src/lexicon.json');

/** Of the recipe, of the lexicon, and of the first messages that the generator writes by it. */
export function hashOf(recipe: Recipe): string {
  const hash = createHash('sha256').update(JSON.stringify(recipe)).update(readFileSync(LEXICON));
  for (const { text, spans } of generate({ seed: recipe.seed, count: SAMPLE })) {
    hash.update(text).update(JSON.stringify(spans));
  }
  return hash.digest('hex').slice(0, 16);
}

/** What to generate; everything if nothing is said. */
export interface Selection {
  readonly languages?: readonly string[];
  readonly families?: readonly string[];
}

export type Say = (text: string) => void;

/** In so many messages some words are hidden, as words of a language that the lexicon lacks are. */
const BLINDED_MESSAGES = 0.3;
const BLINDED_WORDS = 0.15;

export interface Trained {
  readonly model: Model;
  readonly transitionScores: Float64Array;
}

export function train(recipe: Recipe, selection: Selection, say: Say): Trained {
  const tagger = trainTagger(recipe, selection, say);
  const model: Model = {
    tagger: tagger.weights,
    taggerScale: 1,
    transitions: tagger.transitions.map(Math.exp),
    kinds: new Float32Array(),
    kindScale: 1,
  };
  const kinds = trainKinds(recipe, selection, { model, say });
  return { model: { ...model, kinds }, transitionScores: tagger.transitions };
}

function trainTagger(recipe: Recipe, selection: Selection, say: Say): TaggerTrainer {
  const random = new Rng(recipe.seed, 1);
  const trainer = new TaggerTrainer(recipe);
  const examples = [];
  let missed = 0;
  for (const message of messagesOf(recipe, selection, 0)) {
    const { view, normalised } = blinded(message.text, random);
    const alignment = align(view, normalised, message.spans);
    missed += alignment.missed.length;
    if (message.labels.kind !== 'noise') examples.push(exampleOf(view, alignment.labels));
  }
  say(`${examples.length} messages with labels; ${missed} spans that no unit can carry`);
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    say(
      `labels, epoch ${epoch}: mean log likelihood ${trainer.train(examples, random).toFixed(4)}`,
    );
  }
  return trainer;
}

function messagesOf(
  recipe: Recipe,
  selection: Selection,
  part: number,
): Iterable<GeneratedMessage> {
  return generate({ seed: recipe.seed + part, count: recipe.messages, ...selection });
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

function trainKinds(
  recipe: Recipe,
  selection: Selection,
  { model, say }: { readonly model: Model; readonly say: Say },
): Float32Array {
  const random = new Rng(recipe.seed, 2);
  const trainer = new KindTrainer(recipe);
  const examples = [];
  for (const { text, labels } of messagesOf(recipe, selection, 1)) {
    examples.push(kindExampleOf(blinded(text, random).view, model, kindOf(labels)));
  }
  for (let epoch = 1; epoch <= recipe.epochs; epoch++) {
    say(`kinds, epoch ${epoch}: ${(100 * trainer.train(examples, random)).toFixed(2)} % right`);
  }
  return trainer.weights;
}

const kindOf = ({ kind, update }: Labels) =>
  KINDS.indexOf(kind === 'signal' && update ? 'both' : kind);

/** Nearly all weights are smaller than the scale is made for; the few beyond are cut. */
const CLIPPED = 0.9999;

/** Weights as bytes, with the scale that brings the largest into them. */
function quantise(weights: Float32Array | Float64Array): { bytes: Int8Array; scale: number } {
  const sizes = Float64Array.from(weights, Math.abs)
    .filter((size) => size > 0)
    .toSorted();
  const largest = sizes[Math.floor(sizes.length * CLIPPED)] ?? 1;
  const scale = largest / LEVELS;
  const bytes = Int8Array.from(weights, (weight) =>
    Math.max(-LEVELS, Math.min(LEVELS, Math.round(weight / scale))),
  );
  return { bytes, scale };
}

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
