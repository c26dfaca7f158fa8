import { describe, expect, it } from 'vitest';
import { aMessage, anItem, startTestOfflineSync } from './offline-sync.ts';

const signal = 'GOLD BUY NOW 2331-2327\nSL 2323\nTP 2335';

describe('reading a message', () => {
  it('says what is in it, and by which parser', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();

    const reply = await user.post('/offline/parse-signal', { text: signal });

    expect(reply).toMatchObject({
      status: 200,
      body: {
        kind: 'signal',
        signals: [
          {
            action: 'buy',
            symbol: 'XAUUSD',
            entry: { low: '2327', high: '2331' },
            stopLoss: { price: '2323' },
            takeProfits: [{ price: '2335' }],
          },
        ],
        update: null,
        abstained: null,
        confidence: expect.any(Number),
        evidence: expect.arrayContaining([
          { field: 'symbol', index: 0, start: 0, end: 4, confidence: expect.any(Number) },
        ]),
        warnings: [],
        parserVersion: expect.any(String),
      },
    });
  });

  it('says why a person must confirm an order first', async () => {
    await using service = await startTestOfflineSync();
    const text = 'GOLD BUY NOW 2331\nSL 2340\nTP 2350';

    const { body } = await (await service.user()).post('/offline/parse-signal', { text });

    expect(body).toMatchObject({
      abstained: 'stop-on-wrong-side',
      warnings: expect.arrayContaining(['stop-on-wrong-side']),
    });
  });

  it('tells instructions apart', async () => {
    await using service = await startTestOfflineSync();
    const user = await service.user();
    const text = 'Close half of gold and move SL to 2340';

    expect((await user.post('/offline/parse-signal', { text })).body).toMatchObject({
      kind: 'update',
      update: { type: 'closePartial', symbol: 'XAUUSD', percent: '50' },
      moreUpdates: [{ type: 'moveStop', price: '2340' }],
    });
  });

  it('refuses what is too long to be one', async () => {
    await using service = await startTestOfflineSync();
    const reply = await (
      await service.user()
    ).post('/offline/parse-signal', { text: 'x'.repeat(8_193) });

    expect(reply).toMatchObject({ status: 413, body: { code: 'text-too-long', bytesMax: 8_192 } });
  });
});

describe('messages that a device hands in', () => {
  it('are read, kept and counted', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const texts = [
      signal,
      'Good morning!',
      'SL to breakeven',
      'TP1 hit +50 pips',
      'sell eurusd now',
    ];

    const reply = await trader.sync(texts.map((text, index) => aMessage(index + 1, text)));

    expect(reply.body.verdicts.map(({ status }: any) => status)).toEqual(
      texts.map(() => 'accepted'),
    );
    const { body: status } = await trader.get('/offline/status');
    expect(status.counts).toMatchObject({ messages: 5, signals: 2, updates: 1, noise: 2 });
    const { rows } = await service.database.pool.query(
      'select source, message_id, text, kind, reading, parser_version from message where text = $1',
      [signal],
    );
    expect(rows).toMatchObject([
      {
        source: 'gold-room',
        message_id: '1',
        kind: 'signal',
        reading: { signals: [{ symbol: 'XAUUSD' }], abstained: null, evidence: expect.any(Array) },
        parser_version: expect.any(String),
      },
    ]);
  });

  it('are rejected alone when they cannot be kept', async () => {
    await using service = await startTestOfflineSync();
    const trader = await service.trader();
    const payload = { source: 's', messageId: '1', receivedAt: new Date().toISOString() };

    const { body } = await trader.sync([
      aMessage(1, 'x'.repeat(8_193)),
      anItem(2, 'message', { ...payload, text: 'nul \0 byte' }),
      anItem(3, 'message', { ...payload, text: 'half a pair \ud83d' }),
      aMessage(4, 'fine 🔥'),
    ]);

    expect(body.verdicts).toMatchObject([
      { status: 'rejected', code: 'text-too-long' },
      { status: 'rejected', code: 'invalid-item' },
      { status: 'rejected', code: 'invalid-item' },
      { status: 'accepted' },
    ]);
    expect(body.ackSeq).toBe(4);
  });
});
