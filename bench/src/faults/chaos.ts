import { setTimeout as sleep } from 'node:timers/promises';
import type { MortalServer } from '@signalos/testing';
import { activeConsumer, backends, midWork, touches } from './evidence.ts';
import type { Mortal } from './fleet.ts';
import type { Asker } from './insist.ts';
import type { Random } from './random.ts';

const ACTIVE_SHARE = 0.8;
const DOWN_MAX_MS = 800;

export const KINDS = ['producer', 'relay', 'consumer', 'nats', 'postgres'] as const;
export type Kind = (typeof KINDS)[number];
export type Means = 'kill' | 'stop';

/** One blow. */
export interface Strike {
  readonly kind: Kind;
  readonly means: Means;
  readonly name: string;
  /** Whether it was hit amid something. */
  readonly midWork: boolean;
}

export interface ChaosOptions {
  readonly processes: ReadonlyMap<string, Mortal>;
  readonly nats: MortalServer;
  readonly postgres: MortalServer;
  readonly asker: Asker;
  readonly random: Random;
  /** How long something stands still at most. */
  readonly stopMaxMs: number;
  /** Told each blow as it falls. */
  readonly onStrike: (strike: Strike) => void;
}

export interface Chaos {
  readonly strikes: readonly Strike[];
  /** Hits something, and returns while it is still on the ground. */
  strike(kind: Kind, means: Means): Promise<void>;
  /** Waits until all that was hit is up again. */
  heal(): Promise<void>;
}

export function createChaos(options: ChaosOptions): Chaos {
  const { asker, random, onStrike } = options;
  const strikes: Strike[] = [];
  const down = new Map<string, Promise<void>>();
  const servers = { nats: serverVictim(options.nats), postgres: postgresVictim(options) };

  async function choose(kind: Kind): Promise<[string, Victim] | undefined> {
    if (kind === 'nats' || kind === 'postgres') return [kind, servers[kind]];
    const name = await nameOf(kind);
    const process = options.processes.get(name);
    return process && [name, processVictim(process, name)];
  }

  async function nameOf(kind: Kind): Promise<string> {
    const active = kind === 'consumer' && random.next() < ACTIVE_SHARE;
    const names = [...options.processes.keys()].filter((name) => name.startsWith(kind));
    const any = names[random.between(0, names.length - 1)] ?? '';
    return (active && (await activeConsumer(asker))) || any;
  }

  return {
    strikes,
    async strike(kind, means) {
      if (kind !== 'nats') await down.get('postgres'); // It is asked whom to hit, and amid what.
      const [name, victim] = (await choose(kind)) ?? [];
      if (!name || !victim || down.has(name)) return;
      await down.get('postgres');
      const frozen = await victim.freeze(asker);
      const strike = { kind, means, name, midWork: frozen };
      strikes.push(strike);
      onStrike(strike);
      const ms = random.between(0, means === 'kill' ? DOWN_MAX_MS : options.stopMaxMs);
      const end = means === 'kill' ? victim.replace(ms) : victim.thaw(ms);
      down.set(
        name,
        end.finally(() => down.delete(name)),
      );
    },
    async heal() {
      while (down.size > 0) await Promise.all(down.values());
    },
  };
}

interface Victim {
  /** Makes it stand still, and tells whether it was amid something. */
  freeze(asker: Asker): Promise<boolean>;
  thaw(afterMs: number): Promise<void>;
  /** Kills it where it stands, and starts another. */
  replace(afterMs: number): Promise<void>;
}

function processVictim(process: Mortal, name: string): Victim {
  return {
    async freeze(asker) {
      process.signal('SIGSTOP');
      return (await midWork(asker)).has(name);
    },
    ...endings(process),
  };
}

function serverVictim(server: MortalServer): Victim {
  return {
    async freeze(asker) {
      server.signal('SIGSTOP');
      return touches(await midWork(asker), /^(relay|consumer)/);
    },
    ...endings(server),
  };
}

function endings(mortal: Mortal): Pick<Victim, 'thaw' | 'replace'> {
  return {
    async thaw(afterMs) {
      await sleep(afterMs);
      mortal.signal('SIGCONT');
    },
    async replace(afterMs) {
      await mortal.kill();
      await sleep(afterMs);
      await mortal.start();
    },
  };
}

/** PostgreSQL is many processes, all of which stand still, or die at once as when memory runs out. */
function postgresVictim({ postgres }: ChaosOptions): Victim {
  let pids: number[] = [];
  const signalAll = (signal: NodeJS.Signals) => {
    postgres.signal(signal);
    for (const pid of pids) {
      try {
        process.kill(pid, signal);
      } catch {
        // It has ended by itself.
      }
    }
  };
  return {
    async freeze(asker) {
      const isAmid = touches(await midWork(asker), /./);
      pids = await backends(asker);
      signalAll('SIGSTOP');
      return isAmid;
    },
    async thaw(afterMs) {
      await sleep(afterMs);
      signalAll('SIGCONT');
    },
    async replace(afterMs) {
      signalAll('SIGKILL');
      await postgres.kill();
      await sleep(afterMs);
      await postgres.start();
    },
  };
}
