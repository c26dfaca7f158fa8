import { violationDetected } from './compliance.ts';
import { defineConsumer } from './consumer.ts';

/** The example of an outside party: it sees violations and nothing else. */
export const violationSubscriber = defineConsumer({
  service: 'subscriber',
  purpose: 'violations',
  version: 1,
  outside: true,
  events: [violationDetected],
});
