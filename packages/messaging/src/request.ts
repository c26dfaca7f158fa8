import { RequestError, TimeoutError, type Msg, type Subscription } from '@nats-io/transport-node';
import type { RequestContract } from '@signalos/contracts';
import { isDatabaseUnavailable } from '@signalos/database';
import { AppError, defineError, internalError, type ErrorKind } from '@signalos/errors';
import { z } from 'zod';
import type { Broker, Log } from './broker.ts';
import { inSpan, tracedHeaders, traceOf } from './tracing.ts';

const DEADLINE = 'signalos-deadline';
/** Answers under way at a time; whoever asks beyond that is told so at once. */
const ANSWERING_MAX = 64;

export const noAnswer = defineError({
  kind: 'unavailable',
  code: 'no-answer',
  summary: 'Another service did not answer in time.',
  fix: 'Try again; nothing was changed.',
});

const busy = defineError({
  kind: 'unavailable',
  code: 'busy',
  summary: 'Another service has too much to answer at once.',
  fix: 'Try again; nothing was changed.',
});

const cannotAnswer = defineError({
  kind: 'unavailable',
  code: 'cannot-answer',
  summary: 'Another service cannot reach what it needs for an answer.',
  fix: 'Try again; nothing was changed.',
});

const Answer = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({
    ok: z.literal(false),
    error: z.object({
      kind: z.string(),
      code: z.string(),
      message: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  }),
]);
type Answer = z.output<typeof Answer>;

interface AskOptions {
  /** Instead of the contract's own. */
  readonly deadlineMs?: number;
}

/**
 * Asks another service. Its refusal is thrown as the AppError it threw; silence, as `no-answer`.
 * The answer may have been acted upon even so: ask only what may be asked again.
 */
export async function ask<Request, Reply>(
  broker: Broker,
  contract: RequestContract<Request, Reply>,
  { data, deadlineMs = contract.deadlineMs }: { data: Request } & AskOptions,
): Promise<Reply> {
  const subject = broker.names.request(contract);
  return inSpan({ name: subject, kind: 'request' }, async () => {
    const headers = tracedHeaders({ [DEADLINE]: String(Date.now() + deadlineMs) });
    const msg = await broker.nats
      .request(subject, JSON.stringify(data), { timeout: deadlineMs, headers })
      .catch((error: unknown) => {
        if (isSilence(error)) throw noAnswer(`${contract.service} did not answer`, {}, error);
        throw error;
      });
    const answer = Answer.parse(msg.json());
    if (answer.ok) return contract.reply.parse(answer.value);
    throw new AppError({ ...answer.error, kind: answer.error.kind as ErrorKind });
  });
}

function isSilence(error: unknown): boolean {
  return error instanceof TimeoutError || error instanceof RequestError;
}

/** One method a service answers. */
export interface Answering<Request = unknown, Reply = unknown> {
  readonly contract: RequestContract<Request, Reply>;
  answer(request: Request): Promise<Reply>;
}

export function answering<Request, Reply>(
  contract: RequestContract<Request, Reply>,
  answer: (request: Request) => Promise<Reply>,
): Answering<Request, Reply> {
  return { contract, answer };
}

/** Answers requests; replicas share them. Stopping lets those under way end. */
export function serveRequests(
  broker: Broker,
  methods: readonly Answering[],
  log: Log,
): AsyncDisposable {
  const underWay = new Set<Promise<void>>();

  async function serve(subscription: Subscription, method: Answering): Promise<void> {
    for await (const msg of subscription) {
      if (underWay.size >= ANSWERING_MAX) {
        reply(msg, failure(busy(`${method.contract.service} answers ${ANSWERING_MAX} already`)));
        continue;
      }
      const work = respond(msg, method, log).finally(() => underWay.delete(work));
      underWay.add(work);
    }
  }

  const subscriptions = methods.map((method) => {
    const { contract } = method;
    const subject = broker.names.request(contract);
    return broker.nats.subscribe(subject, { queue: contract.service });
  });
  const serving = subscriptions.map((subscription, index) => {
    const method = methods[index];
    return method ? serve(subscription, method) : Promise.resolve();
  });

  return {
    async [Symbol.asyncDispose]() {
      await Promise.all(subscriptions.map((subscription) => subscription.drain()));
      await Promise.all(serving);
      await Promise.all(underWay);
    },
  };
}

async function respond(msg: Msg, method: Answering, log: Log): Promise<void> {
  const { contract } = method;
  const deadline = Number(msg.headers?.get(DEADLINE) ?? 0);
  if (deadline > 0 && deadline < Date.now()) return; // Nobody waits for it any more.

  await inSpan({ name: msg.subject, kind: 'answer', from: traceOf(msg.headers) }, async () => {
    try {
      const request = readRequest(contract, msg);
      reply(msg, { ok: true, value: contract.reply.parse(await method.answer(request)) });
    } catch (error) {
      if (!(error instanceof AppError))
        log.error({ err: error, subject: msg.subject }, 'request failed');
      reply(msg, failure(error));
    }
  });
}

function readRequest<Request>(contract: RequestContract<Request>, msg: Msg): Request {
  const result = contract.request.safeParse(tryJson(msg));
  if (result.success) return result.data;
  throw new AppError({
    kind: 'invalid',
    code: 'invalid-request',
    message: z.prettifyError(result.error),
  });
}

function tryJson(msg: Msg): unknown {
  try {
    return msg.json();
  } catch {
    return undefined;
  }
}

function failure(error: unknown): Answer {
  const { kind, code, message, details } = known(error);
  return { ok: false, error: { kind, code, message, details } };
}

function known(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (isDatabaseUnavailable(error)) return cannotAnswer('The database cannot be reached');
  return internalError('A fault of ours');
}

function reply(msg: Msg, answer: Answer): void {
  msg.respond(JSON.stringify(answer));
}
