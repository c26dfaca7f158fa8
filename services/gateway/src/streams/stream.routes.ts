import type { IncomingMessage, ServerResponse } from 'node:http';
import { commonErrors, type VerifiedToken } from '@signalos/http';
import { Counter, Gauge, type Registry } from '@signalos/runtime';
import type { Exchange } from '../exchange.ts';
import { revocableOf } from '../tokens/token.guard.ts';
import { frameOf } from './frame.ts';
import type { End, Follower, Hub } from './hub.ts';
import { decodePosition, encodePosition } from './position.ts';
import { tooManyStreams } from './stream.ts';
import { readerOf, type Entry, type EventWindow } from './window.ts';

const STREAMS_MAX = 10_000;
/** What one client may leave unread; it can come back for it. */
const BUFFER_BYTES_MAX = 1024 ** 2;
const RETRY_MS = 2_000;
/** Spreads the return of all clients of a process that stops. */
const SHUTDOWN_RETRY_MS = { min: 250, max: 3_000 };
const LAST_WORD_MS = 5_000;

export interface StreamRouteOptions {
  readonly window: EventWindow;
  readonly hub: Hub;
  readonly heartbeatMs: number;
  readonly streamsPerUserMax: number;
  /** Whether the window has all it should have. */
  readonly isReady: () => boolean;
  readonly metrics: Registry;
  readonly now: () => number;
}

type Ended = Counter<'reason'>;

/** `GET /events`: the caller's own events, from where the client left off. */
export function streamRoute(options: StreamRouteOptions) {
  const { window, hub } = options;
  const ended = observeStreams(options);

  return (exchange: Exchange, token: VerifiedToken): void => {
    const reader = readerOf(token.claims.tid, token.claims.sub);
    assertRoom(options, reader);
    const { req, res } = exchange;
    const asked = lastEventIdOf(req);
    const missed = asked === undefined ? [] : missedSince(options, reader, asked);

    res.writeHead(200, {
      ...exchange.headers,
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no', // nginx and its kind would wait for more.
    });
    res.write(opening(missed, encodePosition(window.position())));
    hub.join(follow({ reader, token, res, options, ended }));
  };
}

function assertRoom({ hub, isReady, streamsPerUserMax }: StreamRouteOptions, reader: string): void {
  if (!isReady() || hub.size >= STREAMS_MAX) {
    throw commonErrors.serviceUnavailable('Events cannot be followed here right now');
  }
  if (hub.count(reader) >= streamsPerUserMax) {
    throw tooManyStreams(`No more than ${streamsPerUserMax} streams for one user`);
  }
}

/** The header of a client that was cut off, or the query of one that cannot set headers again. */
function lastEventIdOf({ headers, url = '' }: IncomingMessage): string | undefined {
  const header = headers['last-event-id']?.toString();
  const query = url.indexOf('?');
  if (header !== undefined || query < 0) return header;
  return new URLSearchParams(url.slice(query)).get('lastEventId') ?? undefined;
}

/** More than a client may leave unread is as good as unknown: it had better start over. */
function missedSince(
  { window, now }: StreamRouteOptions,
  reader: string,
  lastEventId: string,
): readonly Entry[] | 'unknown' {
  const position = decodePosition(lastEventId);
  const missed = position ? window.since(position, reader, now()) : 'unknown';
  if (missed === 'unknown') return missed;
  const length = missed.reduce((sum, { frame }) => sum + frame.length, 0);
  return length > BUFFER_BYTES_MAX / 2 ? 'unknown' : missed;
}

/** How soon to come back, what was missed, and from where to go on. */
function opening(missed: readonly Entry[] | 'unknown', id: string): string {
  const before =
    missed === 'unknown'
      ? frameOf({ event: 'reset', data: {} })
      : missed.map(({ frame }) => frame).join('');
  return `${frameOf({ retryMs: RETRY_MS })}${before}${frameOf({ id })}`;
}

interface Stream {
  readonly reader: string;
  readonly token: VerifiedToken;
  readonly res: ServerResponse;
  readonly options: StreamRouteOptions;
  readonly ended: Ended;
}

function follow({ reader, token: verified, res, options, ended }: Stream): Follower {
  const { hub, window, heartbeatMs, now } = options;
  const token = revocableOf(verified);
  const follower: Follower = { reader, token, deliver: ({ frame }) => send(frame), end };
  const heart = setInterval(() => {
    send(frameOf({ comment: 'heartbeat', id: encodePosition(window.position()) }));
  }, heartbeatMs);
  const expiry = setTimeout(() => end('token-expired'), token.expiresAtMs - now());
  let isOver = false;
  res.once('close', () => leave('client'));

  function send(text: string): void {
    res.write(text);
    if (res.writableLength > BUFFER_BYTES_MAX) end('slow');
  }

  function leave(reason: End): void {
    if (isOver) return;
    isOver = true;
    clearInterval(heart);
    clearTimeout(expiry);
    hub.leave(follower);
    ended.inc({ reason });
  }

  function end(reason: End): void {
    leave(reason);
    if (reason === 'slow') res.destroy();
    else sayLast(res, reason);
  }

  return follower;
}

/** Tells the client why it ends; one that does not read that either is cut off. */
function sayLast(res: ServerResponse, reason: End): void {
  const { min, max } = SHUTDOWN_RETRY_MS;
  const retryMs = reason === 'shutdown' ? Math.round(min + Math.random() * (max - min)) : RETRY_MS;
  res.end(frameOf({ event: reason, retryMs, data: {} }));
  setTimeout(() => {
    if (!res.writableFinished) res.destroy();
  }, LAST_WORD_MS).unref();
}

function observeStreams({ hub, metrics }: StreamRouteOptions): Ended {
  const size = new Gauge({
    name: 'gateway_event_streams',
    help: 'Clients that follow their events right now.',
    registers: [],
    collect() {
      this.set(hub.size);
    },
  });
  metrics.registerMetric(size);
  return new Counter({
    name: 'gateway_event_streams_ended_total',
    help: 'Event streams that ended, by why.',
    labelNames: ['reason'] as const,
    registers: [metrics],
  });
}
