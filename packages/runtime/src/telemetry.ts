import { ExpressInstrumentation, ExpressLayerType } from '@opentelemetry/instrumentation-express';
import { HttpInstrumentation } from '@opentelemetry/instrumentation-http';
import { PgInstrumentation } from '@opentelemetry/instrumentation-pg';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { register } from 'import-in-the-middle/register-hooks.mjs';
import { setTimeout as sleep } from 'node:timers/promises';

// Loaded before the service, so that what it imports can be traced:
// `node --import @signalos/runtime/telemetry src/main.ts`. The OTEL_… variables set it up.

const FLUSH_MS = 2_000;
const { MIDDLEWARE, ROUTER } = ExpressLayerType;

register({ include: ['express', 'http', 'https', 'pg'] });

const sdk = new NodeSDK({
  instrumentations: [
    new HttpInstrumentation({ ignoreIncomingRequestHook: ({ url }) => isProbe(url) }),
    new ExpressInstrumentation({ ignoreLayersType: [MIDDLEWARE, ROUTER] }),
    new PgInstrumentation({ requireParentSpan: true }),
    new UndiciInstrumentation({ requireParentforSpans: true }),
  ],
});
sdk.start();
process.once('beforeExit', () => void flush());

/** Sends what is still in the queue, but does not wait long for a collector that is away. */
async function flush(): Promise<void> {
  await Promise.race([sdk.shutdown(), sleep(FLUSH_MS)]);
  process.exit();
}

function isProbe(url = ''): boolean {
  return url === '/health/live' || url === '/health/ready' || url === '/metrics';
}
