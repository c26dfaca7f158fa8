import { randomUUID } from 'node:crypto';
import { cashFlowBooked } from '@signalos/contracts';
import { describe, expect, it } from 'vitest';
import { startTestAudits } from './audits.ts';
import { startTestCompliance, type Trader } from './compliance.ts';

const DAY_MS = 86_400_000;
const AFTER_DUPLICATE_MS = 2_500;

const path = (accountId: string, query = '') => `/compliance/report?accountId=${accountId}${query}`;

async function reportOf({ client, accountId }: Trader, query = ''): Promise<any> {
  const { status, body } = await client.get(path(accountId, query));
  expect(status).toBe(200);
  return body;
}

async function printed({ client, accountId }: Trader, format: string): Promise<string> {
  const { status, body } = await client.get(path(accountId, `&format=${format}`));
  expect(status).toBe(200);
  return body;
}

function metric(report: any, id: string) {
  return report.metrics.find((each: { id: string }) => each.id === id);
}

/** A position that an allowed order opened, and that was closed with this profit. */
async function trades(trader: Trader, profit: string, balance: string): Promise<void> {
  // After a jump of the clock prices are old, until the next ones come.
  await expect
    .poll(async () => {
      const { body } = await trader.validate({ reserve: { ttlMs: 0 } });
      return body.allowed;
    })
    .toBe(true);
  const clientTradeId = randomUUID();
  const { body } = await trader.validate({ clientTradeId });
  expect(body.allowed).toBe(true);
  const positionId = await trader.opens({ actionId: clientTradeId });
  await trader.closes(positionId, { profit, balance });
  await expect.poll(async () => (await trader.status()).body.balance).toBe(balance);
}

