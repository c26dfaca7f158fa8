import { kindScores, KindFeatures, likeliestKind } from './kind.ts';
import { KINDS, type MessageKind, type Model } from './model.ts';
import { normalise, originalSpan, type Normalised } from './normalise.ts';
import { draftsOf, hasLevels, signalOf, type Draft } from './orders.ts';
import { settleNumbers } from './scale.ts';
import { likeliest, scoresOf, weigh } from './tagger.ts';
import { tagsOf, type Tag } from './tags.ts';
import { tokensOf } from './tokens.ts';
import { unitsOf } from './units.ts';
import { instructionsOf, type Instruction } from './updates.ts';
import { viewOf, type View } from './view.ts';
import type { Evidence, Field, Signal, Update } from './reading.ts';
import { isOfUpdate, LABELS } from './labels.ts';

/** What the model makes of a text, before anybody asks how far to trust it. */
export interface RawReading {
  readonly kind: 'signal' | 'update' | 'noise';
  readonly signals: readonly Signal[];
  readonly updates: readonly Update[];
  readonly evidence: readonly Evidence[];
  /** Chances, to be calibrated: of the kind, and of all labels together. */
  readonly kindProbability: number;
  readonly labelsProbability: number;
  readonly leastProbability: number;
  readonly hasShorthand: boolean;
  readonly isInferred: boolean;
  /** It has the levels of an order, but no instrument or no side. */
  readonly isUnnamed: boolean;
}

const features = new KindFeatures();

export function viewText(text: string): { view: View; normalised: Normalised } {
  const normalised = normalise(text);
  const units = settleNumbers(unitsOf(tokensOf(normalised.text)));
  return { view: viewOf(units), normalised };
}

const SCOPES = { noise: 'all', signal: 'orders', update: 'updates', both: 'all' } as const;

export function readRaw(text: string, model: Model): RawReading {
  const { view, normalised } = viewText(text);
  const scores = scoresOf(view, model);
  features.fill(view, likeliest(scores, weigh(scores, model, 'all')));
  const kinds = kindScores(features, model);
  const kind = likeliestKind(kinds);
  const kindProbability = kinds[KINDS.indexOf(kind)] ?? 0;
  if (kind === 'noise') return noise(kindProbability);
  const tagging = likeliest(scores, weigh(scores, model, SCOPES[kind]));
  const tags = tagsOf(view, tagging);
  const trust = { kindProbability, ...trustOf(tagging) };
  return assemble(kind, tags, { normalised, trust });
}

const noise = (kindProbability: number): RawReading => ({
  kind: 'noise',
  signals: [],
  updates: [],
  evidence: [],
  kindProbability,
  labelsProbability: 1,
  leastProbability: 1,
  hasShorthand: false,
  isInferred: false,
  isUnnamed: false,
});

function trustOf(tagging: readonly { readonly probability: number }[]) {
  let [all, least] = [1, 1];
  for (const { probability } of tagging) {
    all *= probability;
    least = Math.min(least, probability);
  }
  return { labelsProbability: all, leastProbability: least };
}

interface Context {
  readonly normalised: Normalised;
  readonly trust: Pick<RawReading, 'kindProbability' | 'labelsProbability' | 'leastProbability'>;
}

function assemble(kind: MessageKind, tags: readonly Tag[], context: Context): RawReading {
  const ofUpdates = tags.filter(({ label }) => isOfUpdate(LABELS.indexOf(label)));
  const ofOrders = tags.filter(({ label }) => !isOfUpdate(LABELS.indexOf(label)));
  const drafts = kind === 'update' ? [] : draftsOf(ofOrders);
  const orders = drafts.flatMap((draft) => {
    const signal = signalOf(draft);
    return signal ? [{ draft, signal }] : [];
  });
  const instructions = kind === 'signal' ? [] : named(instructionsOf(ofUpdates), ofOrders);
  const { trust } = context;
  if (orders.length === 0 && instructions.length === 0) {
    return { ...noise(1 - trust.kindProbability), isUnnamed: drafts.some(hasLevels) };
  }
  return {
    kind: orders.length > 0 ? 'signal' : 'update',
    signals: orders.map(({ signal }) => signal),
    updates: instructions.map(({ update }) => update),
    evidence: [...evidenceOfOrders(orders, context), ...evidenceOfUpdates(instructions, context)],
    ...trust,
    hasShorthand: tags.some(({ isShort }) => isShort),
    isUnnamed: false,
    isInferred: orders.some(({ draft }) => draft.side === undefined),
  };
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
  return { field, index, ...originalSpan(context.normalised, start, end), confidence: tag.probability };
}
