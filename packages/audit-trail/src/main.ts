import { parseArgs } from 'node:util';
import { linesOf } from './lines.ts';
import { parseVerifierKey, type NoteKey } from './note.ts';
import { verifyExport, type Sound, type Verdict } from './verify.ts';

// npm run --silent audit-verify -- FILE [--key PUBLICKEY]… [--checkpoints FILE]
// Exits 0 if the trail is sound, 1 if it is not, 2 if that could not be found out.
const USAGE =
  'Usage: npm run --silent audit-verify -- FILE [--key PUBLICKEY]… [--checkpoints FILE]';

function main(): Verdict {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      checkpoints: { type: 'string' },
    },
  });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Error(USAGE);
  const keys = (values.key ?? []).map(readKey);
  const { checkpoints } = values;
  const log = checkpoints === undefined ? {} : { log: linesOf(checkpoints) };
  return verifyExport(linesOf(path), { keys, ...log });
}

function readKey(text: string): NoteKey {
  const key = parseVerifierKey(text);
  if (!key) throw new Error(`Not a public key of the form name+id+key: ${text}`);
  return key;
}

function describe(verdict: Verdict): string {
  if (verdict.ok) return `ok: ${describeChain(verdict)}; ${describeCheckpoint(verdict)}`;
  const { seq, reason, detail } = verdict.fault;
  return `bad: ${seq === null ? '' : `entry ${seq}: `}${reason}: ${detail}`;
}

function describeChain({ stream, entries, head }: Sound): string {
  const range = entries === 0 ? 'no entry' : `${entries} entries, 1 to ${entries}`;
  return `${range}, of ${stream}, head ${Buffer.from(head.hash).toString('hex')}`;
}

function describeCheckpoint({ checkpoint, loggedSeq, keyIsKnown, entries }: Sound): string {
  const whose = keyIsKnown ? 'a key that you gave' : 'a key that only the export vouches for';
  const logged = loggedSeq === null ? '' : `; the checkpoints outside have seen entry ${loggedSeq}`;
  if (!checkpoint) return `seen by no checkpoint in the export${logged}`;
  const { seq, size, root, origin } = checkpoint;
  const after = entries > seq ? `, and ${entries - seq} after it by none yet` : '';
  const tree = `of ${origin}, size ${size}, root ${Buffer.from(root).toString('base64')}`;
  return `entry ${seq} seen by the checkpoint ${tree}${after}, signed with ${whose}${logged}`;
}

try {
  const verdict = main();
  console.log(describe(verdict));
  process.exitCode = verdict.ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