describe('a report', () => {
  it('tells what the status tells, of the same account', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens();
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    const report = await reportOf(trader);
    const { body: status } = await trader.status();

    expect(report.limits).toEqual({ risk: status.risk, unknown: null });
    expect(report).toMatchObject({
      account: {
        id: trader.accountId,
        currency: 'USD',
        status: 'active',
        initialBalance: '100000.00',
        balance: '100000.00',
      },
      profile: { id: 'ftmo', sha256: status.profile.sha256, activatedAt: expect.any(String) },
      period: { timeZone: 'Europe/Prague', dayStartsAt: '00:00', daysCounted: 1 },
      exposure: {
        notional: '110000.00',
        effectiveLeverage: '1.100000',
        bySymbol: [{ symbol: 'EURUSD', longLots: '1', shortLots: '0', risk: '1000.00' }],
        byCurrency: [
          { currency: 'EUR', net: '110000.00' },
          { currency: 'USD', net: '-110000.00' },
        ],
      },
    });
  });

  it('measures closed trades, by the risk of the decisions that allowed them', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trades(trader, '-500.00', '99500.00');
    test.clock.advance(AFTER_DUPLICATE_MS);
    await trades(trader, '1500.00', '101000.00');

    const report = await reportOf(trader);

    expect(metric(report, 'netProfit')).toMatchObject({ value: '1000.00', unit: 'USD', n: 2 });
    expect(metric(report, 'profitFactor').value).toBe('3.000000');
    expect(metric(report, 'winRate').value).toBe('0.500000');
    expect(metric(report, 'averageR')).toMatchObject({ value: '0.500000', n: 2 });
    expect(metric(report, 'maxDrawdownBalanceAbs').value).toBe('500.00');
    expect(metric(report, 'var95HistPct')).toMatchObject({
      value: null,
      reason: 'it takes 20 days',
    });
    expect(report.days).toMatchObject([
      { isRunning: true, net: '1000.00', endBalance: '101000.00', opened: 2, closed: 2 },
    ]);
  });

  it('takes the parts of one position for one trade', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const positionId = await trader.opens();
    const half = { lots: '0.50', remainingLots: '0.50' };
    await trader.closes(positionId, { ...half, profit: '-100.00', balance: '99900.00' });
    await trader.closes(positionId, { lots: '0.50', profit: '300.00', balance: '100200.00' });
    await expect.poll(async () => (await trader.status()).body.balance).toBe('100200.00');

    const report = await reportOf(trader);

    expect(metric(report, 'expectancy')).toMatchObject({ value: '200.00', n: 1 });
    expect(metric(report, 'averageR')).toMatchObject({ value: null, n: 0 });
    expect(metric(report, 'maxDrawdownBalanceAbs').value).toBe('100.00');
  });

  it('keeps days apart, each with what it began with and how much of its limit it used', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trades(trader, '-2500.00', '97500.00');
    await trader.validate();
    test.clock.advance(DAY_MS);
    await trades(trader, '1000.00', '98500.00');

    const { days } = await reportOf(trader);

    expect(days).toMatchObject([
      { isRunning: false, startBalance: '100000.00', net: '-2500.00', dailyUsedPct: '50.00' },
      {
        isRunning: true,
        startBalance: '97500.00',
        startEquity: '97500.00',
        net: '1000.00',
        dailyFloor: '92500.00',
        dailyUsedPct: '0.00',
      },
    ]);
  });

  it('takes money that was withdrawn for no loss', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trades(trader, '-100.00', '99900.00');
    const cashFlow = { cashFlowId: randomUUID(), kind: 'payout', amount: '-40000.00' };
    const bookedAt = test.clock.now().toISOString();
    await trader.announce(cashFlowBooked, { ...cashFlow, balance: '59900.00', bookedAt });
    await expect.poll(async () => (await trader.status()).body.balance).toBe('59900.00');

    const report = await reportOf(trader);

    expect(report.days).toMatchObject([
      { startBalance: '60000.00', endBalance: '59900.00', net: '-100.00', cashFlow: '-40000.00' },
    ]);
    expect(metric(report, 'maxDrawdownBalanceAbs').value).toBe('100.00');
    expect(metric(report, 'maxDrawdownAbs').value).toBe('100.00');
  });

  it('of earlier days says nothing of later ones', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trades(trader, '-100.00', '99900.00');
    const first = (await reportOf(trader)).days[0].date;
    test.clock.advance(DAY_MS);
    await trades(trader, '700.00', '100600.00');
    await trader.validate({ lots: '2.50' });

    const then = await reportOf(trader, `&from=${first}&to=${first}`);
    const since = await reportOf(trader, `&from=${test.clock.now().toISOString()}`);

    expect(metric(then, 'netProfit').value).toBe('-100.00');
    expect(then).toMatchObject({ violations: { total: 0 }, refusals: { refused: 0 } });
    expect(then.period).toMatchObject({ firstDay: first, lastDay: first });
    expect(metric(since, 'netProfit').value).toBe('700.00');
    expect(since.days).toMatchObject([{ startBalance: '99900.00', endBalance: '100600.00' }]);
    expect(since.refusals).toMatchObject({ allowed: 1, refused: 1 });
  });

  it('starts with what was booked before, where no day was seen to start', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });
    await trader.closes(await trader.opens(), { profit: '-100.00', balance: '99900.00' });
    await expect.poll(async () => (await trader.status()).body.balance).toBe('99900.00');
    test.clock.advance(DAY_MS);
    await trader.closes(await trader.opens(), { profit: '40.00', balance: '99940.00' });
    await expect.poll(async () => (await trader.status()).body.balance).toBe('99940.00');

    const { days } = await reportOf(trader, `&from=${test.clock.now().toISOString()}`);

    expect(days).toMatchObject([
      { startBalance: '99900.00', endBalance: '99940.00', startEquity: null },
    ]);
  });

  it('counts violations by rule, severity and day, and names the decisions', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body: first } = await trader.validate({ lots: '2.50', slPrice: '1.00000' });
    const { body: second } = await trader.validate({ lots: '2.60', slPrice: '1.09900' });

    const { violations, days } = await reportOf(trader);

    expect(violations.byRule[0]).toEqual({
      ruleId: 'LOT_MAX_PER_TRADE',
      severity: 'hard',
      count: 2,
    });
    const total = first.violations.length + second.violations.length;
    expect(violations).toMatchObject({ total, omitted: 0 });
    expect(violations.byDay).toEqual([{ date: days[0].date, hard: total, warn: 0 }]);
    expect(days[0].violations).toBe(total);
    expect(violations.items[0]).toMatchObject({
      ruleId: 'LOT_MAX_PER_TRADE',
      decisionId: second.decisionId,
      date: days[0].date,
    });
  });

  it('tells what a refused order would have done at its stop', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const refused = { clientTradeId: 'too-far', lots: '2.00', slPrice: '1.07499' };
    const { body: decision } = await trader.validate(refused);
    await trader.validate({ clientTradeId: 'no-volume', lots: '0' });

    const { refusals } = await reportOf(trader);

    expect(refusals).toMatchObject({ decisions: 2, allowed: 0, refused: 2, omitted: 0 });
    expect(refusals.items).toMatchObject([
      { clientTradeId: 'no-volume', rules: ['INPUT_INVALID_VOLUME'], atStop: null },
      {
        decisionId: decision.decisionId,
        rules: ['DAILY_LOSS_LIMIT'],
        stopLoss: '1.07499',
        atStop: {
          worstLoss: '5002.00',
          worstEquity: '94998.00',
          daily: { floor: '95000.00', room: '-2.00', broken: true },
          total: { floor: '90000.00', room: '4998.00', broken: false },
        },
      },
    ]);
  });

  it('shows where the audit trail stands, and how to verify it', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { body: decision } = await trader.validate();

    const { audit } = await reportOf(trader);

    expect(audit).toMatchObject({
      stream: trader.accountId,
      firstSeq: 1,
      lastSeq: decision.audit.seq,
      headHash: decision.audit.hash,
      verify: 'npm run --silent audit-verify -- FILE',
    });
  });

  it('shows the newest checkpoint, as it was signed', async () => {
    await using audits = await startTestAudits();
    const trader = await audits.trader(2);

    const { checkpoint } = (await reportOf(trader)).audit;

    const [, size, root = ''] = checkpoint.note.split('\n');
    expect(checkpoint.size).toBe(Number(size));
    expect(checkpoint.root).toBe(Buffer.from(root, 'base64').toString('hex'));
    expect(await printed(trader, 'html')).toContain(checkpoint.root);
  });

  it('has the objectives of the profile', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();

    const { objectives } = await reportOf(trader);
    const { body: status } = await trader.status();

    expect(objectives.length).toBeGreaterThan(0);
    expect(objectives).toEqual(status.objectives);
  });
});

