import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';
import { forbidden, unauthenticated } from './errors.ts';
import type { TokenVerifier } from './token.ts';

/** Who is calling, as the token proves it. */
export interface Actor {
  /** The user's id. */
  readonly id: string;
  readonly sessionId: string;
  readonly tenant: string;
  readonly roles: readonly string[];
}

/** Lets a request through only with a valid token; `actorOf` tells whose. */
export function authenticate(verify: TokenVerifier): RequestHandler {
  return async (req, res, next) => {
    const { claims } = await verify(bearerToken(req));
    const { sub: id, sid: sessionId, tid: tenant, roles } = claims;
    res.locals['actor'] = { id, sessionId, tenant, roles } satisfies Actor;
    next();
  };
}

/** The token of exactly one `Authorization: Bearer` header. */
export function bearerToken({ rawHeaders }: Pick<IncomingMessage, 'rawHeaders'>): string {
  const [header = '', ...more] = authorizations(rawHeaders);
  const [, token] = /^Bearer ([\w.~+/=-]+)$/i.exec(header) ?? [];
  if (!token || more.length > 0) throw unauthenticated('Send one Authorization: Bearer header');
  return token;
}

/** Of names and values by turns: `headers` hides a second one, and `headersDistinct` is slow. */
function authorizations(rawHeaders: readonly string[]): string[] {
  const name = 'authorization';
  return rawHeaders.filter((_value, index) => {
    const before = index % 2 === 1 ? rawHeaders[index - 1] : undefined;
    return before?.length === name.length && before.toLowerCase() === name;
  });
}

export function actorOf(res: Response): Actor {
  const actor = res.locals['actor'] as Actor | undefined;
  if (!actor) throw new Error('actorOf() needs authenticate() earlier in the chain');
  return actor;
}

export function requireRole(actor: Actor, role: string): void {
  if (!actor.roles.includes(role)) throw forbidden(`Requires the role ${role}`, { requires: role });
}
