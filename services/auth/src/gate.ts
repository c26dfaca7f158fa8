export interface GateOptions {
  /** Pieces of work that run at a time. */
  readonly width: number;
  /** How many may wait; what comes on top of these is refused. */
  readonly queueMax: number;
  readonly refusal: () => Error;
}

/** Runs work, some at a time and the rest in turn, and refuses at once what would wait too long. */
export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export function gate({ width, queueMax, refusal }: GateOptions): Gate {
  const waiting: (() => void)[] = [];
  let free = width;

  async function enter(): Promise<void> {
    if (free > 0) {
      free--;
      return;
    }
    if (waiting.length >= queueMax) throw refusal();
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }

  return async (work) => {
    await enter();
    try {
      return await work();
    } finally {
      leave();
    }
  };
}
