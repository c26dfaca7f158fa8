import type { Domain, EventContract } from './event.ts';

/** A service's durable place in another service's stream. */
export interface ConsumerContract {
  readonly kind: 'consumer';
  /** Who follows: a service, or the name of an outside subscriber. */
  readonly service: string;
  readonly purpose: string;
  readonly version: number;
  readonly domain: Domain;
  readonly events: readonly EventContract[];
  /**
   * Whose events an outside party sees, and nothing but what its durables give it; undefined for a
   * service, which sees everybody’s, and may read its stream anew.
   */
  readonly tenant: string | undefined;
}

interface ConsumerSpec {
  readonly service: string;
  readonly purpose: string;
  readonly version: number;
  /** For an outside party. */
  readonly tenant?: string;
  /** All of one domain: a durable reads one stream. Just one for an outside party. */
  readonly events: readonly [EventContract, ...EventContract[]];
}

export function defineConsumer(spec: ConsumerSpec): ConsumerContract {
  const [{ domain }] = spec.events;
  const foreign = spec.events.find((event) => event.domain !== domain);
  if (foreign) throw new Error(`${foreign.type} is not in the stream of ${domain}`);
  if (spec.tenant !== undefined && spec.events.length > 1) {
    throw new Error(
      `${spec.service} must have a durable for each event: one for all lets all through`,
    );
  }
  return { tenant: undefined, ...spec, kind: 'consumer', domain };
}
