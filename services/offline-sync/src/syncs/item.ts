import { Id, Instant } from '@signalos/contracts';
import { AppError, defineError } from '@signalos/errors';
import type { Reading } from '@signalos/signal-parser';
import { z } from 'zod';
import type { Account, Accounts } from '../accounts/account.ts';
import {
  CloseTrade,
  expiryOf,
  ModifyTrade,
  OpenTrade,
  type Age,
  type TradeRequest,
} from '../actions/action.ts';
import { MessagePayload, readText } from '../messages/message.ts';

export const ITEM_KINDS = ['open', 'close', 'modify', 'message', 'void'] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

/** As much of an item as must be right for it to be answered at all. */
export const ItemEnvelope = z
  .looseObject({
    seq: z.int().min(1).max(2_147_483_647),
    actionId: Id,
    kind: z
      .string()
      .max(20)
      .meta({ description: ITEM_KINDS.join(', ') }),
    createdAt: z
      .string()
      .max(40)
      .meta({ description: 'When it was queued, by the device’s clock.' }),
    ttlMs: z.number().optional().meta({ description: 'How long it is wanted, from createdAt on.' }),
    payload: z.unknown().optional().meta({
      description: 'By kind: OpenTrade, CloseTrade, ModifyTrade, MessagePayload; nothing for void.',
    }),
  })
  .meta({ id: 'SyncItem' });
export type ItemEnvelope = z.output<typeof ItemEnvelope>;

const ofItem = {
  seq: z.int(),
  actionId: Id,
  createdAt: Instant,
  ttlMs: z.int().min(0).optional(),
};
const Item = z.discriminatedUnion('kind', [
  z.strictObject({ ...ofItem, kind: z.literal('open'), payload: OpenTrade }),
  z.strictObject({ ...ofItem, kind: z.literal('close'), payload: CloseTrade }),
  z.strictObject({ ...ofItem, kind: z.literal('modify'), payload: ModifyTrade }),
  z.strictObject({ ...ofItem, kind: z.literal('message'), payload: MessagePayload }),
  z.strictObject({ ...ofItem, kind: z.literal('void'), payload: z.unknown().optional() }),
]);

type Item = z.output<typeof Item>;

/** An item that matches its schema, or what is wrong with it. */
export type ReadItem =
  | { readonly valid: true; readonly item: Item }
  | { readonly valid: false; readonly item: ItemEnvelope; readonly detail: string };

const DETAIL_LENGTH_MAX = 500;

/** Reads one item. Whatever is wrong with it, the others are not touched by it. */
export function readItem(envelope: ItemEnvelope): ReadItem {
  const result = Item.safeParse(envelope);
  if (result.success) return { valid: true, item: result.data };
  const detail = storable(z.prettifyError(result.error).slice(0, DETAIL_LENGTH_MAX));
  return { valid: false, item: envelope, detail };
}

/** It names fields as they were sent, which may be what no database holds. */
const storable = (text: string) => text.replaceAll('\0', '\uFFFD').toWellFormed();

/** Where and when something is received. */
export interface Receipt {
  readonly accounts: Accounts;
  /** When the device sent it, by the same clock that says when it was queued. */
  readonly sentAt: Date;
  readonly now: Date;
}

/** What an item turns out to be. */
export type Content =
  | {
      readonly as: 'trade';
      readonly trade: TradeRequest;
      readonly account: Account;
      readonly expiresAt: Date | null;
    }
  | { readonly as: 'message'; readonly payload: MessagePayload; readonly reading: Reading }
  | { readonly as: 'void' }
  | { readonly as: 'invalid'; readonly code: string; readonly detail: string };

export function understand(read: ReadItem, { accounts, sentAt, now }: Receipt): Content {
  if (!read.valid) return { as: 'invalid', code: 'invalid-item', detail: read.detail };
  const { item } = read;
  if (item.kind === 'void') return { as: 'void' };
  if (item.kind === 'message') return understandMessage(item.payload);
  const ageMs = sentAt.getTime() - new Date(item.createdAt).getTime();
  return understandTrade(item, { accounts, ttlMs: item.ttlMs, ageMs, now });
}

function understandMessage(payload: MessagePayload): Content {
  try {
    return { as: 'message', payload, reading: readText(payload.text) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { as: 'invalid', code: error.code, detail: error.message };
  }
}

export function understandTrade(
  { kind, payload }: TradeRequest,
  { accounts, ...age }: Age & { readonly accounts: Accounts },
): Content {
  const { accountId } = payload;
  const account = accounts.find(accountId);
  const trade = { kind, payload } as TradeRequest;
  if (account) return { as: 'trade', trade, account, expiresAt: expiryOf(kind, age) };
  const detail = accountId ? `You have no account ${accountId}` : 'You have no account';
  return { as: 'invalid', code: 'account-not-found', detail };
}

/** The same for the same content, however its fields are ordered. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What must be the same when an item is sent again. */
export const contentOf = ({
  kind,
  ttlMs,
  payload,
}: Pick<ItemEnvelope, 'kind' | 'ttlMs' | 'payload'>) =>
  canonicalJson([kind, ttlMs ?? null, payload ?? null]);

export const payloadMismatch = defineError({
  kind: 'conflict',
  code: 'payload-mismatch',
  summary: 'This actionId was used before, for something else.',
  fix: 'Use a new actionId for a new trade; send the old content again to get its verdict.',
});

export const itemRejected = defineError({
  kind: 'conflict',
  code: 'action-rejected',
  summary: 'This actionId was rejected before, and stays so.',
  fix: 'Mend what `reason` names, and send it under a new actionId.',
});

export const actionIdMissing = defineError({
  kind: 'invalid',
  code: 'action-id-missing',
  summary: 'The trade has no name, or two.',
  fix: 'Send one UUID: as Idempotency-Key, as `actionId`, or the same as both.',
});
