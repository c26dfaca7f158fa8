import { readFileSync } from 'node:fs';
import { Decimal } from '@signalos/trading';
import {
  decideCase,
  situationOf,
  type LimitsNamed,
} from '../../services/compliance/src/replay/case.ts';
import { judge } from '../../services/compliance/src/rules/judgement.ts';
import { openMarket } from '../../services/compliance/src/rules/market.ts';
import { readOrder } from '../../services/compliance/src/rules/order.ts';
import { readPrices } from '../../services/compliance/src/rules/prices.ts';
import { isViolation } from '../../services/compliance/src/rules/rule.ts';
import type { Situation } from '../../services/compliance/src/rules/situation.ts';
import { pinSelf } from './gateway/process.ts';
import { percentile } from './measure.ts';
import { aCase, limits, LOTS_MAX, POSITIONS_MAX, type Case } from './rules/cases.ts';
import { runDecide } from './rules/decide.ts';
import { jsonRulesEngine, zenEngine, type Facts, type Peer } from './rules/peers.ts';

// What it takes to judge an order in process: read from JSON, and as the service does it, of what it has
// in its hands; beside generic rules engines that judge the same six limits. Those know neither money nor
// lots, so they are handed every figure, worked out by us: theirs is the comparing alone. Then the command
// that decides cases, one a line, on one core.
//
//   node --disable-warning=ExperimentalWarning bench/src/rules.ts

const CASES = 210;
const WARM_UP_ROUNDS = 30;
/** Of all cases; interleaved, so that a noisy moment hits all who are compared. */
const ROUNDS = 50;
const FEW = 5;
const MANY = 200;
const TARGET_US = { p50: 10, p99: 30 };
const GOLDEN = new URL('../../services/compliance/test/golden.jsonl', import.meta.url);
const DECIDE_ROUNDS = [800, 8_000];
const OUR_CORE = 1;

const limitsNamed: LimitsNamed = () => limits;

interface Contender {
  readonly name: string;
  readonly judge: (index: number) => unknown;
}

async function main(): Promise<void> {
  pinSelf(OUR_CORE);
  const few = prepare(FEW);
  const peers = [
    { name: 'json-rules-engine, 6 comparisons', peer: jsonRulesEngine() },
    { name: '@gorules/zen-engine, 6 comparisons', peer: zenEngine() },
  ];
  for (const { name, peer } of peers) await assertAgreement(name, peer, few);

  await compare([
    ...contendersOf(few, `${FEW} positions`),
    ...contendersOf(prepare(MANY), `${MANY} positions`),
    ...peers.map(({ name, peer }) => ({ name, judge: (n: number) => peer(at(few.facts, n)) })),
  ]);
  await streamCases(readFileSync(GOLDEN, 'utf8'));
}

interface Prepared {
  readonly texts: readonly string[];
  readonly cases: readonly Case[];
  readonly situations: readonly Situation[];
  readonly facts: readonly Facts[];
}

function prepare(positions: number): Prepared {
  const texts = Array.from({ length: CASES }, (_, n) => JSON.stringify(aCase(n, positions)));
  const cases = texts.map((text) => JSON.parse(text) as Case);
  const situations = cases.map((json) => situationOf(json, limits));
  return { texts, cases, situations, facts: situations.map(factsOf) };
}

function contendersOf({ texts, cases, situations }: Prepared, what: string): Contender[] {
  return [
    { name: `judge, ${what}`, judge: (n) => judge(at(situations, n)) },
    {
      name: `decideCase of an object, ${what}`,
      judge: (n) => decideCase(at(cases, n), limitsNamed),
    },
    {
      name: `decideCase of text, ${what}`,
      judge: (n) => decideCase(JSON.parse(at(texts, n)) as Case, limitsNamed),
    },
  ];
}

