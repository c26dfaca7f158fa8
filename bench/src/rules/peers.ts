import { ZenEngine, type ZenDecision } from '@gorules/zen-engine';
import { Engine } from 'json-rules-engine';

/** What a generic engine is handed: all money arithmetic done, in JavaScript's numbers. */
export interface Facts {
  readonly lots: number;
  readonly lotsMax: number;
  readonly tradeWorstLoss: number;
  readonly tradeLossMax: number;
  readonly worstEquity: number;
  readonly dailyFloor: number;
  readonly totalFloor: number;
  readonly positions: number;
  readonly positionsMax: number;
  readonly moved: number;
  readonly movedMax: number;
}

/** The ids of the rules that are broken. */
export type Peer = (facts: Facts) => Promise<string[]>;

interface Condition {
  readonly id: string;
  readonly actual: keyof Facts;
  readonly broken: '>' | '<';
  readonly limit: keyof Facts;
}

const CONDITIONS: readonly Condition[] = [
  { id: 'LOT_MAX_PER_TRADE', actual: 'lots', broken: '>', limit: 'lotsMax' },
  { id: 'DAILY_LOSS_LIMIT', actual: 'worstEquity', broken: '<', limit: 'dailyFloor' },
  { id: 'TOTAL_LOSS_LIMIT', actual: 'worstEquity', broken: '<', limit: 'totalFloor' },
  { id: 'RISK_PER_TRADE_MAX', actual: 'tradeWorstLoss', broken: '>', limit: 'tradeLossMax' },
  { id: 'MAX_OPEN_POSITIONS', actual: 'positions', broken: '>', limit: 'positionsMax' },
  { id: 'LEVERAGE_EFFECTIVE_MAX', actual: 'moved', broken: '>', limit: 'movedMax' },
];

export function jsonRulesEngine(): Peer {
  const engine = new Engine();
  for (const { id, actual, broken, limit } of CONDITIONS) {
    const operator = broken === '>' ? 'greaterThan' : 'lessThan';
    engine.addRule({
      conditions: { all: [{ fact: actual, operator, value: { fact: limit } }] },
      event: { type: id },
    });
  }
  return async (facts) => (await engine.run({ ...facts })).events.map(({ type }) => type);
}

/** A decision table of which every row that holds is told, compiled once. */
export function zenEngine(): Peer {
  const decision: ZenDecision = new ZenEngine().createDecision({
    nodes: [
      { id: 'in', name: 'in', type: 'inputNode', position: { x: 0, y: 0 } },
      { id: 'table', name: 'table', type: 'decisionTableNode', position: { x: 1, y: 0 }, content },
      { id: 'out', name: 'out', type: 'outputNode', position: { x: 2, y: 0 } },
    ],
    edges: [
      { id: 'a', sourceId: 'in', targetId: 'table', type: 'edge' },
      { id: 'b', sourceId: 'table', targetId: 'out', type: 'edge' },
    ],
  });
  return async (facts) => {
    const { result } = (await decision.evaluate(facts)) as { result: readonly { id: string }[] };
    return result.map(({ id }) => id);
  };
}

const content = {
  hitPolicy: 'collect',
  inputs: [{ id: 'when', name: 'when', type: 'expression' }],
  outputs: [{ id: 'rule', name: 'rule', type: 'expression', field: 'id' }],
  rules: CONDITIONS.map(({ id, actual, broken, limit }) => ({
    _id: id,
    when: `${actual} ${broken} ${limit}`,
    rule: JSON.stringify(id),
  })),
};
