import type { AccountBook, Moment } from '../accounts/book.ts';
import type { TimedQuotes } from '../rules/situation.ts';
import { bandsOf, isInside, toNumber, type Thresholds } from './band.ts';
import { bandLanes } from './lanes.ts';
import { ALWAYS } from './thresholds.ts';
import { look, queued, watchOf, type Sighting, type Watch } from './watch.ts';

/** One account on the desk: what is known of it changes, its place does not. */
export interface Seat {
  readonly key: { readonly id: string; readonly userId: string };
  watch: Watch;
  /** As of the last look. */
  thresholds: Thresholds;
  pending: readonly Sighting[];
  changedIn: string;
}

/** The accounts that are watched, and who is concerned by which price. */
export interface Desk {
  readonly seats: ReadonlyMap<string, Seat>;
  /** Sees an account at these prices; whatever is to be written down is pending then. */
  readonly look: (seat: Seat, moment: Moment) => void;
  /** An account as it was just read. */
  readonly seat: (book: AccountBook, changedIn: string) => Seat;
  readonly leave: (accountId: string) => void;
  /** Looks at the accounts that a new price may concern. */
  readonly onPrice: (symbol: string, moment: Moment) => void;
}

export function openDesk(onPending: (seat: Seat) => void): Desk {
  const seats = new Map<string, Seat>();
  const lanes = bandLanes<Seat>();

  function lookAt(seat: Seat, moment: Moment): void {
    const { watch, bands, thresholds, sightings } = look(seat.watch, moment);
    Object.assign(seat, { watch, thresholds });
    lanes.put(seat, bands);
    if (sightings.length === 0) return;
    for (const sighting of sightings) {
      const still = { ...sighting, moment: freeze(sighting.moment, bands) };
      seat.pending = queued(seat.pending, still);
    }
    onPending(seat);
  }

  /** Whether its equity is surely between the thresholds still; its bands are around the new price then. */
  function moveBands(seat: Seat, { quotes }: Moment): boolean {
    const bands = bandsOf(seat.watch.book, quotes, seat.thresholds);
    if (!isInside(bands)) return false;
    lanes.put(seat, bands);
    return true;
  }

  return {
    seats,
    look: lookAt,
    seat(book, changedIn) {
      const { id, userId } = book.account;
      const known = seats.get(id);
      const watch = watchOf(book, known?.watch);
      if (known) return Object.assign(known, { watch, changedIn });
      const seat: Seat = { key: { id, userId }, watch, thresholds: ALWAYS, changedIn, pending: [] };
      seats.set(id, seat);
      return seat;
    },
    leave(accountId) {
      const seat = seats.get(accountId);
      if (seat) lanes.remove(seat);
      seats.delete(accountId);
    },
    onPrice(symbol, moment) {
      const quote = moment.quotes(symbol);
      if (!quote) return;
      const leaving = lanes.leaving(symbol, toNumber(quote.bid), toNumber(quote.ask));
      for (const seat of leaving) if (!moveBands(seat, moment)) lookAt(seat, moment);
    },
  };
}

/** The prices of this very moment, when newer ones will have come. */
function freeze(moment: Moment, concerned: readonly { readonly symbol: string }[]): Moment {
  const { quotes } = moment;
  const then = new Map(concerned.map(({ symbol }) => [symbol, quotes(symbol)]));
  const frozen: TimedQuotes = (symbol) => then.get(symbol) ?? quotes(symbol);
  return { ...moment, quotes: frozen };
}
