import { startCollector, type Span } from '@signalos/testing';
import { expect, it } from 'vitest';
import { signUp } from '../scripts/demo/trader.ts';
import { startPlatform } from '../scripts/platform.ts';

it('leads from the HTTP request at the gateway to whatever another service does about it', async () => {
  await using collector = await startCollector();
  await using platform = await startPlatform({ environment: collector.environment });
  const trader = await signUp(platform.gatewayUrl);

  await trader.post('/offline/accounts', { currency: 'USD', initialBalance: '1000.00' });

  const last = 'compliance: process com.signalos.offline_sync.account.opened.v1';
  await expect
    .poll(() => pathTo(last, collector.spans))
    .toEqual([
      'gateway: POST',
      'offline-sync: POST /offline/accounts',
      'offline-sync: publish com.signalos.offline_sync.account.opened.v1',
      last,
    ]);
  await expect
    .poll(() => childrenOf(last, collector.spans))
    .toContainEqual(expect.stringMatching(/^compliance: pg.query:INSERT/));

  const payload = { symbol: 'XAUUSD', side: 'buy' };
  await trader.post('/offline/execute-trade?dryRun=true', { kind: 'open', payload });

  const answer = 'compliance: answer signalos.rpc.compliance.validate_trade.v1';
  await expect
    .poll(() => pathTo(answer, collector.spans))
    .toEqual(['gateway: POST', 'offline-sync: POST /offline/execute-trade', answer]);
});

/** The spans that led to the one with this label, outermost first; but those of libraries within. */
function pathTo(label: string, spans: readonly Span[]): string[] {
  const path: string[] = [];
  let span = spans.find((candidate) => labelOf(candidate) === label);
  while (span) {
    if (!/request handler|pg|undici/.test(span.name) && span.kind !== CLIENT)
      path.unshift(labelOf(span));
    const { parentSpanId } = span;
    span = spans.find((candidate) => candidate.spanId === parentSpanId);
  }
  return path;
}

function childrenOf(label: string, spans: readonly Span[]): string[] {
  const parents = spans.filter((span) => labelOf(span) === label).map(({ spanId }) => spanId);
  return spans.filter(({ parentSpanId = '' }) => parents.includes(parentSpanId)).map(labelOf);
}

const CLIENT = 3;

const labelOf = ({ service, name }: Span) => `${service}: ${name}`;
