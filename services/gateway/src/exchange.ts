import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Client } from './clients/client.ts';

/** One request on its way through. */
export interface Exchange {
  readonly req: IncomingMessage;
  readonly res: ServerResponse;
  readonly requestId: string;
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly client: Client;
  /** What the client's address counts as: itself, or all of its IPv6 network. */
  readonly network: string;
  /** Whose requests count together: the user's, once known, and else those of a network. */
  caller: string;
  /** What the reply says, whoever makes it. */
  readonly headers: Record<string, string>;
}
