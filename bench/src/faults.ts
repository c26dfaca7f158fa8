import { parseArgs } from 'node:util';
import { KINDS, type Means } from './faults/chaos.ts';
import { runFaults, type FaultsResult } from './faults/run.ts';

// Whether an event is ever lost, doubled or overtaken: three relays, two consumers and two producers work
// while each of them, nats-server and PostgreSQL are killed and stopped, the bus gets copies and nonsense,
// and NATS loses its disk once. Needs nats-server on the PATH.
//
//   node --disable-warning=ExperimentalWarning bench/src/faults.ts --events 100000 --seed 1

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [events, seed] = [Number(values.events), Number(values.seed)];

const since = performance.now();
const say = (text: string) =>
  console.log(`${((performance.now() - since) / 1_000).toFixed(1).padStart(6)} s  ${text}`);

function report({ ledger, strikes, malformed, dead, replayed, drainMs, liveMs }: FaultsResult) {
  const count = (kind: string, means: Means, amid: boolean) =>
    strikes.filter((each) => each.kind === kind && each.means === means && (!amid || each.midWork))
      .length;
  const row = (kind: string) => ({
    killed: count(kind, 'kill', false),
    'killed amid work': count(kind, 'kill', true),
    stopped: count(kind, 'stop', false),
    'stopped amid work': count(kind, 'stop', true),
  });
  console.table(Object.fromEntries(KINDS.map((kind) => [kind, row(kind)])));
  console.table({
    ...ledger,
    malformed: malformed.length,
    'dead letters': dead.length,
    'replayed after the wipe': replayed,
    'drained after (ms)': drainMs,
    'new events through after (ms)': liveMs,
  });
}

function faultsOf({ ledger, strikes, malformed, dead }: FaultsResult): string[] {
  const { made, ...rest } = ledger;
  return [
    ...(made < events ? [`only ${made} events were made`] : []),
    ...Object.entries(rest).flatMap(([what, count]) => (count === 0 ? [] : [`${count} ${what}`])),
    ...dead
      .filter(({ body }) => !malformed.includes(body))
      .map(({ body, reason }) => `a dead letter that is none: ${reason}: ${body}`),
    ...(dead.length === malformed.length ? [] : ['dead letters are missing or doubled']),
    ...(strikes.some(({ means, midWork }) => means === 'kill' && midWork) ? [] : ['vacuous']),
  ];
}

console.log(`Faults: ${events} events, seed ${seed}`);
const result = await runFaults({
  seed,
  events,
  aggregates: 400,
  gapMs: 0,
  strikeGapMaxMs: 1_000,
  stopMaxMs: 3_000,
  drainPatienceMs: 600_000,
  onProgress: say,
});
report(result);
const faults = faultsOf(result);
console.log(faults.length === 0 ? 'Nothing lost, doubled or overtaken.' : faults.join('; '));
process.exit(faults.length === 0 ? 0 : 1);
