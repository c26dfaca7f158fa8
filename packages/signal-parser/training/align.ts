import { labelsFor, LABELS } from '../src/labels.ts';
import type { Normalised } from '../src/normalise.ts';
import type { View } from '../src/view.ts';
import type { Span } from './pieces.ts';

/** The label of each candidate, as the spans of a generated message say. */
export interface Alignment {
  readonly labels: readonly number[];
  /** Spans in which no unit can have their label: words that the lexicon lacks, or numbers cut wrongly. */
  readonly missed: readonly Span[];
}

export function align(view: View, { offsets }: Normalised, spans: readonly Span[]): Alignment {
  const found = new Set<Span>();
  const ordered = spans.toSorted((a, b) => a.start - b.start);
  const labels = view.candidates.map((at) => {
    const unit = view.units[at];
    if (!unit) return 0;
    const [start, end] = [offsets[unit.start] ?? 0, offsets[unit.end] ?? Infinity];
    for (const span of ordered) {
      if (span.start >= end) break;
      if (span.end <= start) continue;
      const label = LABELS.indexOf(span.role);
      if (!labelsFor(unit)?.includes(label)) continue;
      found.add(span);
      return label;
    }
    return 0;
  });
  return { labels, missed: ordered.filter((span) => !found.has(span)) };
}
