import type { JsMsg } from '@nats-io/jetstream';
import type { Event, EventContract } from '@signalos/contracts';
import { isDatabaseUnavailable, type SqlTx, type Transact } from '@signalos/database';
import { AppError, type ErrorKind } from '@signalos/errors';
import type { Log } from './broker.ts';
import { handleOnce, type Handler } from './inbox.ts';
import { inSpan, traceOf } from './tracing.ts';

/** What became of one delivery. */
export type Attempt =
  | { readonly outcome: 'handled' | 'duplicate' | 'ignored' }
  /** It can never be handled. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It may be handled another time. */
  | { readonly outcome: 'failed'; readonly reason: string }
  /** Not its fault: what it needs is away. */
  | { readonly outcome: 'blocked'; readonly error: unknown };

/** Would handling the same event again ever help? */
const RETRYABLE = {
  invalid: false,
  unauthenticated: false,
  forbidden: false,
  'too-large': false,
  unsupported: false,
  'not-implemented': false,
  'not-found': true,
  conflict: true,
  'rate-limited': true,
  internal: true,
  'upstream-failed': true,
  unavailable: true,
  'timed-out': true,
} as const satisfies Record<ErrorKind, boolean>;

export interface AttemptOptions<Tx extends SqlTx> {
  readonly transact: Transact<Tx>;
  readonly handlers: readonly Handler<Tx>[];
  readonly durable: string;
  readonly log: Log;
}

/** A message, whether delivered or read back from the stream. */
export interface Stored extends Pick<JsMsg, 'subject' | 'headers'> {
  json(): unknown;
}

export async function attempt<Tx extends SqlTx>(
  options: AttemptOptions<Tx>,
  msg: Stored,
): Promise<Attempt> {
  const { handlers, durable, transact } = options;
  const type = typeOf(msg);
  const handler = handlers.find(({ contract }) => contract.type === type);
  if (!handler) return { outcome: 'ignored' };

  const event = read(handler.contract, msg);
  if (!event) return { outcome: 'refused', reason: 'it does not match its contract' };

  return inSpan({ name: event.type, kind: 'process', from: traceOf(msg.headers) }, async () => {
    try {
      const { handle } = handler;
      return { outcome: await handleOnce(transact, durable, { handle, event }) };
    } catch (error) {
      return judge(error, event, options);
    }
  });
}

function judge(
  error: unknown,
  event: Event,
  { durable, log }: Pick<AttemptOptions<SqlTx>, 'durable' | 'log'>,
): Attempt {
  if (isDatabaseUnavailable(error)) return { outcome: 'blocked', error };
  const reason = error instanceof AppError ? `${error.code}: ${error.message}` : String(error);
  const retryable = !(error instanceof AppError) || RETRYABLE[error.kind];
  log.warn({ err: error, eventId: event.id, type: event.type, durable }, 'event not handled');
  return { outcome: retryable ? 'failed' : 'refused', reason };
}

/** Events of one aggregate are handled in order; what is no event is ordered by its subject. */
export function keyOf(msg: Stored): string {
  return textIn(msg, 'subject') ?? msg.subject;
}

/** The event's id; none of what is no event. */
export function idOf(msg: Stored): string {
  return textIn(msg, 'id') ?? '';
}

function textIn(msg: Stored, field: string): string | undefined {
  const body = tryJson(msg);
  const value: unknown = new Map(Object.entries(Object(body) as object)).get(field);
  return typeof value === 'string' ? value : undefined;
}

/** `signalos.evt.auth.user.registered.v1.main` → `com.signalos.auth.user.registered.v1`. */
function typeOf({ subject }: Stored): string {
  const [, , ...rest] = subject.split('.');
  return `com.signalos.${rest.slice(0, -1).join('.')}`;
}

function read(contract: EventContract, msg: Stored): Event | undefined {
  try {
    return contract.parse(msg.json());
  } catch {
    return undefined;
  }
}

function tryJson(msg: Stored): unknown {
  try {
    return msg.json();
  } catch {
    return undefined;
  }
}
