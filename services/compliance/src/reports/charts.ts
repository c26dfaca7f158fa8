import type { Drawing, Ink, Point, Shape } from './drawing.ts';
import type { Report } from './report.ts';
import { BAD_PCT, toneOf, WARN_PCT } from './tones.ts';

/** Where data are drawn; the rest of a drawing is for labels. */
interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const WIDTH = 515;
const HEIGHT = 190;
const PLOT: Plot = { left: 58, right: WIDTH - 8, top: 8, bottom: HEIGHT - 20 };
const Y_TICKS = 5;
const X_LABELS_MAX = 8;
const LABEL_DROP = 14;

/** Drawn with floats: a picture is no place to read an amount off. */
const numberOf = (text: string) => Number(text);

interface Scale {
  readonly min: number;
  readonly max: number;
  readonly ticks: readonly number[];
}

/** A span that holds all values, in steps of 1, 2 or 5 times a power of ten. */
function scaleOf(values: readonly number[]): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high - low || Math.abs(high) / 10 || 1;
  const raw = span / Y_TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const min = Math.floor(low / step) * step;
  const count = Math.max(1, Math.ceil((high - min) / step));
  const ticks = Array.from({ length: count + 1 }, (_, index) => min + index * step);
  return { min, max: min + count * step, ticks };
}

const yOf = (scale: Scale, value: number, { top, bottom }: Plot = PLOT) =>
  bottom - ((value - scale.min) / (scale.max - scale.min)) * (bottom - top);

function yAxis(scale: Scale, label: (value: number) => string): Shape[] {
  return scale.ticks.flatMap((value): Shape[] => {
    const y = yOf(scale, value);
    const points: Point[] = [
      [PLOT.left, y],
      [PLOT.right, y],
    ];
    return [
      { kind: 'line', points, ink: 'grid', width: 0.5 },
      {
        kind: 'text',
        x: PLOT.left - 6,
        y: y + 3,
        text: label(value),
        anchor: 'end',
        ink: 'muted',
      },
    ];
  });
}

/** A date below every so many days. */
function dateAxis(dates: readonly string[], xOf: (index: number) => number): Shape[] {
  const every = Math.ceil(dates.length / X_LABELS_MAX);
  return dates.flatMap((date, index): Shape[] => {
    if (index % every !== 0) return [];
    const x = Math.min(xOf(index), PLOT.right - 14);
    const y = PLOT.bottom + LABEL_DROP;
    return [{ kind: 'text', x, y, text: date.slice(5), anchor: 'middle', ink: 'muted' }];
  });
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 });

interface Series {
  readonly ink: Ink;
  readonly label: string;
  readonly dashed: boolean;
  /** One value for each day, where there is one. */
  readonly values: readonly (number | undefined)[];
}

/** Equity and balance day by day, with the floors below them. */
export function curveChart({ days, account, limits }: Report): Drawing {
  const optional = (text: string | null) => (text === null ? undefined : numberOf(text));
  const total = limits.risk?.totalFloor ?? null;
  const series: Series[] = (
    [
      ['total', 'Total loss floor, now', true, days.map(() => optional(total))],
      ['daily', 'Daily loss floor', true, days.map(({ dailyFloor }) => optional(dailyFloor))],
      ['equity', 'Lowest equity seen', false, days.map((day) => optional(day.lowestEquity))],
      ['balance', 'Balance at the end', false, days.map((day) => numberOf(day.endBalance))],
    ] as const
  ).map(([ink, label, dashed, values]) => ({ ink, label, dashed, values }));
  const shown = series.filter(({ values }) => values.some((value) => value !== undefined));
  const all = shown.flatMap(({ values }) => values.filter((value) => value !== undefined));
  const scale = scaleOf(all.length > 0 ? all : [numberOf(account.balance)]);
  const xOf = stepper(days.length);
  return {
    title: `Balance and equity, ${account.currency}`,
    description: describeCurve(days, account.currency),
    width: WIDTH,
    height: HEIGHT,
    legend: shown.map(({ ink, label, dashed }) => ({ ink, label, dashed })).toReversed(),
    shapes: [
      ...yAxis(scale, (value) => grouped.format(value)),
      ...dateAxis(
        days.map(({ date }) => date),
        xOf,
      ),
      ...shown.flatMap((one) => linesOf(one, (value) => yOf(scale, value), xOf)),
    ],
  };
}

