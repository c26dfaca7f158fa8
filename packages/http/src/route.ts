import type { SqlTx, Transact } from '@signalos/database';
import type { ErrorFactory } from '@signalos/errors';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import { actorOf, requireRole, type Actor } from './actor.ts';
import { invalidRequest, unsupportedMediaType } from './errors.ts';
import { fingerprintOf, runOnce } from './idempotency.ts';
import { parse } from './parse.ts';

const BODY_LIMIT_BYTES = 256 * 1024;
/** Whoever follows a deeper one by recursion, as `JSON.stringify` does, runs out of stack. */
const BODY_DEPTH_MAX = 64;

interface ReplySpec {
  readonly description: string;
  /** An allow-list: fields it does not name are dropped, so a new column stays private. */
  readonly schema?: z.ZodType;
  /** What else than JSON it may be: `['text/csv']`. Such a reply has `content` instead of `body`. */
  readonly media?: readonly string[];
}

/** A reply that is no JSON. `once` does not keep it for a repetition. */
export interface Content<MediaType extends string = string> {
  readonly mediaType: MediaType;
  /** In pieces where it is long: each is asked for when the client has taken the one before. */
  readonly data: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** What a route takes and gives: it validates with this, and its documentation is made of it. */
export interface RouteSpec {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** As OpenAPI writes it: `/compliance/profiles/{profileId}`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** `open` needs no token; otherwise the caller is known. */
  readonly access?: 'open' | 'authenticated';
  /** The role that the caller must have, before anything else of the request is looked at. */
  readonly requires?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly bodyLimitBytes?: number;
  readonly replies: Readonly<Record<number, ReplySpec>>;
  /** Beside those every route may give. */
  readonly errors?: readonly ErrorFactory[];
}

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A reply of one of the statuses that the route names, with the body that goes with it. */
export type ReplyOf<Spec extends RouteSpec> = {
  [Status in keyof Spec['replies'] & number]: {
    readonly status: Status;
    readonly headers?: Readonly<Record<string, string>>;
  } & (BodyOf<Spec['replies'][Status]> | ContentOf<Spec['replies'][Status]>);
}[keyof Spec['replies'] & number];

type BodyOf<Reply> = Reply extends { readonly schema: infer Schema extends z.ZodType }
  ? { readonly body: z.input<Schema> }
  : { readonly body?: never };

type ContentOf<Reply> = Reply extends { readonly media: readonly (infer MediaType)[] }
  ? { readonly content: Content<MediaType & string> }
  : never;

/** One request, read and checked. */
export interface Call<Spec extends RouteSpec = RouteSpec> {
  readonly params: Parsed<Spec['params']>;
  readonly query: Parsed<Spec['query']>;
  readonly body: Parsed<Spec['body']>;
  readonly actor: Spec['access'] extends 'open' ? undefined : Actor;
  readonly client: { readonly address: string; readonly userAgent: string };
  /** The Idempotency-Key, for a route where it also names what is asked for. */
  readonly idempotencyKey: string | undefined;
  /**
   * Runs `work` in a transaction, and no second time for the same Idempotency-Key: the reply that
   * it gave then is given again.
   */
  readonly once: <Tx extends SqlTx>(
    transact: Transact<Tx>,
    work: (tx: Tx) => Promise<ReplyOf<Spec>>,
  ) => Promise<ReplyOf<Spec>>;
}

/** A call of a route of which nothing is known. */
interface AnyCall extends Omit<Call, 'actor' | 'once'> {
  readonly actor: Actor | undefined;
  readonly once: <Tx extends SqlTx>(
    transact: Transact<Tx>,
    work: (tx: Tx) => Promise<AnyReply>,
  ) => Promise<AnyReply>;
}

interface AnyReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly content?: Content | undefined;
}

export interface Route {
  readonly spec: RouteSpec;
  // eslint-disable-next-line typescript/no-explicit-any -- each knows the type of its own call
  readonly handle: (call: Call<any>) => Promise<AnyReply>;
}

/** `route({ method, path, … }).handle(async ({ body, actor }) => ({ status: 200, body: … }))`. */
export function route<const Spec extends RouteSpec>(spec: Spec) {
  return {
    handle(handle: (call: Call<Spec>) => Promise<ReplyOf<Spec>>): Route {
      return { spec, handle: handle as Route['handle'] };
    },
  };
}

