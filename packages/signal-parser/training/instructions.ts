import type { Draft } from './draft.ts';
import type { Role } from './pieces.ts';

/** Whether little enough stands between two instructions for them to be one: "close the half". */
function isBeside(draft: Draft): boolean {
  const since = draft.pieces.findLastIndex(({ role }) => role === 'CLS' || role === 'PRT');
  const between = draft.pieces.slice(since + 1);
  const text = between.map((piece) => piece.text).join('');
  return since >= 0 && text.length <= 24 && !/[\n.;!,،。，]/.test(text);
}

function close(draft: Draft, text: string): void {
  const last = draft.updates.at(-1);
  if (last?.type === 'closePartial' && isBeside(draft)) {
    draft.add(text, 'word', 'PRT').order = draft.updates.length - 1;
    return;
  }
  const update = draft.instruct('close', { role: 'CLS', text });
  settle(draft, update);
}

function part(draft: Draft, text: string, percent: string | null): void {
  const last = draft.updates.at(-1);
  if ((last?.type === 'close' || last?.type === 'closePartial') && isBeside(draft)) {
    draft.toPartial(percent);
    draft.add(text, 'word', 'PRT').order = draft.updates.length - 1;
    return;
  }
  const update = draft.instruct('closePartial', { role: 'PRT', text });
  update.percent = percent;
  settle(draft, update);
}

/** A price or a percentage that was said first belongs to the instruction that follows. */
function settle(draft: Draft, update: { price: string | null; percent: string | null }): void {
  const { pending } = draft;
  update.price = pending.price ?? null;
  if (pending.percent !== undefined) draft.toPartial(pending.percent);
  delete pending.price;
  delete pending.percent;
}

const INSTRUCTIONS: Readonly<Record<string, (draft: Draft, text: string) => void>> = {
  C: close,
  P: (draft, text) => part(draft, text, null),
  H: (draft, text) => part(draft, text, '50'),
  B: (draft, text) => void draft.instruct('breakeven', { role: 'BE', text }),
  X: (draft, text) => void draft.instruct('cancel', { role: 'CAN', text }),
  T: (draft, text) => void draft.instruct('modifyTp', { role: 'TOF', text }),
};
const KINDS: Readonly<Record<string, Extract<Role, 'LIM' | 'STP'>>> = { L: 'LIM', S: 'STP' };

/** Writes words that carry an instruction, or the kind of an order. */
export function writeMark(draft: Draft, mark: string, text: string): void {
  if (draft.mode === 'ghost' || draft.mode === 'quote') {
    draft.add(text, 'word');
    return;
  }
  const kind = KINDS[mark];
  if (kind) draft.kind(kind, text);
  else if (mark === 'O') draft.openTarget(text);
  else INSTRUCTIONS[mark]?.(draft, text);
}
