import { createHash, hash as hashOnce, randomBytes, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  canonicalJson,
  entryHash,
  entryLine,
  genesisHash,
  headerLine,
  linesOf,
  verifyExport,
} from '@signalos/audit-trail';
import { createLogger } from '@signalos/runtime';
import { appendAudit } from '../../services/compliance/src/audits/audit.commands.ts';
import { connect, type Tx } from '../../services/compliance/src/db.ts';
import { compare, percentile } from './measure.ts';
import { openBenchDatabase } from './servers.ts';

// What the audit trail costs: verifying an export against parsing its lines as JSON and hashing what is
// in them, which proves nothing; and appending in a transaction against inserting the same text into a
// table without a chain. PostgreSQL is that of the tests, which does not wait for the disk.
//
//   node --disable-warning=ExperimentalWarning bench/src/audit.ts

const ENTRIES = 50_000;
/** Of a small entry, and of a decision with all that it was taken from. */
const BODY_BYTES = [657, 2_500];
const APPENDS = 1_000;
const ROUNDS = 5;
const STREAM = randomUUID();

function* trail(bytes: number): Generator<Buffer> {
  yield Buffer.from(headerLine({ stream: STREAM, key: null }));
  let prevHash: Uint8Array = genesisHash(STREAM);
  for (let seq = 1; seq <= ENTRIES; seq++) {
    const body = Buffer.from(bodyOf(seq, bytes));
    const hash = entryHash({ seq, prevHash, body });
    yield entryLine({ seq, prevHash, hash, body });
    prevHash = hash;
  }
}

/** Many short strings, as in a decision. */
function bodyOf(seq: number, bytes: number): string {
  const data: Record<string, string> = {};
  for (let n = 0; n < bytes / 32; n++) data[`field${n}`] = randomBytes(8).toString('hex');
  return canonicalJson({ at: '2026-06-10T10:00:00.123Z', data, kind: 'decision-taken', seq });
}

function verifyOurs(path: string): void {
  const verdict = verifyExport(linesOf(path));
  if (!verdict.ok || verdict.entries !== ENTRIES) throw new Error('The trail is not sound');
}

/** What a verifier that keeps parsed bodies would have to do at least. */
function parseAndHash(path: string): void {
  let entries = 0;
  for (const line of linesOf(path)) {
    const { body } = JSON.parse(line.toString()) as { body?: unknown };
    if (body === undefined) continue;
    createHash('sha256').update(JSON.stringify(body)).digest('hex');
    entries++;
  }
  if (entries !== ENTRIES) throw new Error('Lines are missing');
}

/** What no verifier can do without. */
function hashOnly(path: string): void {
  for (const line of linesOf(path)) hashOnce('sha256', line, 'buffer');
}

async function compareVerifiers(stack: AsyncDisposableStack): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'signalos-bench-audit-'));
  stack.defer(() => rm(folder, { recursive: true }));
  for (const bytes of BODY_BYTES) {
    const path = join(folder, `${bytes}.jsonl`);
    await pipeline(Readable.from(trail(bytes)), createWriteStream(path));
    const contenders = {
      'audit-verify': verifyOurs,
      'JSON.parse and SHA-256': parseAndHash,
      'SHA-256 alone': hashOnly,
    };
    await compare(
      `An entry of ${bytes} bytes`,
      Object.entries(contenders).map(([name, work]) => ({ name, run: () => work(path) })),
      { rounds: ROUNDS, times: ENTRIES },
    );
  }
}

async function compareAppends(stack: AsyncDisposableStack): Promise<void> {
  const folder = new URL('../../services/compliance/', import.meta.url);
  const { url, pool } = await openBenchDatabase(stack, { folder, poolMax: 2 });
  await pool.query('create table plain (id uuid primary key, at timestamptz, body text)');
  const log = createLogger('bench', { level: 'warn' });
  const database = stack.use(connect({ url, poolMax: 2, name: 'bench', log }));
  const at = new Date();
  const data = { decision: bodyOf(1, 2_500) };
  const content = canonicalJson({ at: at.toISOString(), data, kind: 'decision-taken' });
  const works: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
    'appended to the chain': (tx) =>
      appendAudit(tx, { stream: STREAM, kind: 'decision-taken', at, data }),
    'inserted without a chain': (tx) =>
      tx.$executeRaw`insert into plain values (${randomUUID()}::uuid, ${at}, ${content})`,
    'nothing but a query': (tx) => tx.$queryRaw`select 1 as one`,
  };

  const samples = new Map<string, number[]>(Object.keys(works).map((name) => [name, []]));
  for (let n = -APPENDS / 10; n < APPENDS; n++) {
    for (const [name, work] of Object.entries(works)) {
      const ms = await database.transact(async (tx) => {
        const started = performance.now();
        await work(tx);
        return performance.now() - started;
      });
      if (n >= 0) samples.get(name)?.push(ms);
    }
  }
  console.log(`\nIn a transaction, of ${content.length} bytes (${APPENDS} of each, interleaved)`);
  console.table(
    Object.fromEntries(
      [...samples].map(([name, times]) => [
        name,
        {
          'p50 ms': percentile(times, 0.5).toFixed(3),
          'p99 ms': percentile(times, 0.99).toFixed(3),
        },
      ]),
    ),
  );
}

async function main(): Promise<void> {
  await using stack = new AsyncDisposableStack();
  await compareVerifiers(stack);
  await compareAppends(stack);
}

await main();
process.exit(); // The schema engine leaves a timer of ten seconds behind.
