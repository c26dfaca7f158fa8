import type { JsMsg } from '@nats-io/jetstream';
import { createLogger } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import type { Attempt } from './attempt.ts';
import { Delivery } from './delivery.ts';
import { DELIVERIES_SUSPICIOUS } from './limits.ts';

/** A message that takes down what is said about it. */
function message(sequence: number, deliveryCount = 1) {
  const said: string[] = [];
  const say = (what: string) => () => void said.push(what);
  const msg = {
    info: { streamSequence: sequence, deliveryCount },
    ack: say('ack'),
    nak: say('nak'),
    term: say('term'),
    working: say('working'),
  };
  return { said, msg: msg as unknown as JsMsg };
}

async function deliver(outcome: Attempt, { loseConnection }: { loseConnection: boolean }) {
  const [stop, connection] = [new AbortController(), new AbortController()];
  const { said, msg } = message(7);
  const delivery = new Delivery({
    attempt() {
      if (loseConnection) {
        connection.abort();
        stop.abort();
      }
      return Promise.resolve(outcome);
    },
    bury: () => Promise.resolve(),
    keyOf: () => 'account/1',
    beginnings: {
      begin: () => Promise.resolve(true),
      end: () => Promise.resolve(),
      endAll: () => Promise.resolve(),
    },
    log: createLogger('test', { level: 'silent' }),
    stop: stop.signal,
    connectionLost: connection.signal,
  });
  delivery.take(msg);
  await delivery.finish();
  const late = message(8);
  delivery.take(late.msg);
  await delivery.finish();
  return { said, late: late.said };
}

const refused: Attempt = { outcome: 'refused', reason: 'never' };
const failed: Attempt = { outcome: 'failed', reason: 'not now' };

describe('what is said about a message', () => {
  it.each([
    ['that it is done', { outcome: 'handled' } as const, ['ack']],
    ['that it shall not come again', refused, ['term']],
  ])('is %s', async (_name, outcome, said) => {
    expect(await deliver(outcome, { loseConnection: false })).toEqual({ said, late: said });
  });

  it.each([{ outcome: 'handled' } as const, refused, failed])(
    'is nothing after its connection was lost: $outcome',
    async (outcome) => {
      // The server may have given its number to another message.
      expect(await deliver(outcome, { loseConnection: true })).toEqual({ said: [], late: [] });
    },
  );
});

/** What a consumer does with a message that killed its process too often. */
async function deliverKiller({ busAway }: { busAway: boolean }) {
  const done: string[] = [];
  const note = (what: string) => () => Promise.resolve(void done.push(what));
  const { said, msg } = message(7, DELIVERIES_SUSPICIOUS + 1);
  const delivery = new Delivery({
    async attempt() {
      await note('attempt')();
      return { outcome: 'handled' };
    },
    async bury() {
      if (busAway) throw new Error('The bus is away');
      await note('bury')();
    },
    keyOf: () => 'account/1',
    beginnings: { begin: () => Promise.resolve(false), end: note('end'), endAll: note('end all') },
    log: createLogger('test', { level: 'silent' }),
    stop: new AbortController().signal,
    connectionLost: new AbortController().signal,
  });
  delivery.take(msg);
  await delivery.finish();
  return { done, said };
}

describe('a message that kills its process', () => {
  it('is buried, and only then forgotten', async () => {
    expect(await deliverKiller({ busAway: false })).toEqual({
      done: ['bury', 'end'],
      said: ['term'],
    });
  });

  it('stays known as one while it cannot be buried', async () => {
    expect(await deliverKiller({ busAway: true })).toEqual({ done: [], said: [] });
  });
});
