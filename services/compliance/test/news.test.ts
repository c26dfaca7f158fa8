import { client } from '@signalos/testing';
import { describe, expect, it } from 'vitest';
import { startTestCompliance, type TestCompliance } from './compliance.ts';

const operatorOf = ({ world, url }: TestCompliance) =>
  world.issuer.token({ roles: ['operator'] }).then((token) => client(url, token));
const aRelease = (test: TestCompliance, more: object = {}, inMs = 60_000) => ({
  id: 'cpi',
  time: new Date(test.clock.now().getTime() + inMs).toISOString(),
  currency: 'USD',
  impact: 'high',
  title: 'Consumer prices',
  ...more,
});
const rulesIn = (list: any[]) => list.map(({ ruleId }) => ruleId);
const order = { slPrice: '1.09990', reserve: { ttlMs: 0 } };

describe('the news calendar', () => {
  it('is kept by operators, and keeps orders away from its releases', async () => {
    await using test = await startTestCompliance();
    const operator = await operatorOf(test);
    const trader = await test.trader({ profile: 'ftuk' });

    expect(await operator.put('/compliance/news', { events: [aRelease(test)] })).toMatchObject({
      status: 200,
      body: { saved: 1 },
    });
    const { body } = await trader.client.get('/compliance/news');
    expect(body.items).toMatchObject([{ id: 'cpi', currency: 'USD', impact: 'high' }]);
    expect(rulesIn((await trader.validate(order)).body.violations)).toEqual(['NEWS_BLACKOUT']);

    const later = aRelease(test, {}, 3_600_000);
    await operator.put('/compliance/news', { events: [later] });
    expect((await trader.validate(order)).body).toMatchObject({ allowed: true, warnings: [] });
    expect((await trader.client.get('/compliance/news')).body.items).toHaveLength(1);
  });

  it('warns those who rely on it while it is empty, and refuses nothing for that', async () => {
    await using test = await startTestCompliance();
    const operator = await operatorOf(test);
    const reliant = await test.trader({ profile: 'ftuk' });
    const other = await test.trader({ profile: 'ftmo' });
    const warned = async () => (await reliant.validate(order)).body;

    expect(await warned()).toMatchObject({
      allowed: true,
      warnings: [{ ruleId: 'NEWS_CALENDAR_EMPTY', severity: 'warn' }],
    });
    expect(rulesIn((await other.validate(order)).body.warnings)).not.toContain(
      'NEWS_CALENDAR_EMPTY',
    );

    const far = aRelease(test, { id: 'far' }, 8 * 86_400_000);
    await operator.put('/compliance/news', { events: [far] });
    expect(rulesIn((await warned()).warnings)).toContain('NEWS_CALENDAR_EMPTY');
    const near = aRelease(test, { id: 'near', impact: 'low' }, 6 * 86_400_000);
    await operator.put('/compliance/news', { events: [near] });
    expect(rulesIn((await warned()).warnings)).not.toContain('NEWS_CALENDAR_EMPTY');

    expect((await operator.delete('/compliance/news/near')).status).toBe(204);
    expect((await operator.delete('/compliance/news/near')).status).toBe(204);
    expect(rulesIn((await warned()).warnings)).toContain('NEWS_CALENDAR_EMPTY');
  });

  it('is written by nobody else, and takes what can be read only', async () => {
    await using test = await startTestCompliance();
    const operator = await operatorOf(test);
    const user = await test.user();
    const events = [aRelease(test)];

    expect((await user.put('/compliance/news', { events })).status).toBe(403);
    expect((await user.delete('/compliance/news/cpi')).status).toBe(403);
    for (const body of [
      { events: [] },
      { events: [...events, ...events] },
      { events: [aRelease(test, { impact: 'huge' })] },
      { events: [aRelease(test, { time: 'tomorrow' })] },
      { events: Array.from({ length: 2_001 }, (_, index) => aRelease(test, { id: `${index}` })) },
    ]) {
      expect((await operator.put('/compliance/news', body)).status).toBe(400);
    }
    const many = Array.from({ length: 2_000 }, (_, index) => aRelease(test, { id: `${index}` }));
    expect(await operator.put('/compliance/news', { events: many })).toMatchObject({ status: 200 });
  });
});