/** Puts a route into an Express router: token, role, body, checks, handler, reply, in this order. */
export function mount(router: Router, { spec, handle }: Route, authenticate: RequestHandler): void {
  const { method, path, access, requires, body, bodyLimitBytes = BODY_LIMIT_BYTES } = spec;
  const handlers: RequestHandler[] = [];
  if (access !== 'open') handlers.push(authenticate);
  if (requires) handlers.push(authorize(requires));
  if (body) handlers.push(requireJson, express.json({ limit: bodyLimitBytes }), requireShallow);
  handlers.push(async (req, res) => answer({ spec, handle }, req, res));

  const verb = method.toLowerCase() as Lowercase<RouteSpec['method']>;
  router[verb](expressPath(path), ...handlers);
}

function authorize(role: string): RequestHandler {
  return (_req, res, next) => {
    requireRole(actorOf(res), role);
    next();
  };
}

const requireJson: RequestHandler = (req, _res, next) => {
  const type = req.headers['content-type'];
  if (type !== undefined && !req.is('application/json')) {
    throw unsupportedMediaType(`Send JSON, not ${type.slice(0, 100)}`);
  }
  next();
};

const requireShallow: RequestHandler = (req, _res, next) => {
  if (isDeeperThan(BODY_DEPTH_MAX, req.body)) {
    const errors = [{ pointer: '#', detail: `may have ${BODY_DEPTH_MAX} levels at most` }];
    throw invalidRequest('The body is nested too deeply', { errors });
  }
  next();
};

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((part) => isDeeperThan(levels - 1, part));
}

async function answer({ spec, handle }: Route, req: Request, res: Response): Promise<void> {
  res.locals['route'] = spec.path;
  const reply = await handle(read(spec, req, res));
  const { schema } = spec.replies[reply.status] ?? {};
  res.status(reply.status).set({ 'cache-control': 'no-store', ...reply.headers });
  if (hasAlready(req, reply.headers?.['etag'])) {
    res.status(304).end();
    return;
  }
  if (reply.content) await send(res, reply.content);
  else if (schema) res.json(schema.parse(reply.body));
  else res.end();
}

/** Not `res.send`, which has opinions about types. */
async function send(res: Response, { mediaType, data }: Content): Promise<void> {
  const type = mediaType.startsWith('text/') ? `${mediaType}; charset=utf-8` : mediaType;
  res.set('content-type', type);
  if (typeof data !== 'string' && Symbol.asyncIterator in data) return sendPieces(res, data);
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  res.set('content-length', String(bytes.byteLength)).end(bytes);
}

/** What goes wrong before the first piece is a problem; later, the connection breaks off. */
async function sendPieces(res: Response, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  for await (const piece of pieces) {
    if (!res.write(piece)) await drained(res);
    if (res.destroyed) return;
  }
  res.end();
}

async function drained(res: Response): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  res.once('drain', resolve).once('close', resolve);
  await promise;
  res.off('drain', resolve).off('close', resolve);
}

/** Not `req.fresh`: `fetch` adds a `no-cache` of its own, upon which that finds nothing fresh. */
function hasAlready(req: Request, etag: string | undefined): boolean {
  const known = req.get('if-none-match')?.split(',') ?? [];
  return known.some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function read(spec: RouteSpec, req: Request, res: Response): AnyCall {
  const headers = { 'idempotency-key': req.get('idempotency-key') };
  const { 'idempotency-key': key } = parse(KeyHeader, headers, 'header');
  const actor = spec.access === 'open' ? undefined : actorOf(res);
  return {
    params: spec.params && parse(spec.params, req.params, 'path'),
    query: spec.query && parse(spec.query, req.query, 'query'),
    body: spec.body && parse(spec.body, req.body),
    actor,
    client: { address: req.ip ?? '', userAgent: req.get('user-agent')?.slice(0, 300) ?? '' },
    idempotencyKey: key,
    async once<Tx extends SqlTx>(transact: Transact<Tx>, work: (tx: Tx) => Promise<AnyReply>) {
      if (!key) return transact(work);
      const fingerprint = fingerprintOf(req.method, req.originalUrl, req.body);
      const attempt = { actor: actor?.id ?? 'anonymous', key, fingerprint };
      const { reply, replayed } = await runOnce(transact, attempt, work);
      if (replayed) res.set('idempotency-replayed', 'true');
      return reply;
    },
  };
}

/** Printable ASCII, up to 255 characters. */
export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/, 'must be 1 to 255 printable characters without spaces')
  .optional();

const KeyHeader = z.object({ 'idempotency-key': IdempotencyKey });

const expressPath = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
