import type { Language } from './language.ts';
import type { Rng } from './rng.ts';

/** The parts that a language's sentences are made of, by what they tell. */
interface Clauses {
  /** Who buys or sells what, and perhaps from where. */
  readonly opening: string[];
  readonly entry: string[];
  readonly stop: string[];
  readonly target: string[];
}

const SEAMS = /(?<=[.!?。！？؟।])\s*|\n+|[,;،]\s+|[，、；]\s*/;
const SIDE = /\[[^[\]/\n]+\/[^[\]/\n]+\]/;
const INSTRUCTION =
  /<[CPHBXT]:|\(\?|\{(?:symB|sym2|newsl|newtp|closepx|closepct|price|pips|num|money|time|pct|symb)/;
const LENGTH_MAX = 90;

const slotsOf = (clause: string) =>
  new Set(Array.from(clause.matchAll(/\{([\w]+)\}/g), ([, name = '']) => name));

const isOnly = (slots: ReadonlySet<string>, ...allowed: readonly string[]) =>
  slots.size > 0 && [...slots].every((slot) => allowed.includes(slot));

const isBalanced = (clause: string) =>
  ['()', '[]', '""', '«»'].every(([open = '', close = '']) =>
    open === close
      ? clause.split(open).length % 2 === 1
      : clause.split(open).length === clause.split(close).length,
  );

const hasWords = (clause: string) => /\p{L}/u.test(clause.replaceAll(/\{\w+\}|<\w:/g, ''));

function kindOf(clause: string): keyof Clauses | undefined {
  const slots = slotsOf(clause);
  if (SIDE.test(clause))
    return slots.has('sym') && isOnly(slots, 'sym', 'entry', 'entry2') ? 'opening' : undefined;
  if (isOnly(slots, 'entry', 'entry2')) return 'entry';
  if (isOnly(slots, 'sl') || isOnly(slots, 'slpips')) return 'stop';
  if (isOnly(slots, 'tp', 'tp2', 'tp3') && slots.has('tp')) return 'target';
  return isOnly(slots, 'tppips') ? 'target' : undefined;
}

/** Cuts sentences at their stops and commas, and keeps what tells one thing. */
function cut(sentences: readonly string[]): Clauses {
  const clauses: Clauses = { opening: [], entry: [], stop: [], target: [] };
  for (const sentence of sentences) {
    if (INSTRUCTION.test(sentence)) continue;
    for (const part of sentence.split(SEAMS)) {
      const clause = part.trim().replace(/[.!。！।]+$/, '');
      const isUsable =
        clause.length <= LENGTH_MAX &&
        isBalanced(clause) &&
        hasWords(clause) &&
        !clause.includes('?');
      const kind = isUsable ? kindOf(clause) : undefined;
      if (kind) clauses[kind].push(clause);
    }
  }
  return clauses;
}

const cache = new Map<string, Clauses>();

function clausesOf({ code, sentences }: Language): Clauses {
  const known = cache.get(code);
  if (known) return known;
  const clauses = cut(sentences.signal);
  cache.set(code, clauses);
  return clauses;
}

const upper = (clause: string) => clause.charAt(0).toUpperCase() + clause.slice(1);

/** A message of clauses from several sentences of a language; nothing where it has too few. */
export function compose(rng: Rng, language: Language): string | undefined {
  const { opening, entry, stop, target } = clausesOf(language);
  if (opening.length === 0 || stop.length === 0 || target.length === 0) return undefined;
  const first = rng.pick(opening);
  const rest = [rng.pick(stop), rng.pick(target)];
  const chosen = [first, ...(rng.chance(0.6) ? rest : rest.toReversed())];
  const isPriced = first.includes('{entry}') || /<[LS]:/.test(first);
  if (!isPriced && entry.length > 0 && rng.chance(0.6)) chosen.splice(1, 0, rng.pick(entry));
  return joinClauses(rng, disordered(rng, chosen), language.spaces);
}

/** Now and then one is missing, or what is first comes last. */
function disordered(rng: Rng, clauses: readonly string[]): string[] {
  const left = rng.chance(0.12) ? rng.int(1, clauses.length - 1) : -1;
  const chosen = clauses.filter((_, at) => at !== left);
  return rng.chance(0.1) ? [...chosen.slice(1), ...chosen.slice(0, 1)] : chosen;
}

function joinClauses(rng: Rng, clauses: readonly string[], spaces: boolean): string {
  const seams = spaces
    ? (['. ', '. ', '. ', ', ', ', ', '\n', '\n', '; ', ' - ', '! ', '. \n', ' '] as const)
    : (['。', '。', '，', '，', '\n', '；', ' '] as const);
  const seam = rng.pick(seams);
  const isSentence = /[.!\n]/.test(seam);
  return clauses.map((clause) => (isSentence ? upper(clause) : clause)).join(seam);
}
