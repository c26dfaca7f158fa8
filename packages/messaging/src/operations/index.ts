export { listDeadLetters, redrive, skip, type DeadLetter } from './dead-letters.ts';
export { replayOutbox, unparkOutbox } from './outbox.ts';
export { beginReplay, provision, ensureConsumer, type ProvisionOptions } from './provision.ts';
export { LOCK_SPACE as RELAY_LOCKS } from '../partitions.ts';
