import { NO_CONCEPTS, type ConceptSet } from './concepts.ts';
import { Drafter, type UnitDraft, type UnitKind } from './drafter.ts';
import type { Naming } from './instruments.ts';
import { ENGLISH, conceptsOf, languagesOf, type Entry } from './lexicon.ts';
import type { Normalised } from './normalise.ts';
import type { Timeframe } from './timeframes.ts';
import type { Token } from './tokens.ts';

/** What the model looks at: a word or phrase, a number, an instrument, a mark. */
export interface Unit {
  readonly kind: UnitKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly glued: boolean;
  readonly line: number;
  readonly concepts: ConceptSet;
  /** Of a symbol. */
  readonly naming: Naming | undefined;
  readonly timeframe: Timeframe | undefined;
  /** Of a number, to compare it; what is reported is its text. */
  readonly value: number;
}

const ASCII = /^\p{ASCII}*$/u;

export function unitsOf(tokens: readonly Token[], normalised: Normalised): Unit[] {
  const drafts = new Drafter(tokens, normalised).draft();
  const isPlain = ASCII.test(normalised.original);
  const telling = drafts.filter(
    ({ entry, start, end }) =>
      entry && (entry.isTelling || (!isPlain && isAccented(normalised, start, end))),
  );
  const spoken = languagesOf(telling);
  return drafts.map((draft) => toUnit(draft, spoken));
}

/** Letters beyond ASCII tell a language, though they are folded. */
function isAccented({ original, offsets }: Normalised, start: number, end: number): boolean {
  return !ASCII.test(original.slice(offsets[start], offsets[end]));
}

function toUnit(draft: UnitDraft, spoken: ReadonlySet<number>): Unit {
  const { kind, text, start, end, glued, line, naming, timeframe, value } = draft;
  const concepts = meaningOf(draft, spoken);
  const unit = { kind, text, start, end, glued, line, concepts, naming, timeframe, value };
  return isForeign(draft, spoken) ? { ...unit, kind: 'word', naming: undefined } : unit;
}

function meaningOf({ concepts, entry }: UnitDraft, spoken: ReadonlySet<number>): ConceptSet {
  return concepts ?? (entry ? conceptsOf(entry, spoken) : NO_CONCEPTS);
}

/** A name that is none in the languages spoken. */
function isForeign({ entry, naming }: UnitDraft, spoken: ReadonlySet<number>): boolean {
  if (!entry) return false;
  if (entry.onlyIn !== undefined && !spoken.has(entry.onlyIn)) return true;
  return naming?.isDoubtful === true && isWordOf(entry, spoken);
}

/** `nu` names a pair, but is "now" to a Swede. */
const isWordOf = ({ senses }: Entry, spoken: ReadonlySet<number>) =>
  senses.some(
    ([language = ENGLISH, low, high]) =>
      language !== ENGLISH && spoken.has(language) && (low !== 0 || high !== 0),
  );
