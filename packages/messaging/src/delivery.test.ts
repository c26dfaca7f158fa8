import type { JsMsg } from '@nats-io/jetstream';
import { createLogger } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import type { Attempt } from './attempt.ts';
import { Delivery } from './delivery.ts';

/** A message that takes down what is said about it. */
function message(sequence: number) {
  const said: string[] = [];
  const say = (what: string) => () => void said.push(what);
  const msg = {
    info: { streamSequence: sequence, deliveryCount: 1 },
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
