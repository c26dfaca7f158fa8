import type { ConsumerContract } from './consumer.ts';
import * as domainModules from './domains.ts';
import type { Domain, EventContract } from './event.ts';
import type { FeedContract } from './feed.ts';
import type { RequestContract } from './request.ts';

type Contract = EventContract | RequestContract | FeedContract | ConsumerContract;

const contracts: readonly Contract[] = Object.values(domainModules)
  .flatMap((exported) => Object.values(exported) as unknown[])
  .filter(isContract);

const ofKind = <Kind extends Contract['kind']>(kind: Kind) =>
  contracts.filter(
    (contract): contract is Extract<Contract, { kind: Kind }> => contract.kind === kind,
  );

/** Every event there is. Stream, subjects, schemas, documents and permissions follow from it. */
export const events: readonly EventContract[] = ofKind('event');
export const requests: readonly RequestContract[] = ofKind('request');
export const feeds: readonly FeedContract[] = ofKind('feed');
export const consumers: readonly ConsumerContract[] = ofKind('consumer');

export const domains: readonly Domain[] = [...new Set(events.map(({ domain }) => domain))];

/** Who follows every stream from a moment of its choosing, each of its processes for itself. */
export const WATCHER = 'gateway';

export function serviceOf(domain: Domain): string {
  return domain.replaceAll('_', '-');
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
