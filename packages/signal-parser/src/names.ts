import { everydayCoin, instrumentOf, pairOf, taggedCoin, type Naming } from './instruments.ts';
import { findPhrase, findWord } from './lexicon.ts';
import type { Normalised } from './normalise.ts';
import { sideAndName } from './spelling.ts';
import { isOneOf, lengthOfRun, textOf, type Token } from './tokens.ts';

/** An instrument, and of how many tokens its name is. */
export interface Named {
  readonly count: number;
  readonly naming: Naming;
}

const RUN_MAX = 4;
const TAIL = /^(?:p|perp|swap|pro|raw|ecn|std|cash|r|i|m|c|a|z|e|x|sb|spot|futures)$/;

/** Finds instruments by their tickers: in one word or two, with digits and marks in them. */
export class Names {
  readonly #tokens: readonly Token[];
  readonly #normalised: Normalised;

  constructor(tokens: readonly Token[], normalised: Normalised) {
    this.#tokens = tokens;
    this.#normalised = normalised;
  }

  at(at: number): Named | undefined {
    const pair = this.#markedPairAt(at) ?? this.#spacedPairAt(at);
    if (pair) return pair;
    for (let count = lengthOfRun(this.#tokens, at, RUN_MAX); count >= 1; count--) {
      const found = this.#tickerAt(at, count);
      if (found) return found;
    }
    return undefined;
  }

  /** `XAU/USD` */
  #markedPairAt(at: number): Named | undefined {
    const [base, mark, quote] = [this.#tokens[at], this.#tokens[at + 1], this.#tokens[at + 2]];
    if (!base || quote?.kind !== 'word' || !isOneOf('/_.-', mark?.text)) return undefined;
    const symbol = pairOf(base.text, quote.text.replace(/(?:perp|swap)$/, ''));
    return symbol === undefined ? undefined : this.#surely(at, 3, symbol);
  }

  /** `XAU USD` */
  #spacedPairAt(at: number): Named | undefined {
    const [base, quote] = [this.#tokens[at], this.#tokens[at + 1]];
    if (base?.kind !== 'word' || quote?.kind !== 'word') return undefined;
    const symbol = pairOf(base.text, quote.text);
    return symbol === undefined ? undefined : this.#surely(at, 2, symbol);
  }

  #tickerAt(at: number, count: number): Named | undefined {
    const word = textOf(this.#tokens, at, count);
    const pair = count > 1 ? this.#quotedAt(at, count, word) : undefined;
    if (pair) return pair;
    if (count === 1 && (this.#tokens[at]?.kind === 'number' || sideAndName(word))) return undefined;
    const naming = this.#isTagged(at)
      ? tagged(this.#named(at, count, word), word)
      : this.#plain(at, count, word);
    return naming && this.#withTail(at, count, naming);
  }

  /** `1INCH/USDT` */
  #quotedAt(at: number, count: number, base: string): Named | undefined {
    const [mark, quote] = [this.#tokens[at + count], this.#tokens[at + count + 1]];
    if (quote?.kind !== 'word' || !isOneOf('/_-', mark?.text)) return undefined;
    const symbol = pairOf(base, quote.text);
    return symbol === undefined ? undefined : this.#surely(at, count + 2, symbol);
  }

  #isTagged(at: number): boolean {
    return this.#tokens[at]?.glued === true && isOneOf('#$', this.#tokens[at - 1]?.text);
  }

  #plain(at: number, count: number, word: string): Naming | undefined {
    const named = count > 1 ? this.#named(at, count, word) : instrumentOf(word);
    return named ?? this.#shoutedCoin(at, count, word);
  }

  /** By the lexicon's names, or as a ticker. */
  #named(at: number, count: number, word: string): Naming | undefined {
    const words = this.#tokens.slice(at, at + count).map(({ text }) => text);
    const entry = findPhrase(words.join(' '));
    if (!entry?.symbol) return instrumentOf(word);
    return { symbol: entry.symbol, isDoubtful: entry.isDoubtful };
  }

  /** `NEAR` among small letters is the coin. */
  #shoutedCoin(at: number, count: number, word: string): Naming | undefined {
    const symbol = everydayCoin(word);
    const [first, last] = [this.#tokens[at], this.#tokens[at + count - 1]];
    if (!symbol || !first || !last) return undefined;
    const { original, offsets } = this.#normalised;
    const written = original.slice(offsets[first.start], offsets[last.end]);
    return isUpper(written) && !isUpper(original) ? { symbol, isDoubtful: true } : undefined;
  }

  #surely(at: number, count: number, symbol: string): Named {
    return this.#withTail(at, count, { symbol, isDoubtful: false });
  }

  /** `.P`, `-SWAP` and the suffixes of brokers belong to the ticker before them. */
  #withTail(at: number, count: number, naming: Naming): Named {
    const [mark, tail] = [this.#tokens[at + count], this.#tokens[at + count + 1]];
    const isGlued = mark?.glued === true && tail?.glued === true;
    const isTail = isGlued && isOneOf('.-_', mark.text) && TAIL.test(tail.text);
    return { count: isTail ? count + 2 : count, naming };
  }
}

const isUpper = (text: string) => text === text.toUpperCase();

/** `#gold` and `$foo` name an instrument for sure, or a coin that nobody knows. */
function tagged(named: Naming | undefined, word: string): Naming | undefined {
  const symbol = named?.symbol ?? everydayCoin(word);
  if (symbol) return { symbol, isDoubtful: false };
  return findWord(word) ? undefined : taggedCoin(word);
}
