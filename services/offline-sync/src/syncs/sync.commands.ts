import { createHash } from 'node:crypto';
import { actionRejected, type ActionKind } from '@signalos/contracts';
import { enqueueAll } from '@signalos/messaging';
import type { z } from 'zod';
import { accountsFor } from '../accounts/account.commands.ts';
import type { Accounts } from '../accounts/account.ts';
import { acceptActions } from '../actions/action.commands.ts';
import { doubtAbout, type TradeRequest } from '../actions/action.ts';
import type { Tx } from '../db.ts';
import { admitDevice, noteSync } from '../devices/device.commands.ts';
import { doubtsAbout, storeMessages } from '../messages/message.commands.ts';
import {
  getLastSeq,
  insertEntries,
  listEntries,
  listSeqs,
  lockItems,
  saveLastSeq,
} from './item.store.ts';
import {
  contentOf,
  ITEM_KINDS,
  readItem,
  understand,
  understandTrade,
  type ItemEnvelope,
  type Receipt,
} from './item.ts';
import { advance, judgeItems, type Incoming, type Judged, type Verdict } from './verdict.ts';

export interface Batch {
  readonly userId: string;
  readonly deviceId: string;
  /** The device's local store: its numbers begin anew with it. */
  readonly epoch: string;
  readonly sentAt: Date;
  readonly items: readonly ItemEnvelope[];
  readonly now: Date;
}

export interface Ingested {
  readonly verdicts: readonly (Verdict & { readonly seq: number })[];
  /** All items up to this number have been taken in. */
  readonly ackSeq: number;
}

/** Takes in what a device has queued: each item once, however often it is sent. */
export async function ingestBatch(tx: Tx, batch: Batch): Promise<Ingested> {
  const { userId, deviceId, epoch, items, now } = batch;
  await lockItems(tx, userId);
  await noteSync(tx, await admitDevice(tx, { deviceId, userId, now }), now);
  const store = { deviceId, epoch };
  const lastSeq = await getLastSeq(tx, store);
  const seqs = items.map(({ seq }) => seq);
  const ackSeq = advance(lastSeq, seqs);
  if (items.length === 0) return { verdicts: [], ackSeq };

  const accounts = await accountsFor(tx, userId);
  const actionIds = items.map(({ actionId }) => actionId);
  const judged = judgeItems(
    items.map((item) => receive(item, { ...batch, accounts })),
    {
      lastSeq,
      byAction: await listEntries(tx, { userId, actionIds }),
      bySeq: await listSeqs(tx, { ...store, seqs }),
    },
  );
  await keep(tx, judged, { userId, deviceId, epoch, accounts, now });
  await saveLastSeq(tx, store, ackSeq);
  return {
    ackSeq,
    verdicts: judged.map(({ verdict }, index) => ({ ...verdict, seq: seqs[index] ?? 0 })),
  };
}

function receive(envelope: ItemEnvelope, receipt: Receipt): Incoming {
  const { actionId, seq } = envelope;
  const read = readItem(envelope);
  return {
    actionId,
    seq,
    kind: ITEM_KINDS.find((kind) => kind === envelope.kind) ?? 'unknown',
    contentSha: shaOf(contentOf(read.item)),
    content: understand(read, receipt),
  };
}

export interface SingleTrade {
  readonly userId: string;
  readonly actionId: string;
  readonly deviceId: string | null;
  readonly trade: TradeRequest;
  readonly ttlMs: number | undefined;
  readonly now: Date;
}

/** Takes in one trade that no device has numbered; its actionId alone makes it come once. */
export async function ingestTrade(tx: Tx, single: SingleTrade): Promise<Verdict> {
  const { userId, actionId, deviceId, trade, ttlMs, now } = single;
  await lockItems(tx, userId);
  if (deviceId !== null) await admitDevice(tx, { deviceId, userId, now });
  const accounts = await accountsFor(tx, userId);
  const incoming: Incoming = {
    actionId,
    seq: null,
    kind: trade.kind,
    contentSha: shaOf(contentOf({ ...trade, ttlMs })),
    content: understandTrade(trade, { accounts, ttlMs, ageMs: 0, now }),
  };
  const byAction = await listEntries(tx, { userId, actionIds: [actionId] });
  const judged = judgeItems([incoming], { lastSeq: 0, byAction, bySeq: new Map() });
  await keep(tx, judged, { userId, deviceId, epoch: null, accounts, now });
  const [{ verdict }] = judged as [Judged];
  return verdict;
}

const shaOf = (content: string) => createHash('sha256').update(content).digest('hex');

interface Origin {
  readonly userId: string;
  readonly deviceId: string | null;
  readonly epoch: string | null;
  readonly accounts: Accounts;
  readonly now: Date;
}

/** Remembers what is new, and passes it on: trades to the queue, messages to the archive. */
async function keep(tx: Tx, judged: readonly Judged[], origin: Origin): Promise<void> {
  const { userId, deviceId, epoch, now } = origin;
  const fresh = judged.flatMap(({ fresh: entry, incoming }) =>
    entry ? [{ ...incoming, entry }] : [],
  );
  if (fresh.length === 0) return;
  await insertEntries(
    tx,
    fresh.map(({ entry, kind }) => ({ ...entry, userId, deviceId, epoch, kind, receivedAt: now })),
  );
  await storeMessages(
    tx,
    fresh.flatMap(({ actionId: itemId, content }) => {
      if (content.as !== 'message' || deviceId === null) return [];
      const { payload, reading } = content;
      return [{ ...payload, reading, userId, itemId, deviceId, readAt: now }];
    }),
  );
  const trades = fresh.flatMap(({ actionId: id, content }) =>
    content.as === 'trade' ? [{ id, ...content }] : [],
  );
  // Only now, for the messages that they came from may be of the same batch.
  const doubtOf = await doubtsAbout(tx, { userId, origins: trades.flatMap(originsOf) });
  await acceptActions(
    tx,
    trades.map(({ id, trade, account: { id: accountId }, expiresAt }) => {
      const doubt = doubtAbout(trade, doubtOf);
      return { ...trade, id, userId, accountId, deviceId, acceptedAt: now, expiresAt, doubt };
    }),
  );
  await enqueueAll(
    tx,
    fresh.flatMap((item) => rejection(item, origin)),
  );
}

const originsOf = ({ trade: { kind, payload } }: { readonly trade: TradeRequest }) =>
  kind === 'open' && payload.origin ? [payload.origin] : [];

/** A trade that cannot be read is announced on the user's default account, if there is one. */
function rejection(
  { actionId, kind, content }: Incoming,
  { userId, deviceId, accounts, now }: Origin,
) {
  const account = accounts.find(null);
  if (content.as !== 'invalid' || !account || !isTrade(kind)) return [];
  const { code, detail: message } = content;
  const of = { userId, accountId: account.id, actionId, deviceId, kind };
  return [actionRejected.create({ ...of, code, message, decisionId: null }, { at: now })];
}

const isTrade = (kind: string): kind is z.output<typeof ActionKind> =>
  kind === 'open' || kind === 'close' || kind === 'modify';
