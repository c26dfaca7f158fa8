/**
 * Templates, in which a message is written once and read many ways:
 *   `{sl}` a slot, `{w:sl}` one with an argument; `<a|b|>` a choice (layouts only);
 *   `[buy/sell]` a direction of the order, `(?buy/sell)` of no order; `<C:close>` words of an instruction.
 */
export type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string; readonly arg: string }
  | { readonly kind: 'choice'; readonly options: readonly (readonly Node[])[] }
  | { readonly kind: 'side'; readonly buy: string; readonly sell: string; readonly real: boolean }
  | { readonly kind: 'mark'; readonly mark: string; readonly text: string };

const SLOT = /\{([!=~\w]+)(?::([^{}]*))?\}/y;
const SIDE = /\[([^[\]/\n]+)\/([^[\]/\n]+)\]/y;
const GHOST = /\(\?([^()/\n]+)\/([^()/\n]+)\)/y;
const MARK = /<([A-Z]):([^<>]+)>/y;

type Reading = readonly [RegExp, (first: string, second: string) => Node];

const SPECIAL: readonly Reading[] = [
  [SLOT, (name, arg) => ({ kind: 'slot', name, arg })],
  [MARK, (mark, text) => ({ kind: 'mark', mark, text })],
  [SIDE, (buy, sell) => ({ kind: 'side', buy, sell, real: true })],
  [GHOST, (buy, sell) => ({ kind: 'side', buy, sell, real: false })],
];

function special(source: string, at: number): { node: Node; end: number } | undefined {
  if (!'{[(<'.includes(source.charAt(at))) return undefined;
  for (const [pattern, toNode] of SPECIAL) {
    pattern.lastIndex = at;
    const [whole, first = '', second = ''] = pattern.exec(source) ?? [];
    if (whole !== undefined) return { node: toNode(first, second), end: at + whole.length };
  }
  return undefined;
}

/** Reads one template, by going through it once. */
class Parser {
  readonly #source: string;
  readonly #choices: boolean;
  #at = 0;

  constructor(source: string, choices: boolean) {
    this.#source = source;
    this.#choices = choices;
  }

  /** The options up to the end, or up to the `>` that closes a choice. */
  options(isChoice: boolean): Node[][] {
    const options: Node[][] = [[]];
    while (this.#at < this.#source.length) {
      const letter = this.#source.charAt(this.#at);
      if (isChoice && letter === '>') break;
      if (isChoice && letter === '|') {
        options.push([]);
        this.#at += 1;
      } else this.#read(options.at(-1) ?? []);
    }
    return options;
  }

  #read(nodes: Node[]): void {
    const found = special(this.#source, this.#at);
    const letter = this.#source.charAt(this.#at);
    this.#at = found?.end ?? this.#at + 1;
    if (found) nodes.push(found.node);
    else if (this.#choices && letter === '<') {
      nodes.push({ kind: 'choice', options: this.options(true) });
      this.#at += 1;
    } else this.#text(nodes, letter);
  }

  #text(nodes: Node[], letter: string): void {
    const last = nodes.at(-1);
    if (last?.kind === 'text') nodes[nodes.length - 1] = { kind: 'text', text: last.text + letter };
    else nodes.push({ kind: 'text', text: letter });
  }
}

const cache = new Map<string, readonly Node[]>();

/** The parts of a template; in a sentence of a language `<` opens only marks. */
export function parseTemplate(source: string, choices: boolean): readonly Node[] {
  const known = cache.get(source);
  if (known) return known;
  const nodes = new Parser(source, choices).options(false)[0] ?? [];
  cache.set(source, nodes);
  return nodes;
}
