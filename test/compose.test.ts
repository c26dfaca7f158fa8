import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { permissionsOf, passwordVariable } from '@signalos/contracts/documents';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { GatewayConfig } from '../services/gateway/src/config.ts';
import { SCHEMAS, services, servicesWithDatabase } from './configurations.ts';

const root = join(import.meta.dirname, '..');
const source = (path: string) => readFileSync(join(root, path), 'utf8');

/** Some of it; the rest is compared as it is. */
interface Container {
  readonly image: string;
  readonly user?: string;
  readonly privileged?: boolean;
  readonly healthcheck?: { readonly test?: readonly string[] };
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
}

/** What Compose makes of it where nobody sets a variable: the defaults. */
const { services: containers, volumes } = parse(
  source('docker-compose.yml').replaceAll(/\$\{\w+:-([^}]*)\}/g, '$1'),
  { merge: true },
) as { services: Readonly<Record<string, Container>>; volumes: Readonly<Record<string, null>> };

const dockerfile = source('deploy/Dockerfile');
/** The stage that becomes the image. */
const stage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
const PORT = /\bPORT=(\d+)/.exec(stage)?.[1] ?? '';

function container(name: string): Container {
  const found = containers[name];
  if (!found) throw new Error(`There is no container ${name}`);
  return found;
}

const environmentOf = (name: string) => container(name).environment ?? {};
const waitsFor = (name: string, other: string) => container(name).depends_on?.[other]?.condition;
const databasePassword = (service: string) =>
  `${service.toUpperCase().replaceAll('-', '_')}_DATABASE_PASSWORD`;

/** The gateway's metrics are not for whoever reaches its port. */
function metricsPortOf(service: string): string {
  if (service !== 'gateway') return PORT;
  return String(GatewayConfig.parse({ PORT, ...environmentOf(service) }).metricsPort);
}

const last = (text: string, line: RegExp) => text.match(line)?.at(-1);

const ours = Object.keys(containers).filter((name) =>
  container(name).image.startsWith('signalos/'),
);
const jobs = ['provision', ...servicesWithDatabase.map((name) => `migrate-${name}`)];

