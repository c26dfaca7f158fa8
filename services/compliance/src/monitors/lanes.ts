import type { Band } from './band.ts';

/** Who is concerned by which price: told apart by comparing two numbers each. */
export interface Lanes<Watch> {
  /** From now on these are its bands, and no others. */
  readonly put: (watch: Watch, bands: readonly Band[]) => void;
  readonly remove: (watch: Watch) => void;
  /** Those whose band this price has left. */
  readonly leaving: (symbol: string, bid: number, ask: number) => Watch[];
}

/** In columns, so that a tick reads memory in a row and not at random. */
interface Lane<Watch> {
  readonly lows: number[];
  readonly highs: number[];
  readonly watches: Watch[];
}

export function bandLanes<Watch>(): Lanes<Watch> {
  const lanes = new Map<string, Lane<Watch>>();
  const places = new Map<Watch, Map<string, number>>();

  function laneOf(symbol: string): Lane<Watch> {
    let lane = lanes.get(symbol);
    if (!lane) lanes.set(symbol, (lane = { lows: [], highs: [], watches: [] }));
    return lane;
  }

  /** The last one takes its place. */
  function leave(symbol: string, place: number): void {
    const { lows, highs, watches } = laneOf(symbol);
    const [low = 0, high = 0, last] = [lows.pop(), highs.pop(), watches.pop()];
    if (last === undefined || place === watches.length) return;
    lows[place] = low;
    highs[place] = high;
    watches[place] = last;
    places.get(last)?.set(symbol, place);
  }

  function remove(watch: Watch): void {
    for (const [symbol, place] of places.get(watch) ?? []) leave(symbol, place);
    places.delete(watch);
  }

  return {
    remove,
    put(watch, bands) {
      const known = places.get(watch);
      if (known?.size !== bands.length || bands.some(({ symbol }) => !known.has(symbol))) {
        remove(watch);
        places.set(watch, new Map(bands.map(({ symbol }) => [symbol, add(symbol, watch)])));
      }
      for (const { symbol, low, high } of bands) {
        const place = places.get(watch)?.get(symbol) ?? 0;
        const { lows, highs } = laneOf(symbol);
        lows[place] = low;
        highs[place] = high;
      }
    },
    leaving(symbol, bid, ask) {
      const { lows, highs, watches } = laneOf(symbol);
      const found: Watch[] = [];
      for (let i = 0; i < watches.length; i++) {
        if ((lows[i] as number) > bid || (highs[i] as number) < ask)
          found.push(watches[i] as Watch);
      }
      return found;
    },
  };

  function add(symbol: string, watch: Watch): number {
    const lane = laneOf(symbol);
    lane.lows.push(0);
    lane.highs.push(0);
    return lane.watches.push(watch) - 1;
  }
}
