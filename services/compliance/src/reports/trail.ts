import type { Report } from './report.ts';

/** Where the account's audit trail stands, and the newest signed statement about it. */
export type AuditHead = NonNullable<Report['audit']>;

/** What anybody runs on an export of the trail. */
export const VERIFY_COMMAND = 'npm run --silent audit-verify -- FILE';
