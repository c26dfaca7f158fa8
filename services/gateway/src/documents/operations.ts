import { prefixesOf, prefixOf } from '../proxy/target.ts';

type Json = Readonly<Record<string, unknown>>;

/** The part of an OpenAPI document that matters here. */
export type ApiDocument = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  readonly components: Readonly<Record<string, Json>>;
};

/** What may be asked of an upstream without a token. */
export interface OpenOperations {
  has(method: string, path: string): boolean;
}

/** Open as long as auth has not said what is: without them nobody could ever get a token. */
export const openAtFirst: OpenOperations = openOperations('auth', [
  { method: 'POST', path: '/auth/register', isOpen: true },
  { method: 'POST', path: '/auth/login', isOpen: true },
  { method: 'POST', path: '/auth/refresh', isOpen: true },
  { method: 'GET', path: '/.well-known/jwks.json', isOpen: true },
]);

/** The operations whose `security` is the empty list; everything else needs a token. */
export function openIn(upstream: string, { paths }: ApiDocument): OpenOperations {
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { security }]) => ({
      method: method.toUpperCase(),
      path,
      isOpen: Array.isArray(security) && security.length === 0,
    })),
  );
  return openOperations(upstream, operations);
}

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly isOpen: boolean;
}

/** An upstream speaks for its own paths alone. */
function openOperations(upstream: string, operations: readonly Operation[]): OpenOperations {
  const prefixes = prefixesOf(upstream);
  const exact = new Map<string, boolean>();
  const patterns: { readonly method: string; readonly path: RegExp }[] = [];
  for (const { method, path, isOpen } of operations) {
    if (!prefixes.includes(prefixOf(path))) continue;
    if (!path.includes('{')) exact.set(`${method} ${path}`, isOpen);
    else if (isOpen) patterns.push({ method, path: patternOf(path) });
  }
  return {
    // As in OpenAPI, a path without parameters comes before one with them that would match.
    has(asked, path) {
      const method = asked === 'HEAD' ? 'GET' : asked;
      return (
        exact.get(`${method} ${path}`) ??
        patterns.some((pattern) => pattern.method === method && pattern.path.test(path))
      );
    },
  };
}

/** `/a/{id}/b` → one segment, whatever it is, where the braces are. */
function patternOf(path: string): RegExp {
  const escaped = path.split(/\{[^}]*\}/).map((part) => RegExp.escape(part));
  return new RegExp(`^${escaped.join('[^/]+')}$`);
}
