import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  asyncApi,
  eventPage,
  messageSchemas,
  natsAuthorization,
} from '@signalos/contracts/documents';
import type { ErrorContract, ErrorFactory } from '@signalos/errors';
import {
  commonErrors,
  errorsOf,
  mergeOpenApi,
  openApi,
  statusOf,
  type Route,
} from '@signalos/http';
import { parse } from 'yaml';
import { rulePage } from '../services/compliance/src/remedies/rule-page.ts';
import { ruleExamples } from '../services/compliance/test/rule-examples.ts';

// Writes every file that follows from code: `pnpm gen`. With --check it writes nothing, and fails if
// a file is not what it would write.

const root = join(import.meta.dirname, '..');
const SCHEMAS = 'docs/schemas';

interface Service {
  readonly name: string;
  readonly routes: readonly Pick<Route, 'spec'>[];
  /** Beside those of its routes. */
  readonly errors: readonly ErrorFactory[];
}

/** Routes are documented without being served, so they need nothing to work on. */
async function readServices(): Promise<Service[]> {
  const files = globSync('services/*/src/routes.ts', { cwd: root }).toSorted();
  return Promise.all(
    files.map(async (file) => {
      const module = (await import(pathToFileURL(join(root, file)).href)) as {
        routes: (deps: object) => Pick<Route, 'spec'>[];
        errors?: readonly ErrorFactory[];
      };
      const { routes, errors = [] } = module;
      return { name: file.split('/')[1] ?? '', routes: routes({}), errors };
    }),
  );
}

async function wanted(): Promise<Map<string, string>> {
  const services = await readServices();
  const documents = services.map(({ name, routes }) => openApi({ title: name, routes }));
  return new Map([
    ['deploy/nats/permissions.conf', natsAuthorization()],
    ['deploy/observability/rules.json', json(alertRules())],
    ['docs/events.md', eventPage()],
    ['docs/problems.md', problemPage(services)],
    ['docs/rules.md', rulePage(ruleExamples())],
    ['docs/asyncapi.json', json(asyncApi())],
    ['docs/openapi.json', json(mergeOpenApi('SignalOS', documents))],
    ...[...messageSchemas()].map(
      ([name, schema]) => [`${SCHEMAS}/${name}.json`, json(schema)] as const,
    ),
  ]);
}

/** `docs/problems.md`: each code once, whichever routes may answer with it. */
function problemPage(services: readonly Service[]): string {
  const routes = services.flatMap((service) => service.routes);
  const factories = [
    ...Object.values(commonErrors),
    ...services.flatMap(({ errors }) => errors),
    ...routes.flatMap(({ spec }) => errorsOf(spec)),
  ];
  const contracts = new Map<string, ErrorContract>(
    factories.map(({ contract }) => [contract.code, contract]),
  );
  const rows = [...contracts.values()]
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .map(
      ({ kind, code, summary, fix }) => `| \`${code}\` | ${statusOf(kind)} | ${summary} | ${fix} |`,
    );

  return `# Problems

Generated from the errors that the code defines, by \`pnpm gen\`.

Every error is an RFC 9457 object of type \`application/problem+json\` with a stable \`code\`; \`type\` is
\`urn:signalos:problem:<code>\`. Branch on \`code\`, show \`detail\`, report \`requestId\`.
An order that compliance refuses is no error, but a decision: why it may be is in [rules.md](rules.md).

| code | status | what has happened | what to do |
| --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** The rules of Kubernetes' Prometheus, for one without its operator. */
function alertRules(): object {
  const file = join(root, 'k8s/components/monitoring/rules.yaml');
  const { spec } = parse(readFileSync(file, 'utf8')) as { spec: object };
  return spec;
}

const json = (value: object) => `${JSON.stringify(value, null, 2)}\n`;

function differing(files: ReadonlyMap<string, string>): string[] {
  const read = (file: string) =>
    existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : undefined;
  const stale = [...files].filter(([file, content]) => read(file) !== content);
  const orphans = globSync(`${SCHEMAS}/*.json`, { cwd: root }).filter((file) => !files.has(file));
  return [...stale.map(([file]) => file), ...orphans];
}

function write(files: ReadonlyMap<string, string>): void {
  rmSync(join(root, SCHEMAS), { recursive: true, force: true });
  for (const [file, content] of files) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), content);
  }
}

const files = await wanted();
const changed = differing(files);
if (!process.argv.includes('--check')) {
  write(files);
  console.log(changed.length > 0 ? `Wrote ${changed.join(', ')}` : 'Nothing new');
} else if (changed.length > 0) {
  console.error(`Not what \`pnpm gen\` would write: ${changed.join(', ')}`);
  process.exitCode = 1;
}
