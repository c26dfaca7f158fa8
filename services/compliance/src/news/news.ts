import type { Violation } from '@signalos/contracts';
import type { Account } from '../accounts/account.ts';
import type { Limits } from '../profiles/limits.ts';
import { violation } from '../rules/rule.ts';

export const IMPACTS = ['low', 'medium', 'high'] as const;

/** A scheduled release of the economic calendar. */
export interface NewsEvent {
  readonly id: string;
  readonly time: Date;
  readonly currency: string;
  readonly impact: (typeof IMPACTS)[number];
  readonly title: string;
}

/** So far ahead the calendar must know of something, or it is taken for not kept. */
export const HORIZON_MS = 7 * 86_400_000;

/** Whether a profile keeps this account from trading around news. */
function heedsNews({ news }: Limits, { phase, type }: Pick<Account, 'phase' | 'type'>): boolean {
  return news !== undefined && news.phases.includes(phase) && news.types.includes(type);
}

/** What a decision is to warn of where its account heeds a calendar that nobody keeps. */
export function newsWarnings(
  limits: Limits | undefined,
  account: Pick<Account, 'phase' | 'type'>,
  hasNewsAhead: boolean,
): Violation[] {
  return limits && heedsNews(limits, account) && !hasNewsAhead ? [calendarEmpty()] : [];
}

/** An empty calendar blocks nothing: whoever relies on it is told. */
function calendarEmpty(): Violation {
  const finding = {
    message: 'The news calendar knows of no release in the next 7 days',
    limit: 1,
    actual: 0,
    unit: 'releases',
    formula: 'releases = 0',
    inputs: { releases: 0 },
  };
  return violation('NEWS_CALENDAR_EMPTY', finding, 'warn');
}
