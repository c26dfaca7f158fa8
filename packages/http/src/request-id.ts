import { randomUUID } from 'node:crypto';
import type { RequestHandler } from 'express';

export const REQUEST_ID = 'x-request-id';
const VALID = /^[\w-]{8,64}$/;

/** Takes a well-formed id over from the caller, or makes one, and says it in the reply. */
export const identifyRequests: RequestHandler = (req, res, next) => {
  const given = req.get(REQUEST_ID);
  const id = given && VALID.test(given) ? given : randomUUID();
  res.locals['requestId'] = id;
  res.set(REQUEST_ID, id);
  next();
};
