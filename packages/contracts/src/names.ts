import type { ConsumerContract } from './consumer.ts';
import type { Domain, Event, EventContract } from './event.ts';
import type { FeedContract } from './feed.ts';
import type { RequestContract } from './request.ts';

/** Keeps platforms, or tests, that share a NATS server apart. */
export const DEFAULT_NAMESPACE = 'signalos';

/** The stream where dead letters go. */
const DEAD_LETTERS = 'DLQ';

/** Every subject, stream and durable on the bus, spelled in one place. */
export interface Names {
  readonly namespace: string;
  readonly eventSubject: (event: Pick<Event, 'type' | 'tenantid'>) => string;
  /** Matches an event of every tenant. */
  readonly eventPattern: (contract: EventContract) => string;
  readonly domainPattern: (domain: Domain) => string;
  readonly stream: (domain: Domain) => string;
  readonly durable: (consumer: ConsumerContract) => string;
  /** A second place in the stream, for an outside party to read it anew from a given time. */
  readonly replay: (consumer: ConsumerContract) => string;
  /** One wildcard subject that lets through all that the consumer follows, and perhaps more. */
  readonly filter: (consumer: ConsumerContract) => string;
  readonly request: (contract: RequestContract) => string;
  readonly feed: (contract: FeedContract, topic: string) => string;
  readonly deadLetterStream: () => string;
  readonly deadLetterSubject: (consumer: ConsumerContract) => string;
  readonly inbox: (service: string) => string;
}

const TYPE_PREFIX = 'com.signalos.';

export function namesOf(namespace: string = DEFAULT_NAMESPACE): Names {
  const streamName = (name: string) =>
    namespace === DEFAULT_NAMESPACE ? name : `${namespace}_${name}`;
  const eventPattern = ({ type }: Pick<EventContract, 'type'>, tenant = '*') =>
    `${namespace}.evt.${type.slice(TYPE_PREFIX.length)}.${tenant}`;
  const domainPattern = (domain: Domain) => `${namespace}.evt.${domain}.>`;

  return {
    namespace,
    eventSubject: ({ type, tenantid }) => eventPattern({ type }, tenantid),
    eventPattern: (contract) => eventPattern(contract),
    domainPattern,
    stream: (domain) => streamName(`EVT_${domain.toUpperCase()}`),
    durable,
    replay: (consumer) => `${durable(consumer)}-replay`,
    filter: ({ domain, tenant, events: [only, ...more] }) =>
      only && more.length === 0 ? eventPattern(only, tenant) : domainPattern(domain),
    request: ({ service, method, version }) => `${namespace}.rpc.${service}.${method}.v${version}`,
    feed: ({ name, version }, topic) => `${namespace}.feed.${name}.v${version}.${topic}`,
    deadLetterStream: () => streamName(DEAD_LETTERS),
    deadLetterSubject: (consumer) => `${namespace}.dlq.${consumer.service}.${durable(consumer)}`,
    inbox: (service) => `_INBOX_${service}`,
  };
}

const durable = ({ service, purpose, version }: ConsumerContract) =>
  `${service}-${purpose}-v${version}`;
