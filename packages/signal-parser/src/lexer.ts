import { NOTHING, readNumber, readTimeframe, type Found } from './figures.ts';
import { meaningOf, PHRASE_WORDS_MAX, type Break, type Item } from './lexicon.ts';
import { findSymbol } from './symbols.ts';
import { tokensOf, type Peek } from './tokens.ts';

const LIST_MARK = /^[•▪▫●◆◇]$/;
const SEGMENT_MARK = /^[|,;»«·]$/;
const SYMBOL_PARTS_MAX = 3;

/** Turns normalised text into items, in one pass; `visit` is told of every look at a token. */
export function readItems(text: string, visit: () => void): Item[] {
  const { count, peek } = tokensOf(text, visit);
  const items: Item[] = [];
  for (let index = 0; index < count;) {
    const found = readOne(peek, index, items.at(-1));
    items.push(...found.items);
    index += found.taken;
  }
  return items;
}

function readOne(peek: Peek, index: number, before: Item | undefined): Found {
  for (const read of [readTimeframe, readSymbol, readNumber, readPhrase]) {
    const found = read(peek, index, before);
    if (found.taken > 0) return found;
  }
  return readMark(peek, index);
}

/** Up to three words or numbers that together name an instrument: `eur / usd`, `volatility 75`. */
function readSymbol(peek: Peek, index: number): Found {
  const tagged = /^[#$]$/.test(peek(index - 1).text);
  let compact = '';
  let found = NOTHING;
  for (let part = 0, at = index; part < SYMBOL_PARTS_MAX; part++, at++) {
    if (part > 0 && /^[/.]$/.test(peek(at).text)) at++;
    const { kind, text } = peek(at);
    if (kind !== 'word' && kind !== 'number') break;
    compact += text;
    const symbol = findSymbol(compact, tagged);
    if (symbol) found = { items: [{ is: 'symbol', symbol }], taken: at + 1 - index };
  }
  return found;
}

/** The longest phrase that means something; a word that means nothing is still a word. */
function readPhrase(peek: Peek, index: number): Found {
  if (peek(index).kind !== 'word') return NOTHING;
  let found: Found = { items: [{ is: 'word' }], taken: 1 };
  let phrase = '';
  for (let taken = 1; taken <= PHRASE_WORDS_MAX; taken++) {
    const { kind, text } = peek(index + taken - 1);
    if (kind !== 'word') break;
    phrase += taken > 1 ? ` ${text}` : text;
    const items = meaningOf(phrase);
    if (items) found = { items, taken };
  }
  return found;
}

function readMark(peek: Peek, index: number): Found {
  const { text } = peek(index);
  if (text === '@') return { items: [{ is: 'label', role: 'entry', weak: true }], taken: 1 };
  const reach = reachOf(text);
  const isPoint = reach === 'sentence' && peek(index + 1).kind === 'number';
  if (!reach || isPoint) return { items: [], taken: 1 };
  const listed: Item[] = LIST_MARK.test(text) ? [{ is: 'list-mark' }] : [];
  return { items: [{ is: 'break', reach }, ...listed], taken: 1 };
}

function reachOf(mark: string): Break | undefined {
  if (mark === '\n') return 'line';
  if (mark === ':') return 'colon';
  if (/^[.!?]$/.test(mark)) return 'sentence';
  return LIST_MARK.test(mark) || SEGMENT_MARK.test(mark) ? 'segment' : undefined;
}
