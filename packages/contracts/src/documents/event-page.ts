import { consumers, events, feeds, requests, serviceOf } from '../catalogue.ts';
import type { ConsumerContract } from '../consumer.ts';
import { namesOf } from '../names.ts';
import { followersOf } from './asyncapi.ts';
import { jsonSchemaOf } from './json-schema.ts';

const names = namesOf();

/** `docs/events.md`. */
export function eventPage(): string {
  const sections = events.map(
    (event) => `### ${event.domain}.${event.name}.v${event.version}

${event.summary}

|  |  |
| --- | --- |
| type | [\`${event.type}\`](schemas/${event.type}.json) |
| NATS subject | \`${names.eventPattern(event)}\` |
| stream | \`${names.stream(event.domain)}\` |
| announced by | ${serviceOf(event.domain)} |
| followed by | ${followersOf(event).join(', ') || 'nobody yet'} |
| shown to the user | ${event.audience === 'user' ? 'yes, the one in `userId`' : 'no'} |
| data | ${fieldsOf(event.data)} |
`,
  );

  return `# Events

Generated from \`packages/contracts\` by \`pnpm gen\`. JSON Schemas are in [schemas/](schemas), the AsyncAPI
document in [asyncapi.json](asyncapi.json).

Every event is a CloudEvents 1.0 object in JSON, delivered at least once: act once by its \`id\`.
Events of one CloudEvents \`subject\` (such as \`account/<id>\`) are first delivered in the order in which
they were committed. The last part of a NATS subject is the tenant, \`main\` by default.

## Subscribing

[subscribers.md](subscribers.md) is the guide for whoever follows from outside;
[subscriber.ts](../scripts/demo/subscriber.ts) is a whole subscriber, without a line of SignalOS.

1. Connect to NATS with your user and password, and with the inbox prefix \`_INBOX_<user>\`: replies to any
   other inbox are denied.
2. Take messages from your durable, by its name and its stream's. It is there already. You may look at it,
   take from it and acknowledge; all else is denied ([permissions.conf](../deploy/nats/permissions.conf)).
3. Read an event by the schema of its \`type\`. Pass over fields that you do not know. Acknowledge events
   that you do not handle: a durable for several events gets everything in its stream.
4. Acknowledge an event when its effect is stored. Without that it comes again after 15 s, as often as it
   takes; 256 may be open at once. The same \`id\` is the same event: remember ids for as long as the stream
   keeps events, which is 7 days.
5. What comes again may come behind newer events of its subject. If their order matters to you, handle one at
   a time, try again without letting go of it, and say \`working()\` meanwhile. Nobody takes an event from you
   that you can never handle: put it aside and acknowledge it. SignalOS's own services do all that
   ([decision 8](adr/0008-consumers.md)).

A new durable begins with the oldest event that the stream still has. How to get one is in
[CONTRIBUTING.md](../CONTRIBUTING.md#add-an-event).

| durable | user | stream | lets through |
| --- | --- | --- | --- |
${consumers.map(durableRow).join('\n')}

## Events by type

${sections.join('\n')}
## Requests

| subject | asked by | answered by | deadline |
| --- | --- | --- | --- |
${requests.map((request) => `| \`${names.request(request)}\` | ${request.callers.join(', ')} | ${request.service} | ${request.deadlineMs} ms |`).join('\n')}

## Feeds

The newest value only, sent at most once and kept nowhere.

| subject | published by | read by |
| --- | --- | --- |
${feeds.map((feed) => `| \`${names.feed(feed, '*')}\` | ${feed.publisher} | ${feed.subscribers.join(', ')} |`).join('\n')}
`;
}

function durableRow(consumer: ConsumerContract): string {
  const { service, domain } = consumer;
  const cells = [names.durable(consumer), service, names.stream(domain), names.filter(consumer)];
  return `| ${cells.map((cell) => `\`${cell}\``).join(' | ')} |`;
}

function fieldsOf(data: Parameters<typeof jsonSchemaOf>[0]): string {
  const { properties = {} } = jsonSchemaOf(data) as { properties?: Record<string, unknown> };
  return Object.keys(properties)
    .map((field) => `\`${field}\``)
    .join(', ');
}
