import { disturb } from './noise.ts';
import { compose } from './clauses.ts';
import { Draft } from './draft.ts';
import { labelsOf, NOISE as NO_LABELS } from './labelling.ts';
import type { Labels } from './labels.ts';
import { type Language, LANGUAGES } from './language.ts';
import type { Family, Kind } from './layouts/family.ts';
import { LAYOUTS } from './layouts/index.ts';
import { join, type Span } from './pieces.ts';
import { writeLayout } from './render.ts';
import { Rng } from './rng.ts';
import { writeBoth, writeNoise, writeSignal, writeUpdate } from './sentences.ts';
import { postscript, preface } from './surroundings.ts';

export interface GeneratedMessage {
  readonly text: string;
  readonly spans: readonly Span[];
  readonly labels: Labels;
  readonly family: string;
  readonly lang: string;
}

export interface GenerateOptions {
  readonly seed: number;
  readonly count: number;
  readonly families?: readonly string[];
  readonly languages?: readonly string[];
}

const CATEGORIES = [...new Set(LANGUAGES.flatMap(({ noise }) => Object.keys(noise)))];
const SENTENCES: Readonly<Record<Kind, readonly string[]>> = {
  signal: ['sentences_signal', 'sentences_both', 'composed_sentences'],
  update: ['sentences_update'],
  noise: CATEGORIES.map((category) => `sentences_${category}`),
};

const byKind = (list: readonly Family[]): Readonly<Record<Kind, readonly Family[]>> => ({
  signal: list.filter(({ kind }) => kind === 'signal'),
  update: list.filter(({ kind }) => kind === 'update'),
  noise: list.filter(({ kind }) => kind === 'noise'),
});
const FITTING = {
  english: byKind(LAYOUTS),
  other: byKind(LAYOUTS.filter(({ english }) => !english)),
};

export const FAMILIES: readonly string[] = [
  ...LAYOUTS.map(({ name }) => name),
  ...Object.values(SENTENCES).flat(),
];
export const LANGUAGE_CODES: readonly string[] = LANGUAGES.map(({ code }) => code);

const MODES = { signal: 'signal', update: 'update', noise: 'ghost' } as const;
const SHARES = { signal: 0.55, update: 0.2 } as const;
const ENGLISH = 0.55;
/** How many are sentences of the language rather than layouts; English ones have more layouts. */
const SENTENCE = {
  english: { signal: 0.45, update: 0.45, noise: 0.45 },
  other: { signal: 0.45, update: 0.68, noise: 0.75 },
} as const;
const BOTH = 0.08;
/** How many are put together from clauses of several sentences. */
const COMPOSED = 0.3;

/** Messages with their labels: the same ones for the same seed. */
export function* generate(options: GenerateOptions): Generator<GeneratedMessage> {
  const { seed, count } = options;
  const wanted = (name: string) => options.families?.includes(name) ?? true;
  const languages = LANGUAGES.filter(({ code }) => options.languages?.includes(code) ?? true);
  for (let index = 0; index < count;) {
    for (let attempt = 0; ; attempt += 1) {
      if (attempt > 5000) throw new Error('No such message in these families and languages');
      const rng = new Rng(seed, index * 8191 + attempt);
      const message = write(rng, { wanted, languages });
      if (message) {
        yield message;
        break;
      }
    }
    index += 1;
  }
}

interface Choice {
  readonly wanted: (name: string) => boolean;
  readonly languages: readonly Language[];
}

/** One message of a kind and language drawn as often as in the wild; nothing if it is not wanted. */
function write(rng: Rng, { wanted, languages }: Choice): GeneratedMessage | undefined {
  const kind = pickKind(rng);
  const language = pickLanguage(rng, languages);
  const speech = language.code === 'en' ? 'english' : 'other';
  const fitting = FITTING[speech][kind].filter(({ name }) => wanted(name));
  return rng.chance(SENTENCE[speech][kind]) || fitting.length === 0
    ? writeSentence(rng, { kind, language, wanted })
    : writeFamily(rng, language, pickWeighed(rng, fitting));
}

