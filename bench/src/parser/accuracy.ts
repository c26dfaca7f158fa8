import type { Labelled } from '../../../packages/signal-parser/training/labelled.ts';
import type { Labels } from '../../../packages/signal-parser/training/labels.ts';
import { newOutcome, note, type Tally } from '../../../packages/signal-parser/training/score.ts';

export type Read = (text: string) => Labels;

export function accuracyOf(messages: readonly Labelled[], read: Read) {
  const outcome = newOutcome();
  for (const { text, labels } of messages) note(outcome, read(text), labels);
  return {
    kind: percent(outcome.kind),
    orders: percent(outcome.core),
    updates: percent(outcome.updates),
    wholly: percent(outcome.whole),
    'false orders': percent(outcome.falseOrders),
  };
}

const percent = ({ right, of }: Tally) => `${((100 * right) / of).toFixed(1)} %`;
