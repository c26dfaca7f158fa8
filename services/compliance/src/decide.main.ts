// Decides cases, one a line, as fast as they come and with as much memory for a million as for one:
//   npm run --silent decide < cases.jsonl
//   npm run --silent decide -- --profile ftuk < cases.jsonl     or ftuk@1, an earlier version
// It takes an export of the audit trail too: what is no decision in there is passed over, and `asRecorded`
// tells whether the same was decided then. A line that cannot be read, or is longer than 16 Mi characters, is
// answered with `{"line", "id", "error"}`. The command ends with 1 if there was any such line, or any decision
// that is not as it was recorded; with 2 if it could not begin.

import { parseArgs } from 'node:util';
import { answerLines, LINE_TOO_LONG, objectIn } from '@signalos/lines';
import { decideCase, type LimitsNamed } from './replay/case.ts';
import { FieldError, type Json } from './replay/fields.ts';
import { caseProfiles, presetNamed, presetNames } from './profiles/case-profile.store.ts';
import { caseIn, isAsRecorded } from './replay/trail.ts';

const profile = profileAskedFor();
const limitsNamed = profile === undefined ? caseProfiles() : replacing(profile);
let failures = 0;

await answerLines(answer);
process.exitCode = failures > 0 ? 1 : 0;

function profileAskedFor(): string | undefined {
  try {
    return parseArgs({ options: { profile: { type: 'string' } } }).values.profile;
  } catch (error) {
    return giveUp((error as Error).message);
  }
}

function giveUp(reason: string): never {
  console.error(reason);
  process.exit(2);
}

/** With one profile given, every case is decided under that. */
function replacing(name: string): LimitsNamed {
  const preset = presetNamed(name);
  const limits = preset?.limits ?? caseProfiles()(name, undefined);
  if (!limits) giveUp(`There is no profile ${name}. There are: ${presetNames().join(', ')}`);
  if (preset) console.error(`Under ${preset.id} version ${preset.version}, ${preset.sha256}`);
  return () => limits;
}

/** Nothing to a line that holds no decision. */
function answer(line: string | undefined, number: number): object | undefined {
  const json = line === undefined ? undefined : objectIn(line);
  try {
    if (line === undefined) throw new FieldError(LINE_TOO_LONG);
    if (!json) throw new FieldError('A line must be an object in JSON');
    return decide(json);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    failures++;
    const { id = null } = json ?? {};
    return { line: number, id, error: error.message };
  }
}

function decide(json: Json): object | undefined {
  const taken = caseIn(json);
  if (!taken) return undefined;
  const decision = decideCase(taken.case, limitsNamed);
  if (!taken.decision || profile !== undefined) return decision;
  const asRecorded = isAsRecorded(decision, taken.decision);
  if (!asRecorded) failures++;
  return { ...decision, asRecorded };
}
