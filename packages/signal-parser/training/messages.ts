import { disturb } from './noise.ts';
import { Draft } from './draft.ts';
import { labelsOf, NOISE as NO_LABELS } from './labelling.ts';
import type { Labels } from './labels.ts';
import { type Language, LANGUAGES } from './language.ts';
import type { Family, Kind } from './layouts/family.ts';
import { FORMATS } from './layouts/formats.ts';
import { NOISE } from './layouts/noise.ts';
import { ORDERS } from './layouts/orders.ts';
import { PROSE } from './layouts/prose.ts';
import { UPDATES } from './layouts/updates.ts';
import { join, type Role, type Span } from './pieces.ts';
import { writeLayout } from './render.ts';
import { Rng } from './rng.ts';
import { writeBoth, writeNoise, writeSignal, writeUpdate } from './sentences.ts';

export type { Labels, Role, Span };

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

const LAYOUTS: readonly Family[] = [...ORDERS, ...FORMATS, ...PROSE, ...UPDATES, ...NOISE];
const CATEGORIES = [...new Set(LANGUAGES.flatMap(({ noise }) => Object.keys(noise)))];
const SENTENCES: Readonly<Record<Kind, readonly string[]>> = {
  signal: ['sentences_signal', 'sentences_both'],
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

const SHARES = { signal: 0.55, update: 0.2 } as const;
const ENGLISH = 0.55;
/** How many are sentences of the language rather than layouts; English ones have more layouts. */
const SENTENCE = {
  english: { signal: 0.45, update: 0.45, noise: 0.45 },
  other: { signal: 0.45, update: 0.68, noise: 0.75 },
} as const;
const BOTH = 0.08;

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
  const [first] = languages;
  const isEnglish = first?.code === 'en' && (languages.length === 1 || rng.chance(ENGLISH));
  const rest = first?.code === 'en' && languages.length > 1 ? languages.slice(1) : languages;
  const language = isEnglish ? first : rng.pick(rest);
  if (rng.chance(SENTENCE[isEnglish ? 'english' : 'other'][kind]))
    return writeSentence(rng, { kind, language, wanted });
  const fitting = (isEnglish ? FITTING.english : FITTING.other)[kind].filter(({ name }) =>
    wanted(name),
  );
  if (fitting.length === 0) return writeSentence(rng, { kind, language, wanted });
  const family = pickFamily(rng, fitting);
  const draft = new Draft(rng, language, family.wish);
  if (kind !== 'signal') draft.mode = kind === 'update' ? 'update' : 'ghost';
  if (family.write) family.write(draft);
  else writeLayout(draft, rng.pick(family.templates));
  if (family.silent && !tellsSide(draft)) return undefined;
  return finish(draft, kind, family.name);
}

function pickKind(rng: Rng): Kind {
  const draw = rng.next();
  if (draw < SHARES.signal) return 'signal';
  return draw < SHARES.signal + SHARES.update ? 'update' : 'noise';
}

function pickFamily(rng: Rng, families: readonly Family[]): Family {
  let draw = rng.next() * families.reduce((sum, { weight }) => sum + weight, 0);
  const found = families.find(({ weight }) => (draw -= weight) < 0);
  return found ?? (families[0] as Family);
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
  const [usual = '', both = ''] = SENTENCES.signal;
  const signal = rng.chance(BOTH) ? both : usual;
  const family = kind === 'signal' ? signal : rng.pick(SENTENCES[kind]);
  const source = sourcesOf(language, family);
  if (!wanted(family) || source.length === 0) return undefined;
  const draft = new Draft(rng, language, { entries: 1, type: 'market' });
  const text = rng.pick(source);
  if (family === 'sentences_signal') writeSignal(draft, text);
  else if (family === 'sentences_both') writeBoth(draft, text);
  else if (family === 'sentences_update') writeUpdate(draft, text);
  else writeNoise(draft, text);
  return finish(draft, kind, family);
}

function sourcesOf({ sentences, noise }: Language, family: string): readonly string[] {
  const name = family.slice('sentences_'.length);
  return name in sentences ? sentences[name as keyof typeof sentences] : (noise[name] ?? []);
}

/** Whether the levels alone tell the direction. */
function tellsSide({ signals, trade }: Draft): boolean {
  const [signal] = signals;
  const stop = signal?.stopLoss;
  const targets = signal?.takeProfits.flatMap((each) =>
    'price' in each ? [Number(each.price)] : [],
  );
  if (!signal?.entry || !stop || !('price' in stop) || !targets?.length) return false;
  const { low, high } = signal.entry;
  return trade.side === 'buy'
    ? Number(stop.price) < Number(low) && targets.every((price) => price > Number(high))
    : Number(stop.price) > Number(high) && targets.every((price) => price < Number(low));
}

function finish(draft: Draft, kind: Kind, family: string): GeneratedMessage | undefined {
  const labels = kind === 'noise' ? NO_LABELS : labelsOf(draft);
  if (labels.kind !== kind) return undefined;
  const pieces =
    kind === 'noise' ? draft.pieces.map((piece) => ({ ...piece, role: undefined })) : draft.pieces;
  const { text, spans } = join(disturb(pieces, draft));
  return { text, spans, labels, family, lang: draft.language.code };
}
