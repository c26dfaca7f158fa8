import { Decision, ProposedTrade } from '@signalos/contracts';
import type { Reader, Tx } from '../db.ts';
import type { DecisionRecord } from './decision.ts';

export async function findDecision(
  db: Reader,
  { accountId, clientTradeId }: { accountId: string; clientTradeId: string },
): Promise<DecisionRecord | undefined> {
  const row = await db.decision.findUnique({
    where: { accountId_clientTradeId: { accountId, clientTradeId } },
    select: { trade: true, reply: true },
  });
  if (!row) return undefined;
  return { trade: ProposedTrade.parse(row.trade), decision: Decision.parse(row.reply) };
}

export async function insertDecision(tx: Tx, { decision, trade }: DecisionRecord): Promise<void> {
  const { decisionId, accountId, clientTradeId, allowed, decidedAt } = decision;
  await tx.decision.create({
    data: { id: decisionId, accountId, clientTradeId, allowed, decidedAt, trade, reply: decision },
  });
}
