import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

export const REQUEST_ID = 'x-request-id';
const VALID = /^[\w-]{8,64}$/;

/** The caller's, if it is well-formed; else a new one. */
export function requestIdFor(given: string | undefined): string {
  return given && VALID.test(given) ? given : randomUUID();
}

/** Takes a well-formed id over from the caller, or makes one, and says it in the reply. */
export const identifyRequests: RequestHandler = (req, res, next) => {
  const id = requestIdFor(req.get(REQUEST_ID));
  res.locals['requestId'] = id;
  res.set(REQUEST_ID, id);
  next();
};
