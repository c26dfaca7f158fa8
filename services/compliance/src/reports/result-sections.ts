import { curveChart, lossUsedChart } from './charts.ts';
import { chart, note, numbers, words, type Section } from './document.ts';
import type { Report } from './report.ts';
import { usedCell } from './tones.ts';
import { grouped, percent, rounded } from './wording.ts';

export function curvesSection(report: Report): Section {
  const title = 'Balance, equity and the daily limit';
  if (report.days.length === 0) {
    return { title, blocks: [note('The account was not open in this period.')] };
  }
  return {
    title,
    blocks: [
      chart(curveChart(report)),
      chart(lossUsedChart(report)),
      note('Equity is seen when an event, an order or a price comes; it is not known in between.'),
    ],
  };
}

export function metricsSection({ metrics: list, account }: Report): Section {
  return {
    title: 'Metrics',
    blocks: [
      {
        kind: 'table',
        caption:
          'Each figure with its definition; n is how many days, trades or points it is made of',
        columns: [words('Metric', 5), numbers('Value', 4), numbers('n', 1), words('Definition', 9)],
        rows: list.map(({ name, value, unit, definition, n, reason }) => [
          { text: name },
          { text: value === null ? `none: ${reason}` : valueText(value, unit, account.currency) },
          { text: String(n) },
          { text: definition },
        ]),
      },
    ],
  };
}

function valueText(value: string, unit: string, currency: string): string {
  if (unit === currency) return `${grouped(value)} ${currency}`;
  if (unit === 'count') return value;
  if (unit === '%') return percent(rounded(value, 2));
  if (unit === 'R') return `${rounded(value, 2)} R`;
  return unit === 'return' ? rounded(value, 6) : rounded(value, 4);
}

export function daysSection({ days: list, account }: Report): Section {
  return {
    title: 'Day by day',
    blocks: [
      {
        kind: 'table',
        caption: `Days of the profile, ${account.currency}; weekends without a trade are left out; a start has the day’s cash flow already`,
        columns: [
          words('Day', 4),
          numbers('Start balance', 5),
          numbers('Start equity', 5),
          numbers('Lowest equity', 5),
          numbers('Net', 4),
          numbers('Cash flow', 4),
          numbers('Closed', 3),
          numbers('Loss used', 3),
          numbers('Violations', 3),
        ],
        rows: list.map((day) => [
          { text: day.isRunning ? `${day.date} (running)` : day.date },
          { text: grouped(day.startBalance) },
          { text: day.startEquity === null ? '' : grouped(day.startEquity) },
          { text: day.lowestEquity === null ? '' : grouped(day.lowestEquity) },
          { text: grouped(day.net), tone: day.net.startsWith('-') ? 'bad' : undefined },
          { text: grouped(day.cashFlow) },
          { text: String(day.closed) },
          usedCell(day.dailyUsedPct),
          { text: String(day.violations), tone: day.violations > 0 ? 'warn' : undefined },
        ]),
      },
    ],
  };
}
