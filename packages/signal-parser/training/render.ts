import type { Draft, Mode } from './draft.ts';
import { BLOCKS } from './blocks.ts';
import { writeMark } from './instructions.ts';
import { SLOTS } from './slots.ts';
import { type Node, parseTemplate } from './template.ts';

const MODES: ReadonlySet<string> = new Set<Mode>(['signal', 'update', 'quote', 'ghost']);

/** Slots that steer: `{!ghost}` sets what the words are about, `{!next}` goes on to another order. */
function steer(draft: Draft, name: string): void {
  if (MODES.has(name)) draft.mode = name as Mode;
  else if (name === 'next') draft.next(false);
  else if (name === 'same') draft.next(true, draft.trade.side);
  else if (name === 'with') draft.next(false, draft.trade.side);
  else if (name === 'other') draft.change();
  else throw new Error(`No such direction: ${name}`);
}

function slot(draft: Draft, name: string, arg: string): void {
  if (name.startsWith('!')) {
    steer(draft, name.slice(1));
    return;
  }
  const write = SLOTS[name] ?? BLOCKS[name];
  if (!write) throw new Error(`No such slot: ${name}`);
  write(draft, arg);
}

function visit(draft: Draft, nodes: readonly Node[]): void {
  for (const node of nodes) {
    switch (node.kind) {
      case 'text':
        draft.add(node.text);
        break;
      case 'slot':
        slot(draft, node.name, node.arg);
        break;
      case 'choice':
        visit(draft, draft.rng.pick(node.options));
        break;
      case 'side': {
        const word = draft.trade.side === 'buy' ? node.buy : node.sell;
        if (node.real) draft.side(word);
        else draft.add(word, 'word');
        break;
      }
      case 'mark':
        writeMark(draft, node.mark, node.text);
        break;
    }
  }
}

/** Writes a layout, in which `<a|b>` is a choice. */
export const writeLayout = (draft: Draft, template: string): void =>
  visit(draft, parseTemplate(template, true));

export const writeNodes = visit;
