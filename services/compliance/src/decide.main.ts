// Decides cases, one a line, as fast as they come and with as much memory for a million as for one:
//   npm run --silent decide < cases.jsonl
//   npm run --silent decide -- --profile ftuk < cases.jsonl
// It takes an export of the audit trail too: what is no decision in there is passed over.
// A line that cannot be read, or is longer than 16 Mi characters, is answered with `{"id", "error"}`, and the command ends with 1.

import { parseArgs } from 'node:util';
import { decideCase, type LimitsNamed } from './replay/case.ts';
import { FieldError, isObject, type Json } from './replay/fields.ts';
import { LINE_TOO_LONG, lineCutter } from './replay/lines.ts';
import { caseProfiles } from './profiles/case-profile.store.ts';
import { caseIn } from './replay/trail.ts';

const { profile } = parseArgs({ options: { profile: { type: 'string' } } }).values;
const limitsNamed = replacing(caseProfiles(), profile);
let failures = 0;
const { cut, rest } = lineCutter();

for await (const text of process.stdin.setEncoding('utf8') as AsyncIterable<string>) {
  await write(cut(text).map(answered).join(''));
}
await write(answered(rest()));
process.exitCode = failures > 0 ? 1 : 0;

/** With one profile given, every case is decided under that. */
function replacing(find: LimitsNamed, id: string | undefined): LimitsNamed {
  if (id === undefined) return find;
  const limits = find(id, undefined);
  if (!limits) throw new Error(`There is no profile ${id}`);
  return () => limits;
}

function answered(line: string | undefined): string {
  const decision = line?.trim() === '' ? undefined : answer(line);
  return decision ? `${JSON.stringify(decision)}\n` : '';
}

/** Nothing to a line that holds no decision. */
function answer(line: string | undefined): object | undefined {
  const json = line === undefined ? undefined : parsed(line);
  try {
    if (line === undefined) throw new FieldError(LINE_TOO_LONG);
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
    const json: unknown = JSON.parse(line.replace(/^\uFEFF/, ''));
    return isObject(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

async function write(text: string): Promise<void> {
  if (process.stdout.write(text)) return;
  await new Promise<void>((resolve) => void process.stdout.once('drain', resolve));
}
