import { events, feeds, requests, serviceOf } from '../catalogue.ts';
import { namesOf } from '../names.ts';
import { followersOf } from './asyncapi.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** `docs/events.md`. */
export function eventPage(): string {
  const names = namesOf();
  const sections = events.map(
    (event) => `### ${event.domain}.${event.name}.v${event.version}

${event.summary}

|  |  |
| --- | --- |
| subject | \`${names.eventPattern(event)}\` |
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
Events of one \`subject\` (\`account/<id>\`) arrive in the order in which they were committed.

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

function fieldsOf(data: Parameters<typeof jsonSchemaOf>[0]): string {
  const { properties = {} } = jsonSchemaOf(data) as { properties?: Record<string, unknown> };
  return Object.keys(properties)
    .map((field) => `\`${field}\``)
    .join(', ');
}
