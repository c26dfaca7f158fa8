import { describe, expect, it } from 'vitest';
import { startTestCompliance } from './compliance.ts';

describe('the profiles', () => {
  it('are listed once each, in their newest version', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();

    const { body } = await user.get('/compliance/profiles');

    expect(body.items.map(({ id }: { id: string }) => id)).toEqual([
      'ftmo',
      'ftmo-2-step',
      'ftmo-1-step',
      'ftuk',
      'myforexfunds',
      'eu-mifid2',
      'generic-conservative',
      'the5ers-high-stakes',
      'the5ers-hyper-growth',
      'fundednext-stellar-2-step',
      'fundednext-stellar-1-step',
      'e8-one',
      'topstep-50k',
      'apex-eod-50k',
      'apex-intraday-50k',
      'blue-guardian-2-step',
    ]);
    expect(body.items[3]).toEqual({
      id: 'ftuk',
      version: 2,
      name: 'FTUK',
      labels: ['SignalOS preset'],
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      base: null,
    });
    expect(body.items[1].labels).toEqual(['published rules']);
  });

  it('show their figures beside the published ones, and what nobody verified', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();

    const { body } = await user.get('/compliance/profiles/topstep-50k');

    expect(body.limits).toMatchObject({
      total: { amount: '2000', mode: 'trailing_eod', lockAt: '0' },
      day: { tz: 'America/Chicago', at: '17:00' },
      objectives: { profitTargetPct: ['6'] },
    });
    expect(body.published).toContainEqual(
      expect.objectContaining({
        subject: 'start of the day',
        limits: ['day'],
        source: expect.stringContaining('https://help.topstep.com/'),
        lastVerified: '2026-11-22',
        unverified: expect.stringContaining('The hour'),
      }),
    );
  });

  it('keep every version', async () => {
    await using test = await startTestCompliance();
    const user = await test.user();

    const { body: newest } = await user.get('/compliance/profiles/ftmo');
    const { body: first } = await user.get('/compliance/profiles/ftmo?version=1');

    expect([newest.version, first.version]).toEqual([2, 1]);
    expect(newest.limits).toMatchObject({
      ...first.limits,
      objectives: { profitTargetPct: ['10', '5'] },
    });
    expect(first.limits.objectives).toBeUndefined();
    for (const path of ['nope', 'ftmo?version=3', 'custom-nope']) {
      expect(await user.get(`/compliance/profiles/${path}`)).toMatchObject({
        status: 404,
        body: { code: 'profile-not-found' },
      });
    }
  });
});