/** Every figure that a generic engine compares. */
function factsOf(situation: Situation): Facts {
  const order = readOrder(situation.trade);
  if (isViolation(order)) throw new Error(order.message);
  const prices = readPrices({ situation, order }, openMarket(situation));
  const { risk } = judge(situation);
  if (!prices || !risk?.daily || !risk.total) throw new Error('The case has no price, or no limit');
  const { exposure } = prices;
  return {
    lots: Number(order.lots),
    lotsMax: Number(LOTS_MAX),
    tradeWorstLoss: Number(risk.tradeWorstLoss),
    tradeLossMax: Number(share(risk.equity, limits.riskPerTradePctEquity)),
    worstEquity: Number(risk.worstEquity),
    dailyFloor: Number(risk.daily.floor),
    totalFloor: Number(risk.total.floor),
    positions: situation.positions.length + 1,
    positionsMax: POSITIONS_MAX,
    moved: Number(exposure.openNotional.plus(exposure.notional)),
    movedMax: Number(risk.equity.times(limits.maxEffectiveLeverage ?? Decimal.ZERO)),
  };
}

function share(amount: Decimal, pct = Decimal.ZERO): Decimal {
  return amount.times(pct).dividedBy(Decimal.integer(100), { digits: 2, rounding: 'floor' });
}

/** Who is quicker at another question is not compared with. */
async function assertAgreement(name: string, peer: Peer, { situations, facts }: Prepared) {
  for (const [n, situation] of situations.entries()) {
    const ours = judge(situation).violations.map(({ ruleId }) => ruleId);
    const theirs = await peer(at(facts, n));
    if (ours.toSorted().join() === theirs.toSorted().join()) continue;
    throw new Error(`${name} finds ${theirs.join()} in case ${n}, and we ${ours.join()}`);
  }
}

interface Samples {
  readonly takenMs: number[];
  cpuMs: number;
}

async function compare(contenders: readonly Contender[]): Promise<void> {
  const samples = contenders.map((): Samples => ({ takenMs: [], cpuMs: 0 }));
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const [index, contender] of contenders.entries()) {
      const before = threadCpuMs();
      const takenMs = await timeRound(contender);
      const cpuMs = threadCpuMs() - before;
      const sample = samples[index];
      if (round < 0 || !sample) continue;
      sample.takenMs.push(...takenMs);
      sample.cpuMs += cpuMs;
    }
  }
  const [first = { takenMs: [] }] = samples;
  const rows = samples.map(({ takenMs, cpuMs }, index) => {
    const figures = {
      'p50 µs': us(takenMs, 0.5).toFixed(1),
      'p99 µs': us(takenMs, 0.99).toFixed(1),
      'mean CPU µs': ((cpuMs / takenMs.length) * 1_000).toFixed(1),
      'p50 to the first': (us(takenMs, 0.5) / us(first.takenMs, 0.5)).toFixed(2),
    };
    return [contenders[index]?.name ?? '', figures] as const;
  });
  console.log(`\nOne order judged: ${CASES} different ones, ${ROUNDS} rounds interleaved`);
  console.table(Object.fromEntries(rows));
  console.log('CPU is of this thread, whoever else wants the core; zen works in others besides.');
  console.log(`Target with ${FEW} positions: p50 ≤ ${TARGET_US.p50} µs, p99 ≤ ${TARGET_US.p99} µs`);
}

const us = (valuesMs: readonly number[], part: number) => percentile(valuesMs, part) * 1_000;

function threadCpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Only what returns a promise is waited for: waiting costs more than some of them take. */
async function timeRound({ judge: judgeOne }: Contender): Promise<number[]> {
  const takenMs: number[] = [];
  for (let n = 0; n < CASES; n++) {
    const startedAt = performance.now();
    const result = judgeOne(n);
    if (result instanceof Promise) await result;
    takenMs.push(performance.now() - startedAt);
  }
  return takenMs;
}

/** The golden cases over and over. */
async function streamCases(block: string): Promise<void> {
  const rows = [];
  for (const rounds of DECIDE_ROUNDS) {
    const { lines, seconds, residentMib } = await runDecide(block, rounds);
    rows.push({
      lines,
      'MB in': Math.round((block.length * rounds) / 1e6),
      seconds: seconds.toFixed(1),
      'lines/s, start included': Math.round(lines / seconds),
      'highest resident MiB': Math.round(residentMib),
    });
  }
  console.log('\nnpm run --silent decide, on one core');
  console.table(rows);
}

function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`There is no item ${index}`);
  return item;
}

await main();
process.exit();
