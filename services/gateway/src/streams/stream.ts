import { defineError } from '@signalos/errors';

export const tooManyStreams = defineError({
  kind: 'rate-limited',
  code: 'too-many-streams',
  summary: 'The user follows events on as many connections as one may.',
  fix: 'Close a stream, or share one between windows.',
});
