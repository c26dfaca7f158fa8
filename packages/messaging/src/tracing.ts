import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { headers, type MsgHdrs } from '@nats-io/transport-node';

/** W3C `traceparent` and friends: a row's column in the outbox, a message's headers on the wire. */
export type TraceContext = Readonly<Record<string, string>>;

const tracer = trace.getTracer('@signalos/messaging');

export function currentTrace(): TraceContext {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier;
}

export function traceOf(carried: MsgHdrs | undefined): TraceContext {
  return Object.fromEntries((carried?.keys() ?? []).map((key) => [key, carried?.get(key) ?? '']));
}

/** Headers that carry the active trace, and more. */
export function tracedHeaders(more: Readonly<Record<string, string>> = {}): MsgHdrs {
  const result = headers();
  for (const [key, value] of Object.entries({ ...currentTrace(), ...more })) result.set(key, value);
  return result;
}

export interface SpanOptions {
  readonly name: string;
  readonly kind: 'publish' | 'process' | 'request' | 'answer';
  /** The trace it continues; the active one, unless given. */
  readonly from?: TraceContext;
}

const KINDS = {
  publish: SpanKind.PRODUCER,
  process: SpanKind.CONSUMER,
  request: SpanKind.CLIENT,
  answer: SpanKind.SERVER,
} as const;

/** Runs `work` in a span `<kind> <name>`, such as `process com.signalos.auth.user.registered.v1`. */
export function inSpan<T>({ name, kind, from }: SpanOptions, work: () => Promise<T>): Promise<T> {
  const parent = from ? propagation.extract(context.active(), from) : context.active();
  const options = { kind: KINDS[kind], attributes: { 'messaging.system': 'nats' } };
  return tracer.startActiveSpan(`${kind} ${name}`, options, parent, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR, message: String(error) });
      throw error;
    } finally {
      span.end();
    }
  });
}
