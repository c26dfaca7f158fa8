import { expect } from 'vitest';
import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { verifierKey } from '@signalos/audit-trail';
import { withClient, type Client } from '@signalos/testing';
import type { AuditConfig } from '../src/config.ts';
import { startTestCompliance, type TestCompliance, type Trader } from './compliance.ts';

const CHECKPOINT_MS = 100;
const verifier = join(import.meta.dirname, '../../../packages/audit-trail/src/main.ts');

type Query = (text: string, values?: readonly unknown[]) => Promise<any[]>;

/** The service with its checkpoints in a folder, and somebody who may write what he likes. */
export interface TestAudits extends AsyncDisposable {
  readonly service: TestCompliance;
  readonly audit: AuditConfig;
  /** The file of checkpoints. */
  readonly log: string;
  /** What its checkpoints are verified with. */
  readonly key: string;
  readonly query: Query;
  /** As the owner of the tables, past triggers and constraints. */
  readonly tamper: (text: string, values?: readonly unknown[]) => Promise<void>;
  checkpointFile(): Promise<string>;
  /** Until a checkpoint has seen so many entries of the stream. */
  covered(stream: string, seq: number): Promise<void>;
  /** A trader with the given number of entries in the trail, all seen by a checkpoint. */
  trader(entries: number): Promise<Trader>;
  verdict(trader: Trader): Promise<any>;
  /** What audit-verify says of an export. */
  verify(trader: Trader, options?: readonly string[]): Promise<Verified>;
}

interface Verified {
  readonly status: number | null;
  readonly stdout: string;
}

export async function startTestAudits({ instances = 1 } = {}): Promise<TestAudits> {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), 'signalos-audit-'));
  stack.defer(() => rm(folder, { recursive: true }));
  const { privateKey: signingKey } = generateKeyPairSync('ed25519');
  const audit = { signingKey, checkpointMs: CHECKPOINT_MS, checkpointDirectory: folder };
  const service = stack.use(await startTestCompliance({ instances, audit }));
  const { world } = service;
  const { host } = new URL(world.config.auth.issuer);
  const key = verifierKey({ name: `${host}/compliance/audit`, privateKey: signingKey });
  const resources = stack.move();

  const query: Query = (text, values = []) =>
    withClient(world.database.url, async (db) => (await db.query(text, [...values])).rows);
  const log = join(folder, 'audit-checkpoints.jsonl');
  const checkpointFile = () => readFile(log, 'utf8');

  const test: TestAudits = {
    service,
    audit,
    log,
    key,
    query,
    checkpointFile,
    async tamper(text, values) {
      await query(MEDDLE);
      await query(text, values);
    },
    async covered(stream, seq) {
      await expect
        .poll(async () => {
          const text = await checkpointFile().catch(() => '');
          return text.includes(`"stream":"${stream}","seq":${seq},`);
        })
        .toBe(true);
    },
    async trader(entries) {
      const trader = await service.trader();
      for (let n = 1; n < entries; n++) await trader.validate();
      await test.covered(trader.accountId, entries);
      return trader;
    },
    async verdict({ client, accountId }) {
      return (await client.get(`/compliance/audit/verify?accountId=${accountId}`)).body;
    },
    async verify({ client, accountId }, options = ['--key', key]) {
      const path = join(folder, `${accountId}.jsonl`);
      await writeFile(path, await exportOf(client, accountId));
      const { status, stdout } = spawnSync(process.execPath, [verifier, path, ...options], {
        encoding: 'utf8',
      });
      return { status, stdout };
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
  return test;
}

export async function exportOf(client: Client, accountId: string): Promise<string> {
  const { body } = await client.get(`/compliance/audit?accountId=${accountId}&format=jsonl`);
  return body as string;
}

const MEDDLE = `
  alter table audit_entry disable trigger all;
  alter table audit_head disable trigger all;
  alter table audit_node disable trigger all;
  alter table audit_checkpoint disable trigger all;
  alter table audit_entry drop constraint if exists audit_entry_hash_check;
  alter table audit_entry drop constraint if exists audit_entry_genesis_check;
  alter table audit_entry drop constraint if exists audit_entry_pkey;
  drop index if exists audit_entry_stream_prev_hash_key;`;
