import type { Revocable } from '../revocations/revocations.ts';
import type { Entry } from './window.ts';

/** Why a stream ends; those that are ours to say are its last event. */
export type End = 'client' | 'slow' | 'shutdown' | 'token-expired' | 'session-revoked';

/** One client that follows its user's events. */
export interface Follower {
  readonly reader: string;
  readonly token: Revocable;
  deliver(entry: Entry): void;
  end(reason: End): void;
}

/** Everyone who follows events right now. */
export interface Hub {
  join(follower: Follower): void;
  leave(follower: Follower): void;
  deliver(entry: Entry): void;
  /** Ends the streams for which this holds. */
  endWhere(holds: (follower: Follower) => boolean, reason: End): void;
  count(reader: string): number;
  readonly size: number;
}

export function createHub(): Hub {
  const byReader = new Map<string, Set<Follower>>();
  let size = 0;

  return {
    join(follower) {
      const followers = byReader.get(follower.reader) ?? new Set();
      byReader.set(follower.reader, followers.add(follower));
      size++;
    },
    leave(follower) {
      const followers = byReader.get(follower.reader);
      if (!followers?.delete(follower)) return;
      if (followers.size === 0) byReader.delete(follower.reader);
      size--;
    },
    deliver(entry) {
      for (const follower of byReader.get(entry.reader) ?? []) follower.deliver(entry);
    },
    endWhere(holds, reason) {
      const all = [...byReader.values()].flatMap((followers) => [...followers]);
      for (const follower of all.filter(holds)) follower.end(reason);
    },
    count: (reader) => byReader.get(reader)?.size ?? 0,
    get size() {
      return size;
    },
  };
}