describe('a report of an account', () => {
  it('without a trade or a profile is empty, and has no numbers that mean nothing', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader({ profile: null });

    const report = await reportOf(trader);

    expect(report).toMatchObject({
      profile: null,
      period: { timeZone: 'Etc/UTC' },
      limits: { risk: null },
      exposure: { notional: '0.00', bySymbol: [] },
      objectives: [],
      violations: { total: 0, items: [] },
      days: [{ net: '0.00', startEquity: null, dailyUsedPct: null }],
    });
    expect(metric(report, 'winRate')).toMatchObject({ value: null, n: 0 });
    for (const format of ['csv', 'html', 'pdf']) {
      expect((await printed(trader, format)).length).toBeGreaterThan(500);
    }
  });

  it('in yen has no fractions', async () => {
    await using test = await startTestCompliance();
    test.market.set('USDJPY', '150.000');
    const trader = await test.trader({ currency: 'JPY', balance: '10000000' });
    await trader.opens({ lots: '0.10' });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);
    await expect.poll(async () => (await trader.status()).body.risk?.equity).toBe('10000000');

    const report = await reportOf(trader);

    expect(report.days[0]).toMatchObject({ startBalance: '10000000', net: '0' });
    expect(metric(report, 'netProfit').value).toBe('0');
    expect(report.exposure.notional).toBe('1650000');
    expect(await printed(trader, 'html')).toContain('10,000,000 JPY');
  });

  it('says what is not known instead of guessing', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    await trader.opens({ symbol: 'XAUUSD', price: '2300.00', stopLoss: '2290.00' });
    await expect.poll(async () => (await trader.status()).body.openPositions).toBe(1);

    const report = await reportOf(trader);

    expect(report).toMatchObject({
      limits: { risk: null, unknown: 'There is no price for XAUUSD' },
      exposure: null,
    });
    expect(await printed(trader, 'html')).toContain('There is no price for XAUUSD');
  });

  it('of somebody else is not there, and neither is one that nobody has', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const stranger = await test.trader();
    const missing = { status: 404, body: { code: 'compliance-account-not-found' } };

    for (const format of ['json', 'csv', 'html', 'pdf']) {
      const query = `&format=${format}`;
      expect(await stranger.client.get(path(trader.accountId, query))).toMatchObject(missing);
      expect(await trader.client.get(path(randomUUID(), query))).toMatchObject(missing);
    }
    const { body: own } = await trader.client.get('/compliance/report');
    expect(own.account.id).toBe(trader.accountId);
  });
});

