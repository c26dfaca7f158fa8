import { setTimeout as sleep } from 'node:timers/promises';
import { startFleet, type Farewell } from './rolling/fleet.ts';
import { startLoad, type Tally } from './rolling/load.ts';

// How many requests fail when every service is replaced in turn, two replicas each, under load: with our way
// of stopping, and with none, as of a process that ends at SIGTERM.
//
//   node --disable-warning=ExperimentalWarning bench/src/rolling.ts

const SETTLE_MS = 2_000;

await using fleet = await startFleet();
await using load = await startLoad(fleet.gatewayUrl);
await sleep(SETTLE_MS);

async function roll(farewell: Farewell): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>();
  for (const service of fleet.services) {
    load.reset();
    await fleet.restart(service, farewell);
    await sleep(SETTLE_MS);
    tallies.set(service, load.tally());
  }
  return tallies;
}

function show(title: string, tallies: ReadonlyMap<string, Tally>): number {
  console.log(`\n${title}`);
  const rows = [...tallies].map(([service, { sent, failed }]) => [
    service,
    { requests: sent, failed, 'failed %': ((failed / sent) * 100).toFixed(2) },
  ]);
  console.table(Object.fromEntries(rows));
  for (const [service, { outcomes }] of tallies)
    for (const [outcome, count] of outcomes) console.log(`${service} away, ${count} × ${outcome}`);
  return [...tallies.values()].reduce((sum, { failed }) => sum + failed, 0);
}

const ours = show('Stopped by SIGTERM, as in a cluster', await roll('SIGTERM'));
show('Ended at once', await roll('SIGKILL'));
process.exitCode = ours === 0 ? 0 : 1;