function describeCurve(days: Report['days'], currency: string): string {
  const [first, last] = [days.at(0), days.at(-1)];
  if (!first || !last) return 'There is no day to show.';
  return (
    `From ${first.date} to ${last.date} the balance went from ${first.startBalance} to ` +
    `${last.endBalance} ${currency}. The table of days has every value.`
  );
}

const stepper = (count: number) => (index: number) => {
  const step = (PLOT.right - PLOT.left) / Math.max(1, count);
  return PLOT.left + (index + 0.5) * step;
};

/** Broken where a day has no value; a day alone is a short dash. */
function linesOf(
  { values, ink, dashed }: Series,
  yAt: (value: number) => number,
  xOf: (index: number) => number,
): Shape[] {
  const runs: Point[][] = [];
  let run: Point[] | undefined;
  for (const [index, value] of values.entries()) {
    if (value === undefined) {
      run = undefined;
      continue;
    }
    if (!run) runs.push((run = []));
    run.push([xOf(index), yAt(value)]);
  }
  return runs.map((points): Shape => {
    const [[x, y] = [0, 0]] = points;
    const alone: Point[] = [
      [x - 4, y],
      [x + 4, y],
    ];
    const drawn = points.length > 1 ? points : alone;
    return { kind: 'line', points: drawn, ink, width: dashed ? 1 : 1.5, dashed };
  });
}

/** How much of the daily loss limit was in use at the lowest equity of each day. */
export function lossUsedChart({ days }: Report): Drawing {
  const used = days.map(({ dailyUsedPct }) => numberOf(dailyUsedPct ?? '0'));
  const scale = scaleOf([0, 100, ...used]);
  const xOf = stepper(days.length);
  const width = Math.max(0.8, ((PLOT.right - PLOT.left) / Math.max(1, days.length)) * 0.7);
  const bars = used.flatMap((value, index): Shape[] => {
    if (value <= 0) return [];
    const y = yOf(scale, value);
    const ink = toneOf(value);
    return [{ kind: 'bar', x: xOf(index) - width / 2, y, width, height: PLOT.bottom - y, ink }];
  });
  const full = yOf(scale, 100);
  const limit: Point[] = [
    [PLOT.left, full],
    [PLOT.right, full],
  ];
  const worst = Math.max(0, ...used);
  return {
    title: 'Daily loss limit in use, %',
    description: `At most ${worst.toFixed(2)} % on one day. The table of days has every value.`,
    width: WIDTH,
    height: HEIGHT,
    legend: [
      { label: `Below ${WARN_PCT} %`, ink: 'good' },
      { label: `${WARN_PCT} % and more`, ink: 'warn' },
      { label: `${BAD_PCT} % and more`, ink: 'bad' },
      { label: 'The limit', ink: 'text', dashed: true },
    ],
    shapes: [
      ...yAxis(scale, (value) => `${grouped.format(value)} %`),
      ...dateAxis(
        days.map(({ date }) => date),
        xOf,
      ),
      ...bars,
      { kind: 'line', points: limit, ink: 'text', width: 1, dashed: true },
    ],
  };
}

const RULES_SHOWN_MAX = 12;
const ROW_HEIGHT = 18;
const RULE_LEFT = 190;

/** The rules that were broken most often. */
export function rulesChart({ violations: { byRule, total } }: Report): Drawing {
  const shown = byRule.slice(0, RULES_SHOWN_MAX);
  const most = Math.max(1, ...shown.map(({ count }) => count));
  const shapes = shown.flatMap(({ ruleId, severity, count }, index): Shape[] => {
    const y = 4 + index * ROW_HEIGHT;
    const width = Math.max(1, (count / most) * (PLOT.right - RULE_LEFT - 40));
    const ink = severity === 'hard' ? 'bad' : 'warn';
    const base = y + 10;
    return [
      { kind: 'text', x: RULE_LEFT - 8, y: base, text: ruleId, anchor: 'end', ink: 'text' },
      { kind: 'bar', x: RULE_LEFT, y, width, height: ROW_HEIGHT - 5, ink },
      {
        kind: 'text',
        x: RULE_LEFT + width + 6,
        y: base,
        text: String(count),
        anchor: 'start',
        ink: 'muted',
      },
    ];
  });
  return {
    title: 'Violations by rule',
    description: `${total} violations: ${shown.map(({ ruleId, count }) => `${ruleId} ${count}`).join(', ')}.`,
    width: WIDTH,
    height: Math.max(1, shown.length) * ROW_HEIGHT + 8,
    legend: [
      { label: 'Refused the order, or ended trading', ink: 'bad' },
      { label: 'Warned', ink: 'warn' },
    ],
    shapes,
  };
}
