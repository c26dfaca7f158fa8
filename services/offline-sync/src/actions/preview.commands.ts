import { randomUUID } from 'node:crypto';
import type { Violation } from '@signalos/contracts';
import { Decimal } from '@signalos/trading';
import type { ActionOf, TradeRequest } from './action.ts';
import type { AttemptDeps } from './attempt.commands.ts';
import { lotsToClose, orderOf, proposeClosing, widensRisk, type Proposal } from './proposal.ts';

export interface Preview {
  readonly allowed: boolean;
  /** Why not, when it is not compliance that forbids it. */
  readonly code: string | null;
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

export interface PreviewTrade {
  readonly userId: string;
  readonly accountId: string;
  readonly trade: TradeRequest;
}

/** What would become of a trade now. Nothing is stored, and no risk is reserved. */
export async function previewTrade(
  deps: Pick<AttemptDeps, 'connector' | 'judge'>,
  { userId, accountId, trade }: PreviewTrade,
): Promise<Preview> {
  // A name of its own: under the trade's, the real question would get this answer.
  const clientTradeId = `preview/${randomUUID()}`;
  const judge = async (proposal: Proposal): Promise<Preview> => {
    const { allowed, violations, warnings } = await deps.judge({ ...proposal, userId });
    return { allowed, code: null, violations, warnings };
  };
  if (trade.kind === 'open') {
    return judge({ ...orderOf(trade.payload), clientTradeId, accountId, reserve: { ttlMs: 0 } });
  }
  const { positionId, openedBy } = trade.payload;
  const position = await deps.connector.findPosition({ accountId, positionId, openedBy });
  if (!position) return without('position-not-found');
  if (trade.kind === 'close') {
    const lots = lotsToClose(trade.payload.lots, position);
    return judge(proposeClosing(position, { lots, clientTradeId }));
  }
  const move = {
    side: position.side,
    from: position.stopLoss,
    to: stopOf(trade.payload, position),
  };
  return without(widensRisk(move) ? 'stop-widens-risk' : null);
}

const without = (code: string | null): Preview => ({
  allowed: code === null,
  code,
  violations: [],
  warnings: [],
});

function stopOf(
  { stopLoss }: ActionOf<'modify'>['payload'],
  position: { readonly stopLoss: Decimal | null },
): Decimal | null {
  if (stopLoss === undefined) return position.stopLoss;
  return stopLoss === null ? null : Decimal.parse(stopLoss);
}
