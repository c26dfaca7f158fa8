import { rulesChart } from './charts.ts';
import { chart, code, facts, note, numbers, words, type Cell, type Section } from './document.ts';
import type { Report } from './report.ts';
import { clock, grouped, plain } from './wording.ts';

/** Of a long list so many are printed; CSV and JSON have more. */
const ROWS_MAX = 250;

export function violationsSection(report: Report): Section {
  const { total, byRule, byDay, items } = report.violations;
  const title = 'Violations';
  if (total === 0) return { title, blocks: [note('No rule was broken in this period.')] };
  return {
    title,
    blocks: [
      chart(rulesChart(report)),
      {
        kind: 'table',
        caption: 'By rule and severity',
        columns: [words('Rule', 5), words('Severity', 2), numbers('Count', 1)],
        rows: byRule.map(({ ruleId, severity, count }) => [
          code(ruleId),
          severityCell(severity),
          { text: String(count) },
        ]),
      },
      {
        kind: 'table',
        caption: 'By day',
        columns: [words('Day', 5), numbers('Hard', 1), numbers('Warnings', 2)],
        rows: byDay.map(({ date, hard, warn }) => [
          { text: date },
          { text: String(hard) },
          { text: String(warn) },
        ]),
      },
      {
        kind: 'table',
        caption: listed('Violations, the newest first', items.length, total),
        columns: [
          words('Time (UTC)', 4),
          words('Rule', 5),
          words('Severity', 2),
          words('What was found', 8),
          words('Decision', 5),
        ],
        rows: items
          .slice(0, ROWS_MAX)
          .map((item) => [
            { text: clock(item.detectedAt) },
            code(item.ruleId),
            severityCell(item.severity),
            { text: plain(item.message) },
            item.decisionId === null ? { text: `none (${item.phase})` } : code(item.decisionId),
          ]),
      },
    ],
  };
}

function severityCell(severity: 'hard' | 'warn'): Cell {
  return { text: severity, tone: severity === 'hard' ? 'bad' : 'warn' };
}

function listed(what: string, count: number, total: number): string {
  const shown = Math.min(count, ROWS_MAX);
  if (shown === total) return what;
  return `${what}: ${shown} of ${total}; the CSV and JSON forms list ${count}`;
}

export function refusalsSection({
  refusals: { decisions, allowed, refused, items },
}: Report): Section {
  const counts = facts(
    { label: 'Orders judged', text: String(decisions) },
    { label: 'Allowed', text: String(allowed) },
    { label: 'Refused', text: String(refused), tone: refused > 0 ? 'warn' : 'good' },
  );
  const title = 'Refused orders, and what they would have done';
  if (items.length === 0) return { title, blocks: [counts, note('No order was refused.')] };
  return {
    title,
    blocks: [
      counts,
      note(
        'What would have been is the case that was decided on, and no guess at prices since: the ' +
          'order filled at the decision’s price, and everything open run to its stop.',
      ),
      {
        kind: 'table',
        caption: listed('Refused orders, the newest first', items.length, refused),
        columns: [
          words('Time (UTC)', 4),
          words('Order', 5),
          words('Broken rules', 6),
          words('Had it been filled and stopped out', 8),
        ],
        rows: items
          .slice(0, ROWS_MAX)
          .map((item) => [
            { text: clock(item.decidedAt) },
            { text: orderText(item) },
            code(item.rules.join(' ')),
            counterfactualCell(item.atStop),
          ]),
      },
    ],
  };
}

type Refusal = Report['refusals']['items'][number];

function orderText({ side, lots, symbol, stopLoss, clientTradeId }: Refusal): string {
  const stop = stopLoss === null ? 'without a stop' : `stop ${plain(stopLoss)}`;
  return `${side} ${plain(lots)} ${plain(symbol)}, ${stop}; ${plain(clientTradeId)}`;
}

function counterfactualCell(atStop: Refusal['atStop']): Cell {
  if (!atStop) return { text: 'Not known: it was refused before its risk was.' };
  const { worstLoss, worstEquity, daily, total } = atStop;
  const floors = (['daily', 'total'] as const).flatMap((which) => {
    const floor = which === 'daily' ? daily : total;
    return floor ? [floorText(which, floor)] : [];
  });
  const broken = daily?.broken === true || total?.broken === true;
  const loss = `A loss of ${grouped(worstLoss)}, equity at ${grouped(worstEquity)}`;
  return { text: [loss, ...floors].join('; '), tone: broken ? 'bad' : undefined };
}

function floorText(
  which: 'daily' | 'total',
  { floor, room, broken }: NonNullable<NonNullable<Refusal['atStop']>['daily']>,
): string {
  if (room.startsWith('-'))
    return `${grouped(room.slice(1))} below the ${which} floor of ${grouped(floor)}`;
  const left = `${grouped(room)} above the ${which} floor`;
  return broken ? `${left} of ${grouped(floor)}, which counts as broken` : left;
}
