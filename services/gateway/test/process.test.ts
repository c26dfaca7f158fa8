import { startCollector, startService } from '@signalos/testing';
import { expect, it } from 'vitest';
import { folder, startGatewayWorld } from './gateway.ts';
import { startUpstream } from './upstream.ts';

it('starts, and stops cleanly on SIGTERM', async () => {
  await using world = await startGatewayWorld();
  const environment = {
    ...world.environment({ compliance: 'http://127.0.0.1:9' }),
    LOG_LEVEL: 'info',
  };
  const service = await startService({ directory: folder, environment });

  const { code, output } = await service.stop();

  expect(output).toContain('"stopping"');
  expect(code, output).toBe(0);
});

it('passes the trace on, as a part of it', async () => {
  await using world = await startGatewayWorld();
  await using collector = await startCollector();
  await using upstream = await startUpstream();
  await using service = await startService({
    directory: folder,
    environment: {
      ...world.environment({ compliance: upstream.origin }),
      ...collector.environment,
      OTEL_SERVICE_NAME: 'gateway',
      LOG_LEVEL: 'info',
    },
  });
  const traceId = '0af7651916cd43dd8448eb211c80319c';
  await expect.poll(async () => (await fetch(`${service.url}/health/ready`)).status).toBe(200);

  const reply = await fetch(`${service.url}/compliance/x`, {
    headers: {
      authorization: `Bearer ${await world.issuer.token()}`,
      traceparent: `00-${traceId}-b7ad6b7169203331-01`,
    },
  });

  const { rawHeaders } = (await reply.json()) as { rawHeaders: string[] };
  const parents = rawHeaders.filter((_value, index) => rawHeaders[index - 1] === 'traceparent');
  expect(parents).toEqual([
    expect.stringMatching(new RegExp(`^00-${traceId}-(?!b7ad)\\w{16}-01$`)),
  ]);
  await expect
    .poll(() => collector.spans.filter((span) => span.traceId === traceId).length)
    .toBe(2);
});
