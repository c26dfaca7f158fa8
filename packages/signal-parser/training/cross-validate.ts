import type { Model } from '../src/model.ts';
import { isSerious } from '../src/parse.ts';
import { readRaw } from '../src/read.ts';
import { traitsOf } from '../src/trust.ts';
import type { Sample } from './calibrate.ts';
import { toLabels } from './labelled.ts';
import { FAMILIES, generate, LANGUAGE_CODES, type GeneratedMessage } from './messages.ts';
import { countBy, newOutcome, note, show, worstOf, type Outcome, type Tally } from './score.ts';
import { quantised, train, type Recipe, type Say, type Selection } from './train.ts';

const FOLDS = 4;
/** Messages to learn from in each fold, of held-out families and of held-out languages to be asked. */
const LEARNT = 60_000;
const ASKED = 4_000;
const WORST = 24;

/** How often the model was right on what it had never seen. */
export interface Validation {
  readonly families: Outcome;
  readonly languages: Outcome;
  readonly byFamily: ReadonlyMap<string, Tally>;
  readonly byLanguage: ReadonlyMap<string, Tally>;
  readonly samples: readonly Sample[];
}

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
      examine(message, small, {
        outcome: validation.families,
        tallies: validation.byFamily,
        key: message.family,
        samples: validation.samples,
      });
    }
    for (const message of ask({ families: seen.families, languages })) {
      examine(message, small, {
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

function examine(
  { text, labels }: GeneratedMessage,
  model: Model,
  { outcome, tallies, key, samples }: Notes,
): void {
  const raw = readRaw(text, model);
  const isRight = note(outcome, toLabels(raw), labels);
  countBy(tallies, key, isRight);
  if (raw.kind !== 'noise' && !isSerious(raw)) samples.push({ traits: traitsOf(raw), isRight });
}

export function report({ families, languages, byFamily, byLanguage }: Validation): string {
  const rows = [
    ['held-out families', families],
    ['held-out languages', languages],
  ] as const;
  return [
    ...rows.flatMap(([name, outcome]) => [
      name,
      ...Object.entries<Tally>({ ...outcome }).map(
        ([field, tally]) => `  ${field.padEnd(12)} ${show(tally)}`,
      ),
    ]),
    `worst families: ${worstOf(byFamily, WORST)}`,
    `worst languages: ${worstOf(byLanguage, WORST)}`,
  ].join('\n');
}
