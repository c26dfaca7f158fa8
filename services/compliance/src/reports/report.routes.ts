import { Id, Instant } from '@signalos/contracts';
import { route, type Content, type Route } from '@signalos/http';
import { z } from 'zod';
import { seeBook } from '../accounts/book.commands.ts';
import { accountNotFound } from '../accounts/account.ts';
import { boundaryOf, type AccountBook } from '../accounts/book.ts';
import { momentOf, type Deps } from '../deps.ts';
import { readObjectives } from '../objectives/progress.commands.ts';
import { tradingDays } from '../profiles/trading-day.ts';
import { reportOf } from './assembly.ts';
import { documentOf } from './contents.ts';
import { toCsv } from './csv.ts';
import { assertComplete, reportTooLarge } from './history.ts';
import { toHtml } from './html.ts';
import { periodOf, reportPeriodInvalid, type PeriodQuery } from './period.ts';
import { toPdf } from './report.pdf.ts';
import { findAuditHead, readHistory, takeSnapshot } from './report.store.ts';
import { Report } from './report.ts';

const FORMATS = ['json', 'csv', 'html', 'pdf'] as const;
type PrintedFormat = Exclude<(typeof FORMATS)[number], 'json'>;

/** A period may begin a month before its last day, or on clocks ahead of UTC: still within 1970. */
const OLDEST = '1971';
const Bound = z
  .union([z.iso.date(), Instant], { error: 'must be a day, such as "2026-06-10", or an instant' })
  .refine((text) => text >= OLDEST, `must be of the year ${OLDEST} or later`)
  .optional();

const Query = z.object({
  accountId: Id.optional().meta({ description: 'Your default account, where it is left out.' }),
  from: Bound.meta({
    description:
      'The first trading day (as the profile counts days; of UTC without one), or an instant of ' +
      'it. A month before the last, where it is left out.',
  }),
  to: Bound.meta({ description: 'The last trading day. Today, where it is left out.' }),
  format: z.enum(FORMATS).default('json'),
});

const MEDIA = ['text/csv', 'text/html', 'application/pdf'] as const;

export const reportRoutes = (deps: Deps): Route[] => [
  route({
    method: 'GET',
    path: '/compliance/report',
    summary: 'Report on an account: limits, violations, refusals, metrics, audit trail',
    description:
      'Over whole trading days, 366 at most. All formats say the same; the printed ones list the ' +
      'newest of what is long.',
    query: Query,
    replies: { 200: { description: 'The report', schema: Report, media: MEDIA } },
    errors: [accountNotFound, reportPeriodInvalid, reportTooLarge],
  }).handle(async ({ query: { accountId: id, format, ...bounds }, actor }) => {
    const report = await readReport(deps, { id, userId: actor.id, bounds });
    if (format === 'json') return { status: 200, body: report };
    return {
      status: 200,
      headers: headersOf(report, format),
      content: await printed(report, format),
    };
  }),
];

interface Asked {
  readonly id: string | undefined;
  readonly userId: string;
  readonly bounds: PeriodQuery;
}

/** All of it from one snapshot of the database, so that its parts agree. */
function readReport(deps: Deps, { id, userId, bounds }: Asked): Promise<Report> {
  const moment = momentOf(deps);
  return deps.transact(async (tx) => {
    await takeSnapshot(tx);
    const book = await seeBook(tx, moment, { id, userId });
    const period = periodOf(bounds, { ...daysOf(book), now: moment.now });
    const { id: accountId } = book.account;
    const boundary = book.profile ? boundaryOf(book.profile) : '';
    const scope = { accountId, userId, period, boundary };
    const history = await readHistory(tx, scope);
    assertComplete(history);
    const objectives = await readObjectives(tx, book, moment.now);
    const audit = await findAuditHead(tx, scope);
    return reportOf({ book, moment, period, history, objectives, audit });
  });
}

const UTC = { tz: 'Etc/UTC', at: '00:00' };

function daysOf({ profile }: AccountBook) {
  if (!profile) return { dayOf: tradingDays(UTC), boundary: UTC };
  return { dayOf: profile.limits.day, boundary: profile.source.day };
}

type Printed = Content<(typeof MEDIA)[number]>;

async function printed(report: Report, format: PrintedFormat): Promise<Printed> {
  switch (format) {
    case 'csv':
      return { mediaType: 'text/csv', data: toCsv(report) };
    case 'html':
      return { mediaType: 'text/html', data: toHtml(documentOf(report)) };
    case 'pdf':
      return { mediaType: 'application/pdf', data: await toPdf(documentOf(report)) };
  }
}

/** A page that was made of what people typed runs nothing and asks nobody for anything. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

function headersOf({ account, period }: Report, format: PrintedFormat) {
  const name = `compliance-report-${account.id}-${period.firstDay}-${period.lastDay}.${format}`;
  const disposition = format === 'csv' ? 'attachment' : 'inline';
  return {
    'content-disposition': `${disposition}; filename="${name}"`,
    'x-content-type-options': 'nosniff',
    ...(format === 'html' && { 'content-security-policy': POLICY }),
  };
}
