export { actorOf, authenticate, bearerToken, requireRole, type Actor } from './actor.ts';
export { closeWhile, createApp, type App, type AppOptions } from './app.ts';
export * as commonErrors from './errors.ts';
export type { Checks } from './health.ts';
export { remoteKeys, type KeySource, type RemoteKeys } from './keys.ts';
export { listen, type HttpServer, type ListenOptions } from './listen.ts';
export { errorsOf, mergeOpenApi, openApi } from './openapi.ts';
export { healthRoutes, metricsRoutes, timeRequests } from './operations.ts';
export { decodeCursor, encodeCursor, PageQuery, pageOf, toPage, type Page } from './page.ts';
export { parse } from './parse.ts';
export {
  PROBLEM_TYPE,
  problemHandler,
  reportProblem,
  sendProblem,
  statusOf,
  toProblem,
  type Problem,
} from './problem.ts';
export { identifyRequests, REQUEST_ID, requestIdFor } from './request-id.ts';
export {
  route,
  type Call,
  type Content,
  type ReplyOf,
  type Route,
  type RouteSpec,
} from './route.ts';
export {
  Claims,
  TOKEN_AUDIENCE,
  TOKEN_TYPE,
  tokenVerifier,
  type TokenVerifier,
  type VerifiedToken,
} from './token.ts';
