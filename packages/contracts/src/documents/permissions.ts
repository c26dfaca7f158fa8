import { consumers, domains, events, feeds, requests, serviceOf, WATCHER } from '../catalogue.ts';
import { namesOf } from '../names.ts';

/** What one NATS user may do; everything else is denied. */
export interface Permissions {
  readonly user: string;
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  /** Whether it may answer requests, to whatever inbox they name. */
  readonly replies: boolean;
}

/** Creates streams and durables, replays and redrives. Never a running service. */
export const OPERATOR = 'operator';

/** The least each service needs, worked out from the catalogue. */
export function permissionsOf(namespace?: string): Permissions[] {
  const names = namesOf(namespace);
  const users = new Map<
    string,
    { publish: Set<string>; subscribe: Set<string>; replies: boolean }
  >();

  function user(name: string) {
    let entry = users.get(name);
    if (!entry) {
      entry = {
        publish: new Set(),
        subscribe: new Set([`${names.inbox(name)}.>`]),
        replies: false,
      };
      users.set(name, entry);
    }
    return entry;
  }

  for (const event of events) user(serviceOf(event.domain)).publish.add(names.eventPattern(event));
  for (const consumer of consumers) {
    const { publish } = user(consumer.service);
    const place = `${names.stream(consumer.domain)}.${names.durable(consumer)}`;
    publish.add(`$JS.API.CONSUMER.INFO.${place}`);
    publish.add(`$JS.API.CONSUMER.MSG.NEXT.${place}`);
    publish.add(`$JS.ACK.${place}.>`);
    if (consumer.outside) continue;
    publish.add(`$JS.API.DIRECT.GET.${names.stream(consumer.domain)}`);
    publish.add(names.deadLetterSubject(consumer));
  }
  for (const request of requests) {
    const answering = user(request.service);
    answering.subscribe.add(names.request(request));
    answering.replies = true;
    for (const caller of request.callers) user(caller).publish.add(names.request(request));
  }
  for (const feed of feeds) {
    user(feed.publisher).publish.add(names.feed(feed, '*'));
    for (const name of feed.subscribers) user(name).subscribe.add(names.feed(feed, '*'));
  }
  for (const domain of domains) {
    const { publish } = user(WATCHER);
    for (const action of ['CREATE', 'DELETE', 'INFO', 'MSG.NEXT']) {
      publish.add(`$JS.API.CONSUMER.${action}.${names.stream(domain)}.>`);
    }
    publish.add(`$JS.API.STREAM.INFO.${names.stream(domain)}`);
  }

  const operator = user(OPERATOR);
  operator.publish.add('$JS.API.>').add('$JS.ACK.>');
  for (const domain of domains) operator.publish.add(names.domainPattern(domain));

  return [...users].map(([name, { publish, subscribe, replies }]) => ({
    user: name,
    publish: [...publish].toSorted(),
    subscribe: [...subscribe].toSorted(),
    replies,
  }));
}

/** `compliance` → `NATS_PASSWORD_COMPLIANCE`: where the server's configuration finds its password. */
export function passwordVariable(user: string): string {
  return `NATS_PASSWORD_${user.toUpperCase().replaceAll('-', '_')}`;
}

/** The `authorization` block of a nats-server configuration, valid since 2.9. */
export function natsAuthorization(namespace?: string): string {
  const blocks = permissionsOf(namespace).map(
    ({ user, publish, subscribe, replies }) => `    {
      user: ${JSON.stringify(user)}
      password: $${passwordVariable(user)}
      permissions: {
        publish: { allow: [${list(publish)}] }
        subscribe: { allow: [${list(subscribe)}] }${replies ? '\n        allow_responses: { max: 1, expires: "10s" }' : ''}
      }
    }`,
  );
  return `# Generated from packages/contracts by \`pnpm gen\`. Do not edit.
authorization {
  default_permissions: { publish: { deny: [">"] }, subscribe: { deny: [">"] } }
  users: [
${blocks.join('\n')}
  ]
}
`;
}

const list = (subjects: readonly string[]) =>
  subjects.map((subject) => JSON.stringify(subject)).join(', ');
