import type { z } from 'zod';

/** A question one service asks another over NATS, with a deadline. */
export interface RequestContract<Request = unknown, Reply = unknown> {
  readonly kind: 'request';
  /** The service that answers. */
  readonly service: string;
  readonly method: string;
  readonly version: number;
  readonly summary: string;
  /** The services that may ask. */
  readonly callers: readonly string[];
  /** How long the asker waits, unless it says otherwise. */
  readonly deadlineMs: number;
  readonly request: z.ZodType<Request>;
  readonly reply: z.ZodType<Reply>;
}

export function defineRequest<Request, Reply>(
  spec: Omit<RequestContract<Request, Reply>, 'kind'>,
): RequestContract<Request, Reply> {
  return { ...spec, kind: 'request' };
}
