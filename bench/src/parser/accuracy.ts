import { readFileSync } from 'node:fs';
import type { Labels } from '../../../packages/signal-parser/training/labels.ts';
import {
  areUpdatesRight,
  isCoreRight,
  isWhollyRight,
} from '../../../packages/signal-parser/training/score.ts';

export type Read = (text: string) => Labels;

interface Labelled {
  readonly text: string;
  readonly labels: Labels;
}

/** A file of labelled messages, its numbers as decimal texts. */
export const labelledIn = (file: string): Labelled[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line, (_key, value: unknown) =>
          typeof value === 'number' ? plain(value) : value,
        ) as Labelled,
    );

const plain = (value: number) =>
  value < 1e-6 ? value.toFixed(12).replace(/0+$/, '') : String(value);

export function accuracyOf(messages: readonly Labelled[], read: Read) {
  const answers = messages.map(({ text, labels }) => ({ labels, answer: read(text) }));
  type Pair = (typeof answers)[number];
  const share = (isRight: (pair: Pair) => boolean, of: (pair: Pair) => boolean = () => true) => {
    const asked = answers.filter(of);
    return `${((100 * asked.filter(isRight).length) / asked.length).toFixed(1)} %`;
  };
  const isOf = (kind: string) => (pair: Pair) => pair.labels.kind === kind;
  return {
    kind: share(({ answer, labels }) => answer.kind === labels.kind),
    orders: share(({ answer, labels }) => isCoreRight(answer, labels), isOf('signal')),
    updates: share(({ answer, labels }) => areUpdatesRight(answer, labels), isOf('update')),
    wholly: share(({ answer, labels }) => isWhollyRight(answer, labels)),
    'false orders': share(
      ({ answer }) => answer.signals.length > 0,
      (pair) => !isOf('signal')(pair),
    ),
  };
}
