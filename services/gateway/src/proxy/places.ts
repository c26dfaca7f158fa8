type Shortage = 'overloaded' | 'caller';

/** Room for requests under way, of which no caller gets more than a share. */
export interface Places {
  /** Why there is none for this caller. */
  shortage(caller: string): Shortage | undefined;
  take(caller: string): void;
  free(caller: string): void;
  readonly taken: number;
}

export interface PlacesOptions {
  readonly concurrencyMax: number;
  readonly callerConcurrencyMax: number;
}

export function createPlaces({ concurrencyMax, callerConcurrencyMax }: PlacesOptions): Places {
  /** Never has more entries than places are taken. */
  const byCaller = new Map<string, number>();
  let taken = 0;

  const takenBy = (caller: string) => byCaller.get(caller) ?? 0;

  return {
    shortage(caller) {
      if (takenBy(caller) >= callerConcurrencyMax) return 'caller';
      return taken >= concurrencyMax ? 'overloaded' : undefined;
    },
    take(caller) {
      taken++;
      byCaller.set(caller, takenBy(caller) + 1);
    },
    free(caller) {
      taken--;
      const left = takenBy(caller) - 1;
      if (left > 0) byCaller.set(caller, left);
      else byCaller.delete(caller);
    },
    get taken() {
      return taken;
    },
  };
}
