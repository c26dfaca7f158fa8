import type { FeedContract } from '@signalos/contracts';
import type { Broker, Log } from './broker.ts';

/** Sends the newest value to whoever listens right now. */
export function publishToFeed<Data>(
  broker: Broker,
  contract: FeedContract<Data>,
  data: Data,
): void {
  const subject = broker.names.feed(contract, contract.topic(data));
  broker.nats.publish(subject, JSON.stringify(data));
}

/** Calls back with every value from now on; what does not match the contract is dropped and logged. */
export function followFeed<Data>(
  broker: Broker,
  contract: FeedContract<Data>,
  { onValue, log }: { onValue: (data: Data) => void; log: Log },
): Disposable {
  const subject = broker.names.feed(contract, '*');
  const subscription = broker.nats.subscribe(subject, {
    callback(error, msg) {
      const result = error ? undefined : contract.data.safeParse(tryJson(msg.data));
      if (result?.success) onValue(result.data);
      else log.warn({ err: error ?? result?.error, subject }, 'feed value dropped');
    },
  });
  return { [Symbol.dispose]: () => subscription.unsubscribe() };
}

function tryJson(data: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(data).toString('utf8'));
  } catch {
    return undefined;
  }
}
