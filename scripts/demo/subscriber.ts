import { parseArgs } from 'node:util';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';

// A stranger's program: it has a user of its own on the bus, which may read violations and nothing
// else, and needs no line of SignalOS. It prints each event as one line of JSON, goes on where it
// stopped the last time, and ends by SIGTERM or Ctrl-C.
//
//   NATS_URL=nats://… NATS_PASSWORD=… npm run --silent subscribe
//   … npm run --silent subscribe -- --replay     what an operator has set to be read anew, to its end

const STREAM = 'EVT_COMPLIANCE';
const DURABLE = 'subscriber-violations-v1';

const { NATS_URL: url = 'nats://localhost:4222', NATS_PASSWORD: pass = '' } = process.env;
const { replay } = parseArgs({
  options: { replay: { type: 'boolean', default: false } },
}).values;

const nats = await connect({
  servers: new URL(url).host,
  user: 'subscriber',
  pass,
  inboxPrefix: '_INBOX_subscriber',
});
const place = await jetstream(nats).consumers.get(STREAM, replay ? `${DURABLE}-replay` : DURABLE);
const { num_pending: ahead, num_ack_pending: underWay } = await place.info();
const messages = await place.consume();
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => void messages.close());
}
if (replay && ahead + underWay === 0) void messages.close();
console.log(JSON.stringify({ ready: true }));

for await (const message of messages) {
  console.log(message.string());
  message.ack(); // When its effect is stored: until then, it comes again.
  if (replay && message.info.pending === 0) break;
}
await nats.drain(); // Sends the last acknowledgement.
