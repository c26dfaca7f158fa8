import type { z } from 'zod';

/**
 * Values of which only the newest matters, such as prices: sent at most once, kept nowhere. Whoever
 * misses one gets the next; whoever acts on one must look at its age.
 */
export interface FeedContract<Data = unknown> {
  readonly kind: 'feed';
  readonly name: string;
  readonly version: number;
  readonly summary: string;
  readonly publisher: string;
  readonly subscribers: readonly string[];
  /** One subject token, such as the instrument: `[A-Za-z0-9_-]+`. */
  topic(data: Data): string;
  readonly data: z.ZodType<Data>;
}

export function defineFeed<Data>(spec: Omit<FeedContract<Data>, 'kind'>): FeedContract<Data> {
  return { ...spec, kind: 'feed' };
}
