import { setTimeout as sleep } from 'node:timers/promises';
import { mergeOpenApi } from '@signalos/http';
import type { Logger } from '@signalos/runtime';
import { Agent, request } from 'undici';
import { z } from 'zod';
import { openAtFirst, openIn, type ApiDocument, type OpenOperations } from './operations.ts';
import { publicDocument } from './public.ts';

const REFRESH_MS = 60_000;
const RETRY_MS = 250;
const TIMEOUT_MS = 3_000;
const BYTES_MAX = 8 * 1024 ** 2;

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.record(z.string(), z.unknown()))),
  components: z.record(z.string(), z.record(z.string(), z.unknown())),
});

export interface DocumentsOptions {
  readonly upstreams: readonly { readonly name: string; readonly origin: string }[];
  /** What the gateway serves itself. */
  readonly own: Record<string, unknown>;
  readonly log: Logger;
}

/** What the upstreams say of themselves in `/openapi.json`, as they said it last. */
export interface Documents extends AsyncDisposable {
  /** Whether this may be asked without a token; of an upstream not heard of yet, next to nothing. */
  isOpen(upstream: string, asked: { method: string; path: string }): boolean;
  /** All of it as one document, in JSON. */
  merged(): string;
}

interface Known {
  readonly document: ApiDocument;
  readonly open: OpenOperations;
}

export function followDocuments({ upstreams, own, log }: DocumentsOptions): Documents {
  const agent = new Agent({
    maxResponseSize: BYTES_MAX,
    headersTimeout: TIMEOUT_MS,
    bodyTimeout: TIMEOUT_MS,
    connect: { timeout: TIMEOUT_MS },
  });
  const known = new Map<string, Known>();
  const stopping = new AbortController();
  let merged = merge();

  function merge(): string {
    const documents = upstreams.flatMap(({ name }) => known.get(name)?.document ?? []);
    return JSON.stringify(mergeOpenApi('SignalOS', [own, ...documents]));
  }

  async function refresh(name: string, origin: string): Promise<void> {
    const reply = await request(`${origin}/openapi.json`, {
      dispatcher: agent,
      signal: stopping.signal,
    });
    const document = Document.parse(await reply.body.json());
    known.set(name, {
      document: publicDocument(name, document),
      open: openIn(name, document),
    });
    merged = merge();
  }

  async function follow(name: string, origin: string): Promise<void> {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        await refresh(name, origin);
        failures = 0;
      } catch (err) {
        if (failures++ === 0) log.warn({ err, upstream: name }, 'cannot read the API document');
      }
      const pauseMs = failures > 0 ? RETRY_MS : REFRESH_MS;
      await sleep(pauseMs, undefined, { signal: stopping.signal }).catch(() => {});
    }
  }

  const done = Promise.all(upstreams.map(({ name, origin }) => follow(name, origin)));
  return {
    isOpen(upstream, { method, path }) {
      return (known.get(upstream)?.open ?? openAtFirst).has(method, path);
    },
    merged: () => merged,
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await agent.destroy();
      await done;
    },
  };
}
