import type { Report } from './report.ts';

type Cell = string | number | boolean | null | undefined;
type Row = Readonly<Record<string, Cell>>;

/**
 * RFC 4180. The first field of each line names its section, the first line of a section its columns,
 * and every line has the same number of fields.
 */
export function toCsv(report: Report): string {
  const lines = sectionsOf(report).flatMap(([name, rows]) => linesOf(name, rows));
  const width = Math.max(...lines.map((line) => line.length));
  return lines.map((line) => toLine(line, width)).join('');
}

function linesOf(name: string, rows: readonly Row[]): Cell[][] {
  const [first] = rows;
  if (!first) return [];
  const columns = Object.keys(first);
  return [
    ['section', ...columns],
    ...rows.map((row) => [name, ...columns.map((column) => row[column])]),
  ];
}

function sectionsOf(report: Report): [name: string, rows: Row[]][] {
  const { account, profile, period, limits, exposure, audit } = report;
  const { generatedAt, engine, violations, refusals } = report;
  return [
    ['report', [{ generatedAt, engine }]],
    ['account', [account]],
    ['profile', profile ? [profile] : []],
    ['period', [period]],
    ['limits', limits.risk ? [limits.risk] : [{ unknown: limits.unknown }]],
    ['exposure', exposure ? [exposureRow(exposure)] : []],
    ['exposure by symbol', exposure?.bySymbol ?? []],
    ['exposure by currency', exposure?.byCurrency ?? []],
    ['objectives', report.objectives.map(objectiveRow)],
    ['metrics', report.metrics],
    ['days', report.days],
    ['violations', [{ total: violations.total, omitted: violations.omitted }]],
    ['violations by rule', violations.byRule],
    ['violations by day', violations.byDay],
    ['violation', violations.items],
    ['refusals', [countsOf(refusals)]],
    ['refusal', refusals.items.map(refusalRow)],
    ['audit', audit ? [auditRow(audit)] : []],
  ];
}

function objectiveRow({ inputs, ...objective }: Report['objectives'][number]): Row {
  return { ...objective, inputs: JSON.stringify(inputs) };
}

function exposureRow({ notional, effectiveLeverage }: NonNullable<Report['exposure']>): Row {
  return { notional, effectiveLeverage };
}

function countsOf({ decisions, allowed, refused, omitted }: Report['refusals']): Row {
  return { decisions, allowed, refused, omitted };
}

type Refusal = Report['refusals']['items'][number];

function refusalRow({ atStop, rules, ...order }: Refusal): Row {
  const { worstLoss, worstEquity, daily, total } = atStop ?? NOTHING_KNOWN;
  return {
    ...order,
    rules: rules.join(' '),
    worstLoss,
    worstEquity,
    ...floorRow('daily', daily),
    ...floorRow('total', total),
  };
}

const NOTHING_KNOWN = { worstLoss: null, worstEquity: null, daily: null, total: null };

function floorRow(which: string, floor: NonNullable<Refusal['atStop']>['daily']): Row {
  const names = { floor: `${which}Floor`, room: `${which}Room`, broken: `${which}Broken` };
  return {
    [names.floor]: floor?.floor,
    [names.room]: floor?.room,
    [names.broken]: floor?.broken,
  };
}

function auditRow({ checkpoint, ...trail }: NonNullable<Report['audit']>): Row {
  return {
    ...trail,
    checkpointSize: checkpoint?.size,
    checkpointRoot: checkpoint?.root,
    checkpointAt: checkpoint?.at,
    checkpointNote: checkpoint?.note,
  };
}

function toLine(cells: readonly Cell[], width: number): string {
  const padded = Array.from({ length: width }, (_, index) => toField(cells[index]));
  return `${padded.join(',')}\r\n`;
}

const NUMBER = /^-?\d+(\.\d+)?$/;
/** What a spreadsheet takes for the start of a formula, also behind blanks and in full width. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

function toField(cell: Cell): string {
  const text = String(cell ?? '');
  const safe = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
