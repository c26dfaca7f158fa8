import { consumers, domains, events, feeds, requests, serviceOf, WATCHER } from '../catalogue.ts';
import type { ConsumerContract } from '../consumer.ts';
import { namesOf, type Names } from '../names.ts';
import type { RequestContract } from '../request.ts';

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
  const users = new Users(namesOf(namespace));
  grantEvents(users);
  for (const consumer of consumers) grantConsumer(users, consumer);
  for (const request of requests) grantRequest(users, request);
  for (const feed of feeds) {
    users.get(feed.publisher).publish.add(users.names.feed(feed, '*'));
    for (const name of feed.subscribers) {
      users.get(name).subscribe.add(users.names.feed(feed, '*'));
    }
  }
  return users.list();
}

interface Grants {
  readonly publish: Set<string>;
  readonly subscribe: Set<string>;
  replies: boolean;
}

class Users {
  readonly names: Names;
  readonly #grants = new Map<string, Grants>();

  constructor(names: Names) {
    this.names = names;
  }

  /** Everyone may read the replies to what he asks; more has to be granted. */
  get(name: string): Grants {
    const known = this.#grants.get(name);
    if (known) return known;
    const subscribe = new Set([`${this.names.inbox(name)}.>`]);
    const grants = { publish: new Set<string>(), subscribe, replies: false };
    this.#grants.set(name, grants);
    return grants;
  }

  list(): Permissions[] {
    return [...this.#grants].map(([user, { publish, subscribe, replies }]) => ({
      user,
      publish: [...publish].toSorted(),
      subscribe: [...subscribe].toSorted(),
      replies,
    }));
  }
}

function grantEvents(users: Users): void {
  const { names } = users;
  for (const event of events) {
    users.get(serviceOf(event.domain)).publish.add(names.eventPattern(event));
  }
  const operator = users.get(OPERATOR).publish.add('$JS.API.>').add('$JS.ACK.>');
  const watcher = users.get(WATCHER).publish;
  for (const domain of domains) {
    operator.add(names.domainPattern(domain));
    watcher.add(`$JS.API.STREAM.INFO.${names.stream(domain)}`);
    for (const action of ['CREATE', 'DELETE', 'INFO', 'MSG.NEXT']) {
      watcher.add(`$JS.API.CONSUMER.${action}.${names.stream(domain)}.>`);
    }
  }
}

function grantConsumer(users: Users, consumer: ConsumerContract): void {
  const { names } = users;
  const { publish } = users.get(consumer.service);
  const stream = names.stream(consumer.domain);
  const isOutside = consumer.tenant !== undefined;
  const places = [names.durable(consumer), ...(isOutside ? [names.replay(consumer)] : [])];
  for (const place of places) {
    publish.add(`$JS.API.CONSUMER.INFO.${stream}.${place}`);
    publish.add(`$JS.API.CONSUMER.MSG.NEXT.${stream}.${place}`);
    publish.add(`$JS.ACK.${stream}.${place}.>`);
  }
  if (isOutside) return;
  publish.add(`$JS.API.DIRECT.GET.${stream}`);
  publish.add(names.deadLetterSubject(consumer));
}

function grantRequest(users: Users, request: RequestContract): void {
  const subject = users.names.request(request);
  const answering = users.get(request.service);
  answering.subscribe.add(subject);
  answering.replies = true;
  for (const caller of request.callers) users.get(caller).publish.add(subject);
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
