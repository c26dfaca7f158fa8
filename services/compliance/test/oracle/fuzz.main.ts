import { fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { engine } from './engine.ts';
import { aTally, compare, merge, scenariosOf, type Tally } from './fuzz.ts';

const SHOWN_MAX = 20;

/** `node fuzz.main.ts --cases 1000000 --seed 7`, or `--seed 7 --index 123` for one of them. */
const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    index: { type: 'string' },
    worker: { type: 'string' },
  },
});
const seed = Number(values.seed);
const workers = availableParallelism();

if (values.index !== undefined) showOne(Number(values.index));
else if (values.worker !== undefined) work(Number(values.worker));
else await divide();

function work(worker: number): void {
  const tally = aTally();
  const share = Number(values.cases) / workers;
  for (let index = worker; tally.cases < share; index += workers) {
    for (const scenario of scenariosOf(seed, index)) compare(tally, scenario, engine);
  }
  process.send?.(tally);
}

async function divide(): Promise<void> {
  const started = performance.now();
  const tallies = await Promise.all(
    Array.from({ length: workers }, (_, worker) => tallyOf(worker)),
  );
  const tally = tallies.reduce(merge);
  const seconds = (performance.now() - started) / 1_000;
  console.table(Object.entries(tally.hits).toSorted(([, a], [, b]) => b - a));
  for (const difference of tally.differences.slice(0, SHOWN_MAX)) {
    console.log(JSON.stringify(difference));
  }
  const { cases, onFlip, different } = tally;
  console.log({ seed, cases, onFlip, rules: Object.keys(tally.hits).length, different, seconds });
  process.exitCode = different === 0 ? 0 : 1;
}

async function tallyOf(worker: number): Promise<Tally> {
  const child = fork(import.meta.filename, [...process.argv.slice(2), '--worker', String(worker)]);
  const { promise, resolve, reject } = Promise.withResolvers<Tally>();
  child.once('message', resolve);
  child.once('exit', (code) => reject(new Error(`A worker ended early, with ${code}`)));
  return promise;
}

function showOne(index: number): void {
  for (const scenario of scenariosOf(seed, index)) {
    const tally = aTally();
    compare(tally, scenario, engine);
    console.log(JSON.stringify(scenario.situation), engine(scenario.situation), tally);
  }
}
