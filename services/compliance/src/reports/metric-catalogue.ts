/** Below this many days the 95 % value at risk is little more than the worst day. */
export const VAR_DAYS_MIN = 20;

/** What a metric is called, how it is worked out, and why there may be none. */
interface Definition {
  readonly name: string;
  /** `money` stands for the account's currency. */
  readonly unit: 'money' | '%' | 'ratio' | 'return' | 'R' | 'count';
  readonly definition: string;
  readonly none: string;
}

const OF_EQUITY = 'equity at the start of each day, at its lowest seen, and now';
const OF_BALANCE = 'balance after each closed trade';
const FLOWS = 'money that came or went moves the peak along';

/** Every figure of a report, in the order in which it tells them. */
export const METRIC_CATALOGUE = {
  netProfit: {
    name: 'Net profit of closed trades',
    unit: 'money',
    definition: 'sum of what closed trades brought after costs',
    none: 'there is no trade',
  },
  maxDrawdownAbs: {
    name: 'Maximum drawdown of equity',
    unit: 'money',
    definition: `largest peak - value of ${OF_EQUITY}; ${FLOWS}`,
    none: 'no equity was seen',
  },
  maxDrawdownPct: {
    name: 'Maximum drawdown of equity, relative',
    unit: '%',
    definition: `largest (peak - value) / peak of ${OF_EQUITY}; ${FLOWS}`,
    none: 'no equity was seen',
  },
  currentDrawdownAbs: {
    name: 'Current drawdown of equity',
    unit: 'money',
    definition: `highest peak - last value of ${OF_EQUITY}; ${FLOWS}`,
    none: 'no equity was seen',
  },
  currentDrawdownPct: {
    name: 'Current drawdown of equity, relative',
    unit: '%',
    definition: `(highest peak - last value) / highest peak of ${OF_EQUITY}; ${FLOWS}`,
    none: 'no equity was seen',
  },
  maxDrawdownBalanceAbs: {
    name: 'Maximum drawdown of balance',
    unit: 'money',
    definition: `largest peak - value of ${OF_BALANCE}; ${FLOWS}`,
    none: 'there is no balance',
  },
  maxDrawdownBalancePct: {
    name: 'Maximum drawdown of balance, relative',
    unit: '%',
    definition: `largest (peak - value) / peak of ${OF_BALANCE}; ${FLOWS}`,
    none: 'there is no balance',
  },
  recoveryFactor: {
    name: 'Recovery factor',
    unit: 'ratio',
    definition: 'net profit of closed trades / maximum drawdown of equity',
    none: 'there was no drawdown of equity',
  },
  meanDailyReturn: {
    name: 'Mean daily return',
    unit: 'return',
    definition: 'mean of r = net of the day / equity at its start',
    none: 'there is no day',
  },
  stdevDailySample: {
    name: 'Standard deviation of daily returns',
    unit: 'return',
    definition: 'sqrt(sum((r - mean)^2) / (n - 1))',
    none: 'it takes two days',
  },
  downsideDevAllN: {
    name: 'Downside deviation of daily returns',
    unit: 'return',
    definition: 'sqrt(sum(min(r, 0)^2) / n), over all n days',
    none: 'there is no day',
  },
  sharpeAnnual252: {
    name: 'Sharpe ratio, annual',
    unit: 'ratio',
    definition: 'mean / sample standard deviation * sqrt(252), risk-free return 0',
    none: 'it takes two days that differ',
  },
  sortinoAnnual252: {
    name: 'Sortino ratio, annual',
    unit: 'ratio',
    definition: 'mean / downside deviation over all n days * sqrt(252), target 0',
    none: 'no day lost',
  },
  var95HistPct: {
    name: 'Value at risk of a day, 95 %',
    unit: '%',
    definition: 'loss of the k-th worst day, k = ceil(0.05 * n): historical, nearest rank',
    none: `it takes ${VAR_DAYS_MIN} days`,
  },
  cvar95HistPct: {
    name: 'Conditional value at risk of a day, 95 %',
    unit: '%',
    definition: 'mean loss of the k worst days, k = ceil(0.05 * n)',
    none: `it takes ${VAR_DAYS_MIN} days`,
  },
  profitFactor: {
    name: 'Profit factor',
    unit: 'ratio',
    definition: 'sum of trades that won / |sum of trades that lost|',
    none: 'no trade lost',
  },
  winRate: {
    name: 'Win rate',
    unit: 'ratio',
    definition: 'trades that won / (won + lost); flat ones are left out',
    none: 'no trade won or lost',
  },
  expectancy: {
    name: 'Expectancy',
    unit: 'money',
    definition: 'net profit / number of closed trades, flat ones too',
    none: 'no trade was closed',
  },
  averageR: {
    name: 'Average R',
    unit: 'R',
    definition:
      'mean of profit / worst loss when it was decided, of trades whose decision is known',
    none: 'of no closed trade the decision is known',
  },
  longestLosingRun: {
    name: 'Longest losing run',
    unit: 'count',
    definition: 'most losing trades in a row; a flat one neither lengthens a run nor ends it',
    none: 'there is no trade',
  },
  profitFactorDays: {
    name: 'Profit factor of days',
    unit: 'ratio',
    definition: 'sum of days that won / |sum of days that lost|',
    none: 'no day lost',
  },
  winRateDays: {
    name: 'Win rate of days',
    unit: 'ratio',
    definition: 'days that won / (won + lost); flat ones are left out',
    none: 'no day won or lost',
  },
  bestDayShareOfProfitPct: {
    name: 'Best day, of total profit',
    unit: '%',
    definition: 'best day / net of all days: one of the two definitions among firms',
    none: 'there is no profit',
  },
  bestDayShareOfPositiveDaysPct: {
    name: 'Best day, of the days that won',
    unit: '%',
    definition: 'best day / sum of the days that won: the other of the two',
    none: 'no day won',
  },
} as const satisfies Record<string, Definition>;

export type MetricId = keyof typeof METRIC_CATALOGUE;
