import { consumers, events, feeds, requests, serviceOf, WATCHER } from '../catalogue.ts';
import type { EventContract } from '../event.ts';
import { namesOf } from '../names.ts';
import { jsonSchemaOf } from './json-schema.ts';

const names = namesOf();

/** An AsyncAPI 3 document of everything on the bus; what its NATS bindings lack is in `x-jetstream-…`. */
export function asyncApi(): object {
  return withComponents({
    asyncapi: '3.0.0',
    info: {
      title: 'SignalOS events and requests',
      version: '1.0.0',
      description:
        'Events are CloudEvents 1.0 in structured JSON, delivered at least once and in commit order per `subject`.',
    },
    defaultContentType: 'application/json',
    channels: {
      ...fromEntries(events, (event) => [event.type, eventChannel(event)]),
      ...fromEntries(requests, (request) => [
        `rpc.${request.service}.${request.method}`,
        {
          address: names.request(request),
          description: request.summary,
          messages: {
            request: { payload: jsonSchemaOf(request.request, 'input') },
            reply: { payload: jsonSchemaOf(request.reply) },
          },
          'x-deadline-ms': request.deadlineMs,
        },
      ]),
      ...fromEntries(feeds, (feed) => [
        `feed.${feed.name}`,
        {
          address: names.feed(feed, '{topic}'),
          description: feed.summary,
          parameters: { topic: {} },
          messages: { value: { payload: jsonSchemaOf(feed.data) } },
        },
      ]),
    },
    operations: {
      ...fromEntries(events, (event) => [
        `${serviceOf(event.domain)}.send.${event.type}`,
        { action: 'send', channel: channelRef(event.type) },
      ]),
      ...Object.fromEntries(consumers.flatMap(receiveOperations)),
      ...fromEntries(requests, (request) => [
        `${request.service}.answer.${request.method}`,
        { action: 'receive', channel: channelRef(`rpc.${request.service}.${request.method}`) },
      ]),
    },
  });
}

/** A payload brings its own `$defs`, but `#` is the whole document here: they become components. */
function withComponents(document: object): object {
  const schemas: Record<string, unknown> = {};
  const text = JSON.stringify({ ...document, components: { schemas } }, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || !('$defs' in value)) return value;
    const { $defs, ...rest } = value;
    Object.assign(schemas, $defs);
    return rest;
  });
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as object;
}

function eventChannel(event: EventContract): object {
  return {
    address: names.eventPattern(event).replace(/\*$/, '{tenant}'),
    description: event.summary,
    parameters: { tenant: { description: 'The tenant; `main` by default.' } },
    messages: {
      event: {
        name: event.type,
        contentType: 'application/cloudevents+json',
        payload: jsonSchemaOf(event.schema),
      },
    },
    'x-jetstream-stream': names.stream(event.domain),
    'x-audience': event.audience,
  };
}

function receiveOperations(consumer: (typeof consumers)[number]): [string, object][] {
  const durable = names.durable(consumer);
  return consumer.events.map(({ type }) => [
    `${durable}.receive.${type}`,
    {
      action: 'receive',
      channel: channelRef(type),
      'x-jetstream-consumer': {
        stream: names.stream(consumer.domain),
        durable,
        filterSubject: names.filter(consumer),
      },
    },
  ]);
}

/** Who follows an event: services by their durables, and the one that watches every stream. */
export function followersOf(event: EventContract): string[] {
  const durables = consumers.filter((consumer) => consumer.events.includes(event));
  return [...durables.map(({ service }) => service), WATCHER];
}

const channelRef = (name: string) => ({ $ref: `#/channels/${name.replaceAll('/', '~1')}` });

function fromEntries<T>(items: readonly T[], entry: (item: T) => [string, object]) {
  return Object.fromEntries(items.map(entry));
}
