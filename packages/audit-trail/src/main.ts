import { parseArgs } from 'node:util';
import { linesOf } from './lines.ts';
import { parseVerifierKey, type NoteKey } from './note.ts';
import { verifyExport, type Sound, type Verdict } from './verify.ts';

// Exits 0 if the trail is sound, 1 if it is not, 2 if that could not be found out.
const USAGE = `Usage: npm run --silent audit-verify -- FILE [options]

  --key KEY             who signs checkpoints: once for each key that was in use
  --checkpoints FILE    the audit-checkpoints.jsonl that you keep
  --at-least SEQ        the last entry that you know of

FILE is the reply of GET /compliance/audit?format=jsonl. A KEY has the form name+id+key: take it from a
compliance.audit.checkpointed event that you have kept, or GET /compliance/audit/verify.`;

function main(): Verdict {
  const { values, positionals } = readArguments();
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error(USAGE);
  const keys = (values.key ?? []).map(readKey);
  const atLeast = readSeq(values['at-least']);
  const { checkpoints } = values;
  const log = checkpoints === undefined ? {} : { log: linesOf(checkpoints) };
  const verdict = verifyExport(linesOf(path), { keys, atLeast, ...log });
  console.log(describe(verdict, { atLeast, hasLog: checkpoints !== undefined }));
  return verdict;
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        key: { type: 'string', multiple: true },
        checkpoints: { type: 'string' },
        'at-least': { type: 'string', default: '0' },
      },
    });
  } catch (cause) {
    const [reason] = cause instanceof Error ? cause.message.split('\n') : [];
    throw new Error(`${reason}\n\n${USAGE}`, { cause });
  }
}

function readKey(text: string): NoteKey {
  const key = parseVerifierKey(text);
  if (!key) throw new Error(`Not a public key of the form name+id+key: "${text}"\n\n${USAGE}`);
  return key;
}

function readSeq(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  throw new Error(`Not the number of an entry: "${text}"`);
}

interface Given {
  readonly atLeast: number;
  readonly hasLog: boolean;
}

function describe(verdict: Verdict, given: Given): string {
  if (!verdict.ok) {
    const { seq, reason, detail } = verdict.fault;
    return `bad: ${seq === null ? '' : `entry ${seq}: `}${reason}: ${detail}`;
  }
  const parts = [describeChain(verdict), describeCheckpoint(verdict)];
  if (given.hasLog) parts.push(describeLog(verdict));
  return `ok: ${[...parts, describeEnd(verdict, given)].join('; ')}`;
}

function describeChain({ stream, entries, head }: Sound): string {
  const range = entries === 0 ? 'no entry' : `${entries} entries, 1 to ${entries}`;
  return `${range}, of ${stream}, head ${Buffer.from(head.hash).toString('hex')}`;
}

function describeCheckpoint({ checkpoint, keyIsKnown, entries }: Sound): string {
  if (!checkpoint) return 'seen by no checkpoint in the export';
  const whose = keyIsKnown ? 'a key that you gave' : 'a key that only the export vouches for';
  const { seq, size, root, origin } = checkpoint;
  const after = entries > seq ? `, and ${entries - seq} after it by none yet` : '';
  const tree = `of ${origin}, size ${size}, root ${Buffer.from(root).toString('base64')}`;
  return `entry ${seq} seen by the checkpoint ${tree}${after}, signed with ${whose}`;
}

function describeLog({ loggedSeq }: Sound): string {
  const seen = loggedSeq === null ? 'nothing of it' : `entry ${loggedSeq}`;
  return `the checkpoints outside have seen ${seen}`;
}

/** Entries that were cut off behind the last that anyone has seen leave no trace in the export. */
function describeEnd({ entries }: Sound, { atLeast }: Given): string {
  if (atLeast > 0) return `entry ${atLeast}, the last that you know of, is there`;
  const unseen = `whether entries after ${entries} were cut off cannot be seen in the export`;
  return `${unseen}: compare it with the last that you know of, by --at-least`;
}

try {
  process.exitCode = main().ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