describe('the forms of a report', () => {
  it('are told by type and file name', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const { period } = await reportOf(trader);
    const name = `compliance-report-${trader.accountId}-${period.firstDay}-${period.lastDay}`;

    const headersOf = async (format: string) => {
      const { headers } = await trader.client.get(path(trader.accountId, `&format=${format}`));
      return ['content-type', 'content-disposition', 'x-content-type-options'].map((header) =>
        headers.get(header),
      );
    };

    expect(await headersOf('csv')).toEqual([
      'text/csv; charset=utf-8',
      `attachment; filename="${name}.csv"`,
      'nosniff',
    ]);
    expect(await headersOf('html')).toEqual([
      'text/html; charset=utf-8',
      `inline; filename="${name}.html"`,
      'nosniff',
    ]);
    expect(await headersOf('pdf')).toEqual([
      'application/pdf',
      `inline; filename="${name}.pdf"`,
      'nosniff',
    ]);
    expect(await headersOf('json')).toEqual(['application/json; charset=utf-8', null, null]);
    expect(await printed(trader, 'pdf')).toMatch(/^%PDF-1\.7/);
    const { headers } = await trader.client.get(path(trader.accountId, '&format=html'));
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).toContain('sandbox');
  });

  it('print what people typed, and run none of it', async () => {
    await using test = await startTestCompliance();
    const trader = await test.trader();
    const evil = `=HYPERLINK("http://x")<script>alert(1)</script>\u202e`;
    await trader.validate({ clientTradeId: evil, lots: '2.50' });

    const { refusals } = await reportOf(trader);
    const csv = await printed(trader, 'csv');
    const html = await printed(trader, 'html');

    expect(refusals.items[0].clientTradeId).toBe(evil);
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")<script>alert(1)</script>\u202e"`);
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;\\u{202e}');
    expect(await printed(trader, 'pdf')).toMatch(/^%PDF/);
  });
});

describe('a period', () => {
  it.each([
    ['from=yesterday', 'from'],
    ['from=2026-02-30', 'from'],
    ['from=1970-12-31&to=1971-01-02', 'from'],
    ['from=0001-01-01', 'from'],
    ['to=2026-13-01', 'to'],
    ['from=2999-01-01', 'from'],
    ['from=2026-06-10&to=2026-06-09', 'from'],
    ['from=2020-01-01&to=2021-01-02', 'from'],
    ['format=xml', 'format'],
    ['accountId=7', 'accountId'],
  ])('that no report can have is refused: %s', async (query, parameter) => {
    await using test = await startTestCompliance();
    const { client } = await test.trader({ profile: null });

    const { status, body } = await client.get(`/compliance/report?${query}`);

    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ parameter, in: 'query', detail: expect.any(String) }]);
  });

  it('may be of the first days that there are', async () => {
    await using test = await startTestCompliance();
    const { client } = await test.trader();

    for (const query of ['from=1971-01-01&to=1971-01-02', 'to=1971-01-01']) {
      expect((await client.get(`/compliance/report?${query}`)).status).toBe(200);
    }
  });

  it('may have 366 days', async () => {
    await using test = await startTestCompliance();
    const { client } = await test.trader();

    const { status } = await client.get('/compliance/report?from=2020-01-01&to=2020-12-31');

    expect(status).toBe(200);
  });
});
