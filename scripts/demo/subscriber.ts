import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

// A stranger's program: it has a user of its own on the bus, which may read violations and nothing
// else, and needs no line of SignalOS. It prints each event as one line of JSON.
//
//   NATS_URL=nats://… NATS_PASSWORD=… node scripts/demo/subscriber.ts

const { NATS_URL: url = 'nats://localhost:4222', NATS_PASSWORD: pass = '' } = process.env;
const nats = await connect({
  servers: new URL(url).host,
  user: 'subscriber',
  pass,
  inboxPrefix: '_INBOX_subscriber',
});
const violations = await jetstream(nats).consumers.get(
  'EVT_COMPLIANCE',
  'subscriber-violations-v1',
);
const messages = await violations.consume();
process.once('SIGTERM', () => void messages.close());
console.log(JSON.stringify({ ready: true }));

for await (const message of messages) {
  console.log(message.string());
  message.ack();
}
await nats.close();
