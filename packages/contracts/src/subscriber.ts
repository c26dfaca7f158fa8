import { violationDetected } from './compliance.ts';
import { defineConsumer } from './consumer.ts';
import { DEFAULT_TENANT } from './event.ts';

/** The example of an outside party: it sees the violations of its tenant and nothing else. */
export const violationSubscriber = defineConsumer({
  service: 'subscriber',
  purpose: 'violations',
  version: 1,
  tenant: DEFAULT_TENANT,
  events: [violationDetected],
});
