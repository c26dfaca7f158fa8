import { cautionsIn, type Caution } from './cautions.ts';
import { recall, remembering, type ChannelMemory } from './channel-memory.ts';
import { WORD } from './codes.ts';
import { common, conceptSet, listOf } from './concepts.ts';
import {
  KIND_FEATURES_MAX,
  kindFeaturesOf,
  kindScores,
  likeliestKind,
  type Tagging,
} from './kind.ts';
import { KINDS, type MessageKind, type Model } from './model.ts';
import { normalise, originalSpan, type Normalised } from './normalise.ts';
import { draftsOf, hasLevels, signalOf, type Draft } from './orders.ts';
import { muteQuotes } from './quotes.ts';
import { Rows } from './rows.ts';
import { settleNumbers } from './scale.ts';
import { likeliest, scoresOf, weigh } from './tagger.ts';
import { tagsOf, type Tag } from './tags.ts';
import { tokensOf } from './tokens.ts';
import { unitsOf } from './units.ts';
import { instructionsOf, type Instruction } from './updates.ts';
import { viewOf, type View } from './view.ts';
import type { Evidence, Field, Signal, Update } from './reading.ts';
import { isOfUpdate, LABELS, OUTSIDE } from './labels.ts';

/** What the model makes of a text, before anybody asks how far to trust it. */
export interface RawReading {
  readonly kind: 'signal' | 'update' | 'noise';
  readonly signals: readonly Signal[];
  readonly updates: readonly Update[];
  readonly evidence: readonly Evidence[];
  readonly traits: Traits;
  readonly hasShorthand: boolean;
  readonly isInferred: boolean;
  /** It has the levels of an order, but no instrument or no side. */
  readonly isUnnamed: boolean;
  readonly cautions: readonly Caution[];
}

/** By what a reading is trusted: the model's own chances, and what it left unread. */
interface Traits {
  readonly kindProbability: number;
  /** Of all labels together. */
  readonly labelsProbability: number;
  /** Of the least likely of them. */
  readonly leastProbability: number;
  /** Numbers that look like prices of the order, and have no part in it. */
  readonly unreadPrices: number;
  /** The share of words that the lexicon lacks. */
  readonly unknownWords: number;
  /** How many sorts of words there are that questions, tales, lessons and refusals have. */
  readonly doubts: number;
}

const kindRows = new Rows(KIND_FEATURES_MAX);

export function viewText(text: string): { view: View; normalised: Normalised } {
  const normalised = normalise(text);
  const units = settleNumbers(unitsOf(tokensOf(normalised.text), normalised));
  return { view: viewOf(muteQuotes(units, normalised)), normalised };
}

const WORDS_OF_DOUBT = conceptSet(
  'question',
  'example',
  'past',
  'if',
  'not',
  'wait',
  'hit',
  'analysis',
);

const SCOPES = { noise: 'all', signal: 'orders', update: 'updates', both: 'all' } as const;

export function readRaw(text: string, model: Model, memory?: ChannelMemory): RawReading {
  const { view, normalised, kind, kindProbability, tagging } = tagged(text, model, memory);
  if (kind === 'noise') return noise(kindProbability);
  const tags = tagsOf(view, tagging);
  const traits = { kindProbability, ...traitsIn(view, tagging) };
  return assemble(kind, tags, { view, normalised, traits });
}

/** The kind of a text, and the labels of its units. */
function tagged(text: string, model: Model, memory: ChannelMemory | undefined) {
  const { view, normalised } = viewText(text);
  const scores = scoresOf(view, model);
  if (memory) recall(memory, view, scores);
  const first = likeliest(scores, weigh(scores, model, 'all'));
  kindFeaturesOf(view, first, kindRows);
  const kinds = kindScores(kindRows, model);
  const kind = likeliestKind(kinds);
  const kindProbability = kinds[KINDS.indexOf(kind)] ?? 0;
  const scope = SCOPES[kind];
  const tagging = scope === 'all' ? first : likeliest(scores, weigh(scores, model, scope));
  return { view, normalised, kind, kindProbability, tagging };
}

/** The memory of a channel after a message that was accepted as it was read. */
export function remember(memory: ChannelMemory, text: string, model: Model): ChannelMemory {
  const { view, kind, tagging } = tagged(text, model, memory);
  const labels = tagging.map(({ label }) => label);
  return kind === 'noise' ? memory : remembering(memory, view, labels);
}

