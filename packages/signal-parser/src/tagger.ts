import { FEATURES_MAX, featuresOf } from './features.ts';
import { COLUMNS, columnOf, labelsFor } from './labels.ts';
import { posteriorOf, type Place, type Posterior, type Scope, type Scores } from './lattice.ts';
import type { Model } from './model.ts';
import { Rows } from './rows.ts';
import { tableFor } from './tables.ts';
import type { Unit } from './units.ts';
import type { View } from './view.ts';

const rows = new Rows(FEATURES_MAX);

export function scoresOf(view: View, model: Model): Scores {
  const { candidates } = view;
  const emissions = new Float64Array(candidates.length * COLUMNS);
  const places = placesOf(view);
  for (const [index, at] of candidates.entries()) {
    featuresOf(view, at, rows);
    addScores(emissions, index, { model, place: places[index] as Place });
  }
  return { places, emissions };
}

export function placesOf({ candidates, units }: View): Place[] {
  let lineBefore = -1;
  return candidates.map((at) => {
    const unit = units[at] as Unit;
    const relation = lineBefore < 0 ? 0 : Math.min(2, unit.line - lineBefore);
    lineBefore = unit.line;
    const labels = labelsFor(unit) ?? [];
    return { labels, relation, table: tableFor(labels) };
  });
}

function addScores(
  emissions: Float64Array,
  index: number,
  { model: { tagger, taggerScale }, place }: { model: Model; place: Place },
): void {
  const { from, columns, shift } = place.table;
  for (let next = 0; next < rows.count; next++) {
    const row = from + ((rows.rows[next] ?? 0) >>> shift) * columns;
    for (let column = 0; column < columns; column++) {
      const target = index * COLUMNS + column;
      emissions[target] = (emissions[target] ?? 0) + (tagger[row + column] ?? 0);
    }
  }
  if (taggerScale === 1) return;
  for (let column = 0; column < columns; column++) {
    const target = index * COLUMNS + column;
    emissions[target] = (emissions[target] ?? 0) * taggerScale;
  }
}

export const weigh = (scores: Scores, model: Model, scope: Scope): Posterior =>
  posteriorOf(scores, model.transitions, { scope });

/** The likeliest label of each candidate, and how likely it is. */
export function likeliest({ places }: Scores, { labels: posterior }: Posterior) {
  return places.map(({ labels }, index) => {
    let [best, label] = [-1, 0];
    for (const each of labels) {
      const probability = posterior[index * COLUMNS + columnOf(each)] ?? 0;
      if (probability > best) [best, label] = [probability, each];
    }
    return { label, probability: best };
  });
}
