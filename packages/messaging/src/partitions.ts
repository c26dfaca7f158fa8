/** Of an outbox, by the hash of the aggregate: as the column `platform.outbox.partition` has them. */
export const PARTITIONS: readonly number[] = Array.from({ length: 8 }, (_, partition) => partition);
/** The advisory locks of all relays on a database: (this, partition). */
export const LOCK_SPACE = 51_606;
