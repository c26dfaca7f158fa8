import { sql, type Statement } from '@signalos/database';
import type { DecisionRecord } from './decision.ts';

export function insertingDecision({ decision, trade }: DecisionRecord): Statement {
  const { decisionId, accountId, clientTradeId, allowed, decidedAt } = decision;
  return sql`
    insert into decision (id, account_id, client_trade_id, allowed, decided_at, trade, reply)
    values (${decisionId}::uuid, ${accountId}::uuid, ${clientTradeId}, ${allowed},
      ${new Date(decidedAt)}, ${JSON.stringify(trade)}::jsonb, ${JSON.stringify(decision)}::jsonb)`;
}
