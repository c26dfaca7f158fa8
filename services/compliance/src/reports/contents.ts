import {
  accountSection,
  auditSection,
  exposureSection,
  limitsSection,
  objectivesSection,
} from './account-sections.ts';
import { refusalsSection, violationsSection } from './conduct-sections.ts';
import type { ReportDocument } from './document.ts';
import { curvesSection, daysSection, metricsSection } from './result-sections.ts';
import type { Report } from './report.ts';
import { instant } from './wording.ts';

/** A report as it is printed. */
export function documentOf(report: Report): ReportDocument {
  const { account, period, generatedAt } = report;
  return {
    title: 'Compliance report',
    subtitle: `Account ${account.id}, ${period.firstDay} to ${period.lastDay}`,
    footer: `SignalOS compliance report, account ${account.id}, ${instant(generatedAt)}`,
    at: new Date(generatedAt),
    sections: [
      accountSection(report),
      limitsSection(report),
      curvesSection(report),
      objectivesSection(report),
      metricsSection(report),
      violationsSection(report),
      refusalsSection(report),
      daysSection(report),
      exposureSection(report),
      auditSection(report),
    ],
  };
}
