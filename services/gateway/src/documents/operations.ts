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
export const openAtFirst: OpenOperations = openOperations('auth', {
  '/auth/register': ['POST'],
  '/auth/login': ['POST'],
  '/auth/refresh': ['POST'],
  '/.well-known/jwks.json': ['GET'],
});

/** The operations whose `security` is the empty list; everything else needs a token. */
export function openIn(upstream: string, { paths }: ApiDocument): OpenOperations {
  return openOperations(
    upstream,
    Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [path, openMethods(item)] as const),
    ),
  );
}

function openMethods(item: Readonly<Record<string, Json>>): string[] {
  return Object.entries(item)
    .filter(([, { security }]) => Array.isArray(security) && security.length === 0)
    .map(([method]) => method.toUpperCase());
}

/** An upstream speaks for its own paths alone. */
function openOperations(
  upstream: string,
  paths: Readonly<Record<string, readonly string[]>>,
): OpenOperations {
  const exact = new Set<string>();
  const patterns: { readonly method: string; readonly path: RegExp }[] = [];
  for (const [path, methods] of Object.entries(paths)) {
    if (!prefixesOf(upstream).includes(prefixOf(path))) continue;
    for (const method of methods) {
      if (path.includes('{')) patterns.push({ method, path: patternOf(path) });
      else exact.add(`${method} ${path}`);
    }
  }
  return {
    has(method, path) {
      const asked = method === 'HEAD' ? 'GET' : method;
      return (
        exact.has(`${asked} ${path}`) ||
        patterns.some((pattern) => pattern.method === asked && pattern.path.test(path))
      );
    },
  };
}

/** `/a/{id}/b` → one segment, whatever it is, where the braces are. */
function patternOf(path: string): RegExp {
  const escaped = path.split(/\{[^}]*\}/).map((part) => RegExp.escape(part));
  return new RegExp(`^${escaped.join('[^/]+')}$`);
}
