// Decides cases, one a line, as fast as they come and with as much memory for a million as for one:
//   npm run --silent decide < cases.jsonl
//   npm run --silent decide -- --profile ftuk < cases.jsonl
// It takes an export of the audit trail too: what is no decision in there is passed over.
// A line that cannot be read is answered with `{"id", "error"}`, and the command ends with 1.

import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { decideCase, type LimitsNamed } from './replay/case.ts';
import { FieldError, isObject, type Json } from './replay/fields.ts';
import { caseProfiles } from './profiles/case-profile.store.ts';
import { caseIn } from './replay/trail.ts';

/** Written together: a write for every line would cost more than deciding it. */
const CHUNK_CHARACTERS = 65_536;

const { profile } = parseArgs({ options: { profile: { type: 'string' } } }).values;
const limitsNamed = replacing(caseProfiles(), profile);
let failures = 0;
let chunk = '';

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  const decision = line.trim() === '' ? undefined : answer(line);
  if (decision) chunk += `${JSON.stringify(decision)}\n`;
  if (chunk.length >= CHUNK_CHARACTERS) await flush();
}
await flush();
process.exitCode = failures > 0 ? 1 : 0;

/** With one profile given, every case is decided under that. */
function replacing(find: LimitsNamed, id: string | undefined): LimitsNamed {
  if (id === undefined) return find;
  const limits = find(id, undefined);
  if (!limits) throw new Error(`There is no profile ${id}`);
  return () => limits;
}

/** Nothing to a line that holds no decision. */
function answer(line: string): object | undefined {
  const json = parsed(line);
  try {
    if (!json) throw new FieldError('A line must be an object in JSON');
    const taken = caseIn(json);
    return taken && decideCase(taken, limitsNamed);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    failures++;
    const { id = null } = json ?? {};
    return { id, error: error.message };
  }
}

function parsed(line: string): Json | undefined {
  try {
    const json: unknown = JSON.parse(line);
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

async function flush(): Promise<void> {
  const text = chunk;
  chunk = '';
  if (!process.stdout.write(text)) {
    await new Promise<void>((resolve) => void process.stdout.once('drain', resolve));
  }
}