const noise = (kindProbability: number): RawReading => ({
  kind: 'noise',
  signals: [],
  updates: [],
  evidence: [],
  traits: {
    kindProbability,
    labelsProbability: 1,
    leastProbability: 1,
    unreadPrices: 0,
    unknownWords: 0,
    doubts: 0,
  },
  hasShorthand: false,
  isInferred: false,
  isUnnamed: false,
  cautions: [],
});

function traitsIn(
  { units, candidates, prices, codes, present }: View,
  tagging: Tagging,
): Omit<Traits, 'kindProbability'> {
  let [all, least, unread] = [1, 1, 0];
  for (const [index, { label, probability }] of tagging.entries()) {
    all *= probability;
    least = Math.min(least, probability);
    if (label === OUTSIDE && (prices.order[candidates[index] ?? 0] ?? 0) > 0) unread++;
  }
  const words = units.filter(({ kind }) => kind === 'word').length;
  const unknown = codes.filter((code) => code === WORD).length;
  return {
    labelsProbability: all,
    leastProbability: least,
    unreadPrices: unread,
    unknownWords: words === 0 ? 0 : unknown / words,
    doubts: listOf(common(present, WORDS_OF_DOUBT)).length,
  };
}

interface Context {
  readonly view: View;
  readonly normalised: Normalised;
  readonly traits: Traits;
}

function assemble(kind: MessageKind, tags: readonly Tag[], context: Context): RawReading {
  const ofUpdates = tags.filter(({ label }) => isOfUpdate(LABELS.indexOf(label)));
  const ofOrders = tags.filter(({ label }) => !isOfUpdate(LABELS.indexOf(label)));
  const instructions = kind === 'signal' ? [] : named(instructionsOf(ofUpdates), ofOrders);
  const drafts = kind === 'update' ? [] : draftsOf(ofOrders);
  const orders = drafts.flatMap((draft) => {
    const signal = signalOf(draft);
    return signal && !isOldTrade(draft, drafts, instructions) ? [{ draft, signal }] : [];
  });
  const { traits } = context;
  if (orders.length === 0 && instructions.length === 0) {
    return { ...noise(1 - traits.kindProbability), isUnnamed: drafts.some(hasLevels) };
  }
  return {
    kind: orders.length > 0 ? 'signal' : 'update',
    signals: orders.map(({ signal }) => signal),
    updates: instructions.map(({ update }) => update),
    evidence: [...evidenceOfOrders(orders, context), ...evidenceOfUpdates(instructions, context)],
    traits,
    hasShorthand: tags.some(({ isShort }) => isShort),
    isUnnamed: false,
    isInferred: orders.some(({ draft }) => draft.side === undefined),
    cautions: cautionsIn({
      view: context.view,
      tags,
      drafts: orders.map(({ draft }) => draft),
      original: context.normalised.original,
    }),
  };
}

/** What an instruction is about is no new order, unless levels or a side of its own make it one. */
function isOldTrade(draft: Draft, drafts: readonly Draft[], instructions: readonly Instruction[]) {
  if (hasLevels(draft) || !instructions.some(({ update }) => update.symbol === draft.symbol)) {
    return false;
  }
  const isNamedOnly = draft.sources.every(({ field }) => field === 'symbol');
  return isNamedOnly || drafts.some((other) => other.symbol !== draft.symbol && hasLevels(other));
}

/** Beside a new order, the trade that ends may share the only name of their instrument. */
function named(instructions: readonly Instruction[], ofOrders: readonly Tag[]): Instruction[] {
  return instructions.map(({ update, tags }) => {
    const from = tags[0]?.unit;
    const near = ofOrders.find(
      ({ label, unit }) => label === 'SYM' && from && Math.abs(unit.start - from.start) <= BESIDE,
    );
    const symbol = update.symbol ?? near?.unit.naming?.symbol ?? null;
    return { update: { ...update, symbol }, tags };
  });
}

/** Characters between an instruction and the name that it may share. */
const BESIDE = 30;

function evidenceOfOrders(orders: readonly { readonly draft: Draft }[], context: Context) {
  return orders.flatMap(({ draft }, index) =>
    draft.sources.map(({ field, tag }) => evidenceOf(field, index, { tag, context })),
  );
}

function evidenceOfUpdates(instructions: readonly Instruction[], context: Context) {
  return instructions.flatMap(({ tags }, index) =>
    tags.map((tag) => evidenceOf('update', index, { tag, context })),
  );
}

function evidenceOf(
  field: Field,
  index: number,
  { tag, context }: { readonly tag: Tag; readonly context: Context },
): Evidence {
  const { start, end } = tag.unit;
  return {
    field,
    index,
    ...originalSpan(context.normalised, start, end),
    confidence: tag.probability,
  };
}
