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

function special(source: string, at: number): { node: Node; end: number } | undefined {
  const match = (pattern: RegExp) => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  const found = (node: Node, { 0: whole }: RegExpExecArray) => ({ node, end: at + whole.length });

  const slot = match(SLOT);
  if (slot) return found({ kind: 'slot', name: slot[1] ?? '', arg: slot[2] ?? '' }, slot);
  const mark = match(MARK);
  if (mark) return found({ kind: 'mark', mark: mark[1] ?? '', text: mark[2] ?? '' }, mark);
  for (const real of [true, false]) {
    const side = match(real ? SIDE : GHOST);
    if (side) return found({ kind: 'side', buy: side[1] ?? '', sell: side[2] ?? '', real }, side);
  }
  return undefined;
}

interface Reach {
  readonly choices: boolean;
  /** Inside a choice, which a `>` closes. */
  readonly deep: boolean;
}

function parseUntil(source: string, from: number, { choices, deep }: Reach) {
  const options: Node[][] = [[]];
  let text = '';
  let at = from;
  const push = (node?: Node) => {
    if (text !== '') options.at(-1)?.push({ kind: 'text', text });
    text = '';
    if (node) options.at(-1)?.push(node);
  };
  while (at < source.length && !(deep && source[at] === '>')) {
    const found = '{[(<'.includes(source[at] ?? ' ') ? special(source, at) : undefined;
    if (found) {
      push(found.node);
      at = found.end;
    } else if (choices && source[at] === '<') {
      const inner = parseUntil(source, at + 1, { choices, deep: true });
      push({ kind: 'choice', options: inner.options });
      at = inner.at + 1;
    } else if (deep && source[at] === '|') {
      push();
      options.push([]);
      at += 1;
    } else {
      text += source[at];
      at += 1;
    }
  }
  push();
  return { options, at };
}

const cache = new Map<string, readonly Node[]>();

/** The parts of a template; in a sentence of a language `<` opens only marks. */
export function parseTemplate(source: string, choices: boolean): readonly Node[] {
  const known = cache.get(source);
  if (known) return known;
  const nodes = parseUntil(source, 0, { choices, deep: false }).options[0] ?? [];
  cache.set(source, nodes);
  return nodes;
}