describe('docker-compose.yml', () => {
  it('has a container of every service and a migration of every database, and no more of ours', () => {
    expect(ours.toSorted()).toEqual([...services, ...jobs].toSorted());
    for (const name of services) {
      expect(container(name)).toMatchObject({
        image: `signalos/${name}`,
        build: { context: '.', dockerfile: 'deploy/Dockerfile', args: { SERVICE: name } },
      });
    }
  });

  it('starts a service when its database is migrated, and its place on the bus made', () => {
    for (const name of services) {
      expect(waitsFor(name, 'provision'), name).toBe('service_completed_successfully');
    }
    for (const name of servicesWithDatabase) {
      const migration = `migrate-${name}`;
      expect(waitsFor(name, migration), name).toBe('service_completed_successfully');
      expect(waitsFor(migration, 'postgres'), migration).toBe('service_healthy');
      expect(container(migration).image).toBe(`signalos/${name}`);
      expect(environmentOf(migration)).toEqual({
        DATABASE_URL: environmentOf(name)['DATABASE_URL'],
      });
    }
    expect(container('postgres').healthcheck?.test).toBeDefined();
  });

  it('has jobs run a file of the image', () => {
    for (const name of jobs) {
      const [program, file = ''] = container(name).command ?? [];
      expect(program, name).toBe('node');
      expect(existsSync(join(root, 'services/auth', file)), `${name}: ${file}`).toBe(true);
    }
  });

  it.each(services)('tells %s all that it must know, and nothing that it does not ask', (name) => {
    const environment = environmentOf(name);
    const told = Object.keys(environment).filter((key) => !key.startsWith('OTEL_'));
    const asked = Object.keys(SCHEMAS[name]?.in.shape ?? {});
    expect(told.filter((key) => !asked.includes(key))).toEqual([]);
    expect(SCHEMAS[name]?.safeParse({ PORT, ...environment }).error).toBeUndefined();
    expect(environment['OTEL_SERVICE_NAME']).toBe(name);
  });

  it('gives the bus the password of every user, and each service its own', () => {
    const known = environmentOf('nats');
    const users = permissionsOf().map(({ user }) => user);
    expect(Object.keys(known).toSorted()).toEqual(users.map(passwordVariable).toSorted());
    for (const name of services) {
      expect(environmentOf(name)['NATS_PASSWORD'], name).toBe(known[passwordVariable(name)]);
    }
  });

  it('gives every service with a database a role with its password', () => {
    const { SERVICES, POSTGRES_PASSWORD: _, ...passwords } = environmentOf('postgres');
    expect(SERVICES?.split(' ').toSorted()).toEqual(servicesWithDatabase);
    expect(Object.keys(passwords).toSorted()).toEqual(
      servicesWithDatabase.map(databasePassword).toSorted(),
    );
    for (const name of servicesWithDatabase) {
      const url = environmentOf(name)['DATABASE_URL'];
      expect(url, name).toBe(
        `postgres://${name}:${passwords[databasePassword(name)]}@postgres/${name}`,
      );
    }
  });

  it('has the gateway pass on to every service', () => {
    const upstreams = environmentOf('gateway')['UPSTREAMS']?.split(',').toSorted();
    const others = services.filter((name) => name !== 'gateway');
    expect(upstreams).toEqual(others.map((name) => `${name}=http://${name}:${PORT}`));
  });

  it('has Prometheus read the metrics of every service', () => {
    const { scrape_configs: scrapes } = parse(source('deploy/observability/prometheus.yaml')) as {
      scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[];
    };
    const targets = scrapes
      .filter(({ job_name: name }) => name === 'signalos')
      .flatMap(({ static_configs: sets }) => sets.flatMap((set) => set.targets));
    expect(targets.toSorted()).toEqual(services.map((name) => `${name}:${metricsPortOf(name)}`));
  });

  it('addresses containers that are there, on the port they listen on', () => {
    const portsOf: Readonly<Record<string, string>> = { nats: '4222', collector: '4318' };
    for (const name of services) {
      const { NATS_URL, AUTH_JWKS_URL, OTEL_EXPORTER_OTLP_ENDPOINT } = environmentOf(name);
      for (const text of [NATS_URL, AUTH_JWKS_URL, OTEL_EXPORTER_OTLP_ENDPOINT]) {
        const { hostname, port } = new URL(text ?? '');
        expect(Object.keys(containers), text).toContain(hostname);
        expect(port, text).toBe(portsOf[hostname] ?? PORT);
      }
    }
  });

  it('mounts what is there', () => {
    for (const name of Object.keys(containers)) {
      for (const volume of container(name).volumes ?? []) {
        const [from = ''] = volume.split(':');
        const isThere = from.startsWith('./') ? existsSync(join(root, from)) : from in volumes;
        expect(isThere, `${name}: ${from}`).toBe(true);
      }
    }
  });
});

describe('a container of ours', () => {
  it.each(ours)('%s writes nothing but /tmp, and cannot become more than it is', (name) => {
    expect(container(name)).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(Object.keys(container(name))).not.toContain('cap_add');
    expect(container(name).privileged).not.toBe(true);
  });

  it.each(ours)('%s runs as the user of its image, who is not root', (name) => {
    expect(container(name).user).toBeUndefined();
    expect(stage.match(/^USER .*$/gm)).toEqual(['USER node']);
  });

  it('finds what Node kept of the sources, which it keeps for each user apart', () => {
    const [builder = ''] = dockerfile.split("import('./src/service.ts')");
    for (const line of [/^USER .*$/gm, /\bNODE_COMPILE_CACHE=\S+/g]) {
      expect(last(builder, line)).toBeDefined();
      expect(last(builder, line)).toBe(last(stage, line));
    }
  });

  it.each(services)('%s is asked whether it is ready', (name) => {
    expect(container(name).healthcheck).toBeUndefined(); // The image's own holds.
    const check = /^HEALTHCHECK [\s\S]*?\n {2}CMD (.*)$/m.exec(stage)?.[1];
    expect(check).toContain('/health/ready');
    expect(source('packages/http/src/operations.ts')).toContain(`'/health/ready'`);
  });
});
