import type { Model } from '../src/model.ts';
import { isSerious } from '../src/parse.ts';
import { readRaw } from '../src/read.ts';
import { traitsOf } from '../src/trust.ts';
import type { Sample } from './calibrate.ts';
import { toLabels } from './evaluate.ts';
import { FAMILIES, generate, LANGUAGE_CODES, type GeneratedMessage } from './messages.ts';
import {
  areUpdatesRight,
  count,
  isCoreRight,
  isWhollyRight,
  newTally,
  show,
  type Tally,
} from './score.ts';
import { quantised, train, type Recipe, type Say, type Selection } from './train.ts';

const FOLDS = 4;
/** Messages to learn from in each fold, of held-out families and of held-out languages to be asked. */
const LEARNT = 60_000;
const ASKED = 4_000;

/** How often the model was right on what it had never seen. */
interface Outcome {
  readonly kind: Tally;
  readonly core: Tally;
  readonly whole: Tally;
  readonly updates: Tally;
  readonly falseOrders: Tally;
}

export interface Validation {
  readonly families: Outcome;
  readonly languages: Outcome;
  readonly byFamily: ReadonlyMap<string, Tally>;
  readonly byLanguage: ReadonlyMap<string, Tally>;
  readonly samples: readonly Sample[];
}

const newOutcome = (): Outcome => ({
  kind: newTally(),
  core: newTally(),
  whole: newTally(),
  updates: newTally(),
  falseOrders: newTally(),
});

/**
 * Trains as often as there are folds, each time without a quarter of the families of layouts and of the
 * languages other than English, and reads messages of just those.
 */
export function crossValidate(recipe: Recipe, say: Say): Validation {
  const validation = {
    families: newOutcome(),
    languages: newOutcome(),
    byFamily: new Map<string, Tally>(),
    byLanguage: new Map<string, Tally>(),
    samples: [] as Sample[],
  };
  for (let fold = 0; fold < FOLDS; fold++) {
    const [families, languages] = [heldOut(FAMILIES, fold), heldOut(LANGUAGE_CODES, fold, 'en')];
    const seen = {
      families: FAMILIES.filter((name) => !families.includes(name)),
      languages: LANGUAGE_CODES.filter((code) => !languages.includes(code)),
    };
    say(`fold ${fold + 1}: without ${languages.join(' ')}`);
    const { small } = quantised(train({ ...recipe, messages: LEARNT }, seen, say));
    const ask = (selection: Selection) =>
      generate({ seed: recipe.seed + 10 + fold, count: ASKED, ...selection });
    for (const message of ask({ families, languages: seen.languages })) {
      note(message, small, {
        outcome: validation.families,
        tallies: validation.byFamily,
        key: message.family,
        samples: validation.samples,
      });
    }
    for (const message of ask({ families: seen.families, languages })) {
      note(message, small, {
        outcome: validation.languages,
        tallies: validation.byLanguage,
        key: message.lang,
        samples: validation.samples,
      });
    }
  }
  return validation;
}

const heldOut = (names: readonly string[], fold: number, kept?: string) =>
  names.filter((name, index) => index % FOLDS === fold && name !== kept);

interface Notes {
  readonly outcome: Outcome;
  readonly tallies: Map<string, Tally>;
  readonly key: string;
  readonly samples: Sample[];
}

function note(
  { text, labels }: GeneratedMessage,
  model: Model,
  { outcome, tallies, key, samples }: Notes,
): void {
  const raw = readRaw(text, model);
  const read = toLabels(raw);
  const isRight = isWhollyRight(read, labels);
  count(outcome.kind, read.kind === labels.kind);
  count(outcome.whole, isRight);
  if (labels.kind === 'signal') count(outcome.core, isCoreRight(read, labels));
  if (labels.kind === 'update') count(outcome.updates, areUpdatesRight(read, labels));
  if (labels.kind !== 'signal') count(outcome.falseOrders, read.kind === 'signal');
  const tally = tallies.get(key) ?? newTally();
  count(tally, isRight);
  tallies.set(key, tally);
  if (raw.kind === 'noise' || isSerious(raw)) return;
  samples.push({ traits: traitsOf(raw), isRight });
}

export function report({ families, languages, byFamily, byLanguage }: Validation): string {
  const rows = [
    ['held-out families', families],
    ['held-out languages', languages],
  ] as const;
  return [
    ...rows.flatMap(([name, outcome]) => [
      name,
      ...Object.entries(outcome).map(
        ([field, tally]) => `  ${field.padEnd(12)} ${show(tally as Tally)}`,
      ),
    ]),
    `worst families: ${worst(byFamily)}`,
    `worst languages: ${worst(byLanguage)}`,
  ].join('\n');
}

const WORST = 24;

const worst = (tallies: ReadonlyMap<string, Tally>) =>
  [...tallies]
    .toSorted(([, a], [, b]) => a.right / a.of - b.right / b.of)
    .slice(0, WORST)
    .map(([name, { right, of }]) => `${name} ${right}/${of}`)
    .join(', ');
