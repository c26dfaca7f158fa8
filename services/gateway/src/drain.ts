/** How far the process is on its way out. */
export interface Drain {
  readonly isDraining: () => boolean;
  /** No more streams are opened, for nobody would end them. */
  readonly isOver: () => boolean;
  readonly startDraining: () => void;
}

/** Streams end when load balancers have noticed, so that their clients come back elsewhere. */
export function createDrain(delayMs: number, endStreams: () => void): Drain {
  let [isDraining, isOver] = [false, false];
  return {
    isDraining: () => isDraining,
    isOver: () => isOver,
    startDraining() {
      isDraining = true;
      setTimeout(() => {
        isOver = true;
        endStreams();
      }, delayMs);
    },
  };
}
