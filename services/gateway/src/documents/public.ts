import { rateLimited } from '../limits/policy.ts';
import { upstreamFailed, upstreamTimeout } from '../proxy/failure.ts';
import { prefixesOf, prefixOf } from '../proxy/target.ts';
import type { ApiDocument } from './operations.ts';

/** What the gateway may answer instead of any upstream, by status. */
const IN_BETWEEN = { 429: rateLimited, 502: upstreamFailed, 504: upstreamTimeout };

const PROBLEM = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};

const responses = Object.fromEntries(
  Object.entries(IN_BETWEEN).map(([status, { contract }]) => [
    status,
    { description: `\`${contract.code}\`: ${contract.summary}`, content: PROBLEM },
  ]),
);

/** An upstream's document as clients of the gateway find it: reachable paths, and all replies. */
export function publicDocument(upstream: string, { paths, components }: ApiDocument): ApiDocument {
  const reachable = Object.entries(paths).filter(([path]) =>
    prefixesOf(upstream).includes(prefixOf(path)),
  );
  return {
    components,
    paths: Object.fromEntries(
      reachable.map(([path, item]) => [
        path,
        Object.fromEntries(
          Object.entries(item).map(([method, operation]) => [
            method,
            { ...operation, responses: { ...responses, ...asObject(operation['responses']) } },
          ]),
        ),
      ]),
    ),
  };
}

const asObject = (value: unknown): object => (typeof value === 'object' && value) || {};
