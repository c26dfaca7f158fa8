import { AuditReference, Id, Instant } from '@signalos/contracts';
import {
  decodeCursor,
  PageQuery,
  pageOf,
  route,
  toPage,
  type Actor,
  type Route,
} from '@signalos/http';
import { z } from 'zod';
import { accountNotFound } from '../accounts/account.ts';
import { keyFor } from '../accounts/owner.commands.ts';
import type { Deps } from '../deps.ts';
import { isOperator } from '../operator.ts';
import { listAuditEntries, type StoredEntry } from './audit-entry.store.ts';
import { exportTrail, verifyTrail, type StoredCoverage } from './trail.commands.ts';

const MEDIA = 'application/jsonl';

const Hash = AuditReference.shape.hash;
const AccountId = Id.optional().meta({
  description: 'Your default account, where it is left out; an operator may name anybody’s.',
});

const Listed = z
  .object({
    seq: z.int(),
    prevHash: Hash.meta({ description: 'The hash of the entry before.' }),
    hash: Hash,
    body: z.unknown().meta({ description: 'What happened: `at`, `kind`, and `data` by its kind.' }),
  })
  .meta({ id: 'AuditEntry' });

const Query = PageQuery.extend({
  accountId: AccountId,
  format: z.enum(['json', 'jsonl']).default('json').meta({
    description: 'With `jsonl`, all of it in one reply, in the form that audit-verify takes.',
  }),
});
const Position = z.object({ seq: z.int().positive() });

const Verdict = z
  .object({
    accountId: Id,
    ok: z.boolean(),
    entries: z.int().meta({ description: 'How many are good, from the first on.' }),
    firstSeq: z.int().nullable(),
    lastSeq: z.int().nullable(),
    headHash: Hash,
    fault: z
      .object({ seq: z.int().nullable(), reason: z.string(), detail: z.string() })
      .nullable()
      .meta({ description: 'The first thing that is wrong, and with which entry.' }),
    checkpoint: z
      .object({
        seq: z.int().meta({ description: 'The last entry that it has seen.' }),
        size: z.int(),
        root: z.string(),
        note: z.string(),
        key: z.string(),
        at: Instant,
      })
      .nullable()
      .meta({ description: 'The newest signed statement about the whole trail.' }),
  })
  .meta({ id: 'AuditVerdict' });

export const auditRoutes = ({ db }: Deps): Route[] => {
  /** The name of the account's stream. */
  async function streamOf(id: string | undefined, actor: Actor): Promise<string> {
    const account = await keyFor(db, { id, userId: actor.id }, isOperator(actor));
    return account.id;
  }

  return [
    route({
      method: 'GET',
      path: '/compliance/audit',
      summary: 'Read an account’s audit trail, oldest first',
      description:
        'Every entry holds the hash of the one before, so that none can be changed, left out or ' +
        'put in later without being noticed. Verify an export with `npm run --silent audit-verify`.',
      query: Query,
      replies: {
        200: { description: 'A page, or all of it', schema: pageOf(Listed), media: [MEDIA] },
      },
      errors: [accountNotFound],
    }).handle(async ({ query: { accountId, cursor, limit, format }, actor }) => {
      const stream = await streamOf(accountId, actor);
      if (format === 'jsonl') {
        const headers = { 'content-disposition': `attachment; filename="audit-${stream}.jsonl"` };
        return {
          status: 200,
          headers,
          content: { mediaType: MEDIA, data: exportTrail(db, stream) },
        };
      }
      const after = decodeCursor(Position, cursor)?.seq ?? 0;
      const entries = await listAuditEntries(db, { stream, after, limit: limit + 1 });
      const page = toPage(entries, limit, ({ seq }) => ({ seq }));
      return { status: 200, body: { ...page, items: page.items.map(toListed) } };
    }),

    route({
      method: 'GET',
      path: '/compliance/audit/verify',
      summary: 'Verify an account’s audit trail',
      description:
        'Computes every hash again and compares the trail with what signed checkpoints have seen ' +
        'of it. Whoever does not trust the server verifies an export instead.',
      query: z.object({ accountId: AccountId }),
      replies: { 200: { description: 'Whether it is sound', schema: Verdict } },
      errors: [accountNotFound],
    }).handle(async ({ query: { accountId: id }, actor }) => {
      const accountId = await streamOf(id, actor);
      const { head, coverage, fault } = await verifyTrail(db, accountId);
      const body = {
        accountId,
        ok: fault === undefined,
        entries: head.seq,
        firstSeq: head.seq > 0 ? 1 : null,
        lastSeq: head.seq > 0 ? head.seq : null,
        headHash: hex(head.hash),
        fault: fault ?? null,
        checkpoint: coverage ? toCheckpoint(coverage) : null,
      };
      return { status: 200, body };
    }),
  ];
};

function toListed({ seq, prevHash, hash, body }: StoredEntry) {
  return { seq, prevHash: hex(prevHash), hash: hex(hash), body: contentOf(body) };
}

/** One that somebody has meddled with may be no JSON any more, and is shown all the same. */
function contentOf(body: Uint8Array): unknown {
  const text = Buffer.from(body).toString();
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toCheckpoint({ seq, checkpoint: { size, root, note, key, at } }: StoredCoverage) {
  return { seq, size, root: Buffer.from(root).toString('base64'), note, key, at: at.toISOString() };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