function pickLanguage(rng: Rng, languages: readonly Language[]): Language {
  const others = languages.filter(({ code }) => code !== 'en');
  const english = languages.find(({ code }) => code === 'en');
  return english && (others.length === 0 || rng.chance(ENGLISH))
    ? english
    : pickWeighed(rng, others);
}

function writeFamily(rng: Rng, language: Language, family: Family): GeneratedMessage | undefined {
  const { kind, name, wish, silent = false, templates } = family;
  const draft = new Draft(rng, language, wish);
  draft.mode = MODES[kind];
  if (!silent) preface(draft, kind);
  if (family.write) family.write(draft);
  else writeLayout(draft, rng.pick(templates));
  if (!silent) postscript(draft, kind);
  return silent && !tellsSide(draft) ? undefined : finish(draft, kind, name);
}

function pickKind(rng: Rng): Kind {
  const draw = rng.next();
  if (draw < SHARES.signal) return 'signal';
  return draw < SHARES.signal + SHARES.update ? 'update' : 'noise';
}

function pickWeighed<Item extends { readonly weight: number }>(
  rng: Rng,
  items: readonly Item[],
): Item {
  let draw = rng.next() * items.reduce((sum, { weight }) => sum + weight, 0);
  return items.find(({ weight }) => (draw -= weight) < 0) ?? rng.pick(items);
}

interface Sentence {
  readonly kind: Kind;
  readonly language: Language;
  readonly wanted: (name: string) => boolean;
}

function writeSentence(
  rng: Rng,
  { kind, language, wanted }: Sentence,
): GeneratedMessage | undefined {
  const family = kind === 'signal' ? pickSentences(rng) : rng.pick(SENTENCES[kind]);
  if (!wanted(family)) return undefined;
  const text = sentenceOf(rng, language, family);
  if (text === undefined) return undefined;
  const draft = new Draft(rng, language, { entries: 1, type: 'market' });
  if (family === 'sentences_signal' || family === 'composed_sentences') writeSignal(draft, text);
  else if (family === 'sentences_both') writeBoth(draft, text);
  else if (family === 'sentences_update') writeUpdate(draft, text);
  else writeNoise(draft, text);
  return finish(draft, kind, family);
}

function pickSentences(rng: Rng): string {
  const [usual = '', both = '', composed = ''] = SENTENCES.signal;
  const draw = rng.next();
  if (draw < BOTH) return both;
  return draw < BOTH + COMPOSED ? composed : usual;
}

function sentenceOf(rng: Rng, language: Language, family: string): string | undefined {
  if (family === 'composed_sentences') return compose(rng, language);
  const source = sourcesOf(language, family);
  return source.length === 0 ? undefined : rng.pick(source);
}

function sourcesOf({ sentences, noise }: Language, family: string): readonly string[] {
  const name = family.slice('sentences_'.length);
  return name in sentences ? sentences[name as keyof typeof sentences] : (noise[name] ?? []);
}

const prices = (levels: readonly object[]) =>
  levels.flatMap((each) => ('price' in each ? [Number(each.price)] : []));

/** Whether the levels alone tell the direction. */
function tellsSide({ signals: [signal], trade }: Draft): boolean {
  const stops = prices([signal?.stopLoss ?? {}]);
  const entries = Object.values(signal?.entry ?? {}).map(Number);
  const targets = prices(signal?.takeProfits ?? []);
  const [below, above] = trade.side === 'buy' ? [stops, targets] : [targets, stops];
  const isWhole = [stops, entries, targets].every((levels) => levels.length > 0);
  return (
    isWhole &&
    Math.max(...below) < Math.min(...entries) &&
    Math.max(...entries) < Math.min(...above)
  );
}

function finish(draft: Draft, kind: Kind, family: string): GeneratedMessage | undefined {
  const labels = kind === 'noise' ? NO_LABELS : labelsOf(draft);
  if (labels.kind !== kind) return undefined;
  const pieces =
    kind === 'noise' ? draft.pieces.map((piece) => ({ ...piece, role: undefined })) : draft.pieces;
  const { text, spans } = join(disturb(pieces, draft));
  return { text, spans, labels, family, lang: draft.language.code };
}
