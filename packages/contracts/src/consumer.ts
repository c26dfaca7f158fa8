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
  /** An outside party sees only what its durable gives it; a service may re-read the stream. */
  readonly outside: boolean;
}

interface ConsumerSpec {
  readonly service: string;
  readonly purpose: string;
  readonly version: number;
  readonly outside?: boolean;
  /** All of one domain: a durable reads one stream. */
  readonly events: readonly [EventContract, ...EventContract[]];
}

export function defineConsumer(spec: ConsumerSpec): ConsumerContract {
  const [{ domain }] = spec.events;
  const foreign = spec.events.find((event) => event.domain !== domain);
  if (foreign) throw new Error(`${foreign.type} is not in the stream of ${domain}`);
  return { outside: false, ...spec, kind: 'consumer', domain };
}
