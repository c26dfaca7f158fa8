import { parseArgs } from 'node:util';
import { JetStreamApiCodes, JetStreamApiError, jetstream } from '@nats-io/jetstream';
import { connect, errors } from '@nats-io/transport-node';

// A stranger's program: it has a user of its own on the bus, which may read violations and nothing
// else, and needs no line of SignalOS. It prints each event as one line of JSON, goes on where it
// stopped the last time, and ends by SIGTERM or Ctrl-C. In a checkout, or as a copy of this file beside
// the two packages that it imports:
//
//   NATS_URL=nats://… NATS_PASSWORD=… npm run --silent subscribe
//   … npm run --silent subscribe -- --replay     what an operator has set to be read anew, to its end

const USER = 'subscriber';
const STREAM = 'EVT_COMPLIANCE';
const DURABLE = 'subscriber-violations-v1';

const { NATS_URL: url = 'nats://localhost:4222', NATS_PASSWORD: pass = '' } = process.env;
const { replay } = parseArgs({
  options: { replay: { type: 'boolean', default: false } },
}).values;

const { host: servers } = new URL(url);
const durable = replay ? `${DURABLE}-replay` : DURABLE;

const nats = await connect({
  servers,
  user: USER,
  pass,
  inboxPrefix: `_INBOX_${USER}`,
}).catch((error: unknown) => {
  if (error instanceof errors.AuthorizationError) {
    stop(`NATS at ${servers} refuses the user ${USER}: is NATS_PASSWORD his?`);
  }
  stop(`No NATS at ${servers}: does NATS_URL say where it is? (${String(error)})`);
});
const place = await jetstream(nats)
  .consumers.get(STREAM, durable)
  .catch((error: unknown) => {
    const code = error instanceof JetStreamApiError && error.code;
    if (code !== JetStreamApiCodes.ConsumerNotFound) throw error;
    const command = replay ? `subscribers replay ${DURABLE} --since <time>` : 'provision';
    stop(`There is no ${durable}. An operator sets it: npm run bus -- ${command}`);
  });
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

function stop(reason: string): never {
  console.error(reason);
  process.exit(1);
}
