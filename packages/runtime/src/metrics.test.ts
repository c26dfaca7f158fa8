import { expect, it } from 'vitest';
import { Counter, createMetrics, renderMetrics } from './metrics.ts';

it('shows a service’s metrics beside its process’s, and no other service’s', async () => {
  const [mine, other] = [createMetrics(), createMetrics()];
  const help = 'Orders seen.';
  new Counter({ name: 'orders_total', help, registers: [mine] }).inc(3);
  new Counter({ name: 'other_total', help, registers: [other] }).inc();

  const text = await renderMetrics(mine);

  expect(text).toContain('orders_total 3');
  expect(text).toContain('nodejs_eventloop_lag_seconds');
  expect(text).not.toContain('other_total');
});
