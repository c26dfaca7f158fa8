import { parseArgs } from 'node:util';
import { generate } from './messages.ts';

/** Prints messages and what they say: node packages/signal-parser/training/preview.ts --count 5 --lang de */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    count: { type: 'string', default: '10' },
    family: { type: 'string', multiple: true },
    lang: { type: 'string', multiple: true },
  },
});

const messages = generate({
  seed: Number(values.seed),
  count: Number(values.count),
  ...(values.family && { families: values.family }),
  ...(values.lang && { languages: values.lang }),
});

for (const { text, spans, labels, family, lang } of messages) {
  const marks = spans.map(
    ({ start, end, role, order }) => `${role}${order}=${text.slice(start, end)}`,
  );
  const lines = [`── ${family} ${lang} ${labels.kind}`, text, `  ${marks.join(' ')}`];
  if (labels.kind !== 'noise') lines.push(`  ${JSON.stringify(labels)}`);
  process.stdout.write(`${lines.join('\n')}\n\n`);
}
