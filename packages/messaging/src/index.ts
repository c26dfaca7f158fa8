export { connectBroker, type Broker, type BrokerOptions } from './broker.ts';
export { consume, type ConsumerOptions, type Worker } from './consumer.ts';
export { followFeed, publishToFeed } from './feed.ts';
export { on, type Handler } from './inbox.ts';
export { enqueue, enqueueAll, enqueuing } from './outbox.ts';
export { relayOutbox, type Relay, type RelayOptions } from './relay.ts';
export { answering, ask, noAnswer, serveRequests, type Answering } from './request.ts';
export { watch, type Watch, type WatchOptions } from './watch.ts';
