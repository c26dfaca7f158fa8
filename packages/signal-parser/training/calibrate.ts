import type { Calibration } from '../src/weights.ts';

export interface Sample {
  readonly kind: string;
  readonly score: number;
  readonly isRight: boolean;
  /** A person looks at it whatever the score. */
  readonly isLeftOut: boolean;
}

const PRECISION = 0.995;
const BINS = 40;

/** Isotonic regression of being right on the raw score, and the threshold for the precision aimed at. */
export function calibrate(samples: readonly Sample[]): Calibration {
  const ordered = samples
    .filter(({ kind, isLeftOut }) => kind !== 'noise' && !isLeftOut)
    .toSorted((a, b) => a.score - b.score);
  const points = poolAdjacent(binned(ordered));
  return { points, threshold: thresholdFor(ordered, points) };
}

interface Bin {
  score: number;
  right: number;
  of: number;
}

function binned(ordered: readonly Sample[]): Bin[] {
  const bins: Bin[] = [];
  const size = Math.ceil(ordered.length / BINS);
  for (let from = 0; from < ordered.length; from += size) {
    const part = ordered.slice(from, from + size);
    bins.push({
      score: part.reduce((sum, { score }) => sum + score, 0) / part.length,
      right: part.filter(({ isRight }) => isRight).length,
      of: part.length,
    });
  }
  return bins;
}

/** Neighbours in the wrong order are made one, until none are. */
function poolAdjacent(bins: readonly Bin[]): [number, number][] {
  const pooled: Bin[] = [];
  for (const bin of bins) {
    pooled.push({ ...bin });
    for (;;) {
      const [last, before] = [pooled.at(-1), pooled.at(-2)];
      if (!last || !before || before.right / before.of <= last.right / last.of) break;
      pooled.splice(-2, 2, {
        score: (before.score * before.of + last.score * last.of) / (before.of + last.of),
        right: before.right + last.right,
        of: before.of + last.of,
      });
    }
  }
  return pooled.map(({ score, right, of }) => [round(score), round(right / of)]);
}

const round = (share: number) => Math.round(share * 1e6) / 1e6;

/** The lowest confidence from which on readings were right often enough. */
function thresholdFor(ordered: readonly Sample[], points: readonly (readonly [number, number])[]) {
  let [right, of] = [0, 0];
  let score = 1;
  for (const sample of ordered.toReversed()) {
    of++;
    if (sample.isRight) right++;
    if (right / of >= PRECISION) ({ score } = sample);
  }
  const point = points.findLast(([at]) => at <= score) ?? [0, 0];
  return point[1];
}
