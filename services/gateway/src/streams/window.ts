import type { Domain, Event } from '@signalos/contracts';
import { frameOf } from './frame.ts';
import { encodePosition, type Position } from './position.ts';

/** An event that its user may see, as it goes out. */
export interface Entry {
  readonly domain: Domain;
  readonly sequence: number;
  /** The user it concerns. */
  readonly reader: string;
  readonly atMs: number;
  readonly frame: string;
}

/** Where an event stood. */
export interface Place {
  readonly domain: Domain;
  readonly sequence: number;
}

export interface WindowOptions {
  readonly entriesMax: number;
  readonly bytesMax: number;
  readonly ageMaxMs: number;
}

/** The latest events, from which a client that was away gets what it missed. */
export interface EventWindow {
  /** Whatever came before is not here. */
  start(place: Place): void;
  /** Every event passes, so that positions move on; only one for a user, and not seen before, stays. */
  add(
    event: Event,
    place: Place & { reader: string | undefined; nowMs: number },
  ): Entry | undefined;
  /** What this reader missed since then, or that it cannot be told. */
  since(position: Position, reader: string, nowMs: number): readonly Entry[] | 'unknown';
  position(): Position;
  readonly size: number;
}

export function readerOf(tenant: string, userId: string): string {
  return `${tenant}/${userId}`;
}

export function createWindow(options: WindowOptions): EventWindow {
  const { entriesMax, bytesMax, ageMaxMs } = options;
  /** By event id, oldest first. */
  const entries = new Map<string, Entry>();
  const byReader = new Map<string, Entry[]>();
  /** The last place seen of each domain, and the last that is not here any more. */
  const last = new Map<Domain, number>();
  const floor = new Map<Domain, number>();
  let bytes = 0;

  const position = () => Object.fromEntries(last);

  function keep(id: string, entry: Entry): void {
    entries.set(id, entry);
    bytes += entry.frame.length;
    const theirs = byReader.get(entry.reader);
    if (theirs) theirs.push(entry);
    else byReader.set(entry.reader, [entry]);
  }

  function forget(id: string, { reader, domain, sequence, frame }: Entry): void {
    entries.delete(id);
    bytes -= frame.length;
    floor.set(domain, Math.max(floor.get(domain) ?? 0, sequence));
    const theirs = byReader.get(reader);
    theirs?.shift(); // The oldest of all is also the oldest of its reader.
    if (theirs?.length === 0) byReader.delete(reader);
  }

  function trim(nowMs: number): void {
    for (const [id, entry] of entries) {
      const isFull = entries.size > entriesMax || bytes > bytesMax;
      if (!isFull && nowMs - entry.atMs <= ageMaxMs) return;
      forget(id, entry);
    }
  }

  /** A position from beyond what was seen is of a stream that has begun anew. */
  const covers = (asked: Position) =>
    [...last].every(([domain, seen]) => {
      const sequence = asked[domain] ?? 0;
      return sequence >= (floor.get(domain) ?? 0) && sequence <= seen;
    });

  return {
    start({ domain, sequence }) {
      last.set(domain, sequence);
      floor.set(domain, sequence);
    },
    add(event, { domain, sequence, reader, nowMs }) {
      last.set(domain, sequence);
      if (reader === undefined || entries.has(event.id)) return undefined;
      const id = encodePosition(position());
      const frame = frameOf({ id, event: event.type, data: event });
      const entry = { domain, sequence, reader, atMs: nowMs, frame };
      keep(event.id, entry);
      trim(nowMs);
      return entry;
    },
    since(asked, reader, nowMs) {
      trim(nowMs);
      if (!covers(asked)) return 'unknown';
      const missed = byReader.get(reader) ?? [];
      return missed.filter(({ domain, sequence }) => sequence > (asked[domain] ?? 0));
    },
    position,
    get size() {
      return entries.size;
    },
  };
}
