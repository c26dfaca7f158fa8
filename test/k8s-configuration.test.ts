import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consumers, domains, namesOf } from '@signalos/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { SCHEMAS, services, servicesWithDatabase } from './configurations.ts';
import { canRender } from './k8s/kubectl.ts';
import {
  configurationOf,
  containersOf,
  named,
  ofKind,
  overlays,
  renderAll,
  root,
  workloads,
  type Container,
  type Manifest,
  type Overlay,
  type PodSpec,
} from './k8s/manifest.ts';

/** Beside its pool: the place of a consumer, and one that asks for it. */
const CONNECTIONS_BESIDE_POOL = 2;
/** For operators, replication and monitoring. */
const CONNECTIONS_KEPT = 20;
/** Telemetry waits so long for its collector, and the bus until it is drained. */
const AFTER_REQUESTS_S = 10;
const SECRETS = '/run/secrets/signalos/';

let byOverlay: ReadonlyMap<Overlay, Manifest[]> = new Map();
const hasKubectl = canRender();
beforeAll(async () => {
  if (hasKubectl) byOverlay = await renderAll();
});

const source = (path: string) => readFileSync(join(root, path), 'utf8');

/** The variables that are read from files, and the keys of the secret that holds them. */
const filesOf = ({ env = [] }: Container) =>
  env.flatMap(({ name, value = '' }) =>
    name.endsWith('_FILE') ? [{ name: name.slice(0, -'_FILE'.length), path: value }] : [],
  );

/** The keys of a Secret, wherever it comes from. */
function keysOf(manifests: readonly Manifest[], name: string): string[] {
  const has = (kind: string) => manifests.find((m) => m.kind === kind && m.metadata.name === name);
  const generated = has('Secret');
  if (generated) return Object.keys(generated.data ?? {});
  const external = has('ExternalSecret')?.spec as
    { target?: { template: { data: object } }; data?: { secretKey: string }[] } | undefined;
  if (external?.target) return Object.keys(external.target.template.data);
  if (external) return (external.data ?? []).map(({ secretKey }) => secretKey);
  // Of the operator's making, for its cluster of that name.
  return manifests.some((m) => m.kind === 'Cluster' && name === `${m.metadata.name}-ca`)
    ? ['ca.crt']
    : [];
}

/** Every key of every secret that a pod refers to. */
function secretsOf(pod: PodSpec): { secret: string; key: string }[] {
  const all = [...(pod.initContainers ?? []), ...pod.containers];
  const variables = all.flatMap(({ env = [] }) =>
    env.flatMap(({ valueFrom }) =>
      valueFrom?.secretKeyRef
        ? [{ secret: valueFrom.secretKeyRef.name, key: valueFrom.secretKeyRef.key }]
        : [],
    ),
  );
  const files = (pod.volumes ?? []).flatMap(({ name, secret }) => {
    if (!secret) return [];
    const mounted = all
      .flatMap(filesOf)
      .flatMap(({ path }) => (name === 'secrets' ? [path.slice(SECRETS.length)] : []));
    const keys = secret.items?.map(({ key }) => key) ?? mounted;
    return keys.map((key) => ({ secret: secret.secretName, key }));
  });
  return [...variables, ...files];
}

describe.skipIf(!hasKubectl).each(overlays)('in %s', (overlay) => {
  const manifests = () => byOverlay.get(overlay) ?? [];
  const deployments = () =>
    workloads(manifests(), 'Deployment').map((workload) => {
      const [container] = workload.pod.containers;
      if (!container) throw new Error('A deployment has a container');
      const { name } = workload.manifest.metadata;
      return { name, container, config: configurationOf(manifests(), container), ...workload };
    });

  it('there is a deployment of every service, and a migration of every database', () => {
    expect(deployments().map(({ name }) => name)).toEqual(services);
    const jobs = workloads(manifests(), 'Job').map(({ manifest }) => manifest.metadata.name);
    expect(jobs).toEqual(
      expect.arrayContaining(servicesWithDatabase.map((name) => `migrate-${name}`)),
    );
  });

  it('a service is told all that its schema asks for, and nothing else', () => {
    for (const { name, container, config } of deployments()) {
      const told = Object.keys(config).filter((key) => !key.startsWith('OTEL_'));
      const secret = filesOf(container).map((file) => file.name);
      const asked = Object.keys(SCHEMAS[name]?.in.shape ?? {});
      expect([...told, ...secret].toSorted(), name).toEqual(asked.toSorted());
    }
  });

  it('what it is told is valid', () => {
    for (const { name, config } of deployments()) {
      const secrets = {
        DATABASE_URL: `postgres://${name}:secret@postgres:5432/${name}`,
        NATS_PASSWORD: 'secret',
        AUTH_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
        AUTH_PEPPER: Buffer.alloc(32).toString('base64'),
        AUDIT_SIGNING_KEY: 'MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
      };
      expect(SCHEMAS[name]?.safeParse({ ...config, ...secrets }).error, name).toBeUndefined();
    }
  });

  it('every secret that a pod refers to is there, with that key', () => {
    for (const { manifest, pod } of workloads(manifests())) {
      for (const { secret, key } of secretsOf(pod)) {
        expect(keysOf(manifests(), secret), `${manifest.metadata.name}: ${secret}`).toContain(key);
      }
    }
  });

  it('the secrets that are generated are valid ones', () => {
    for (const { name, config, pod } of deployments()) {
      const secret = pod.volumes?.find((volume) => volume.name === 'secrets')?.secret?.secretName;
      if (overlay !== 'dev') continue;
      const data = Object.entries(named(manifests(), 'Secret', secret ?? '').data ?? {});
      const values = Object.fromEntries(
        data.map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]),
      );
      expect(SCHEMAS[name]?.safeParse({ ...config, ...values }).error, name).toBeUndefined();
    }
  });

  it('the servers of the bus know the password of every user', () => {
    const used = source('deploy/nats/permissions.conf').matchAll(/\$(NATS_PASSWORD_\w+)/g);
    const [nats] = workloads(manifests(), 'StatefulSet').filter(
      ({ manifest }) => manifest.metadata.name === 'nats',
    );
    const secret = nats?.pod.containers[0]?.envFrom?.[0]?.secretRef?.name ?? '';
    expect(keysOf(manifests(), secret)).toEqual(
      expect.arrayContaining([...used].map(([, variable]) => variable)),
    );
  });

  it('what jobs and gates run is a file of the repository', () => {
    const commands = workloads(manifests())
      .flatMap(containersOf)
      .flatMap(({ command }) => (command?.[0] === 'node' ? [command] : []));
    // Three migrations, three gates before servers, the provisioning.
    expect(commands).toHaveLength(7);
    for (const [, file = ''] of commands) {
      expect(existsSync(join(root, 'services/auth', file)), file).toBe(true);
    }
    const streams = named(manifests(), 'Job', 'provision').spec as unknown as {
      template: { spec: PodSpec };
    };
    const options = streams.template.spec.containers[0]?.args ?? [];
    const flags = options.filter((text) => text.startsWith('--')).map((text) => text.slice(2));
    expect(flags).toEqual(['replicas', 'stream-bytes']);
    for (const flag of flags) {
      expect(source('packages/messaging/src/main.ts')).toMatch(new RegExp(`'?${flag}'?: \\{ type`));
    }
  });

  it('ports agree with what the code listens on', () => {
    for (const { name, container, config } of deployments()) {
      const ports = Object.fromEntries(
        (container.ports ?? []).map((port) => [port.name, port.containerPort]),
      );
      const metrics = config['METRICS_PORT'];
      expect(ports, name).toEqual({
        http: Number(config['PORT']),
        ...(metrics && { metrics: Number(metrics) }),
      });
    }
  });

  it('addresses are those of Services, with that port', () => {
    const ports = new Map(
      ofKind(manifests(), 'Service').map(({ metadata, spec }) => [
        metadata.name,
        (spec['ports'] as { port: number }[]).map(({ port }) => port),
      ]),
    );
    for (const { config } of deployments()) {
      const upstreams = (config['UPSTREAMS'] ?? '').split(',').map((text) => text.split('=')[1]);
      const urls = [config['NATS_URL'], config['AUTH_JWKS_URL'], ...upstreams];
      for (const url of urls.flatMap((text) => (text ? [new URL(text)] : []))) {
        expect(ports.get(url.hostname), url.href).toContain(Number(url.port));
      }
    }
  });

  it('probes ask for what the code answers, and wait as long as it may take', () => {
    const routes = source('packages/http/src/operations.ts');
    for (const { container } of deployments()) {
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
        const path = container[probe]?.httpGet?.path ?? 'none';
        expect(routes).toContain(`'${path}'`);
        expect(path).toBe(probe === 'readinessProbe' ? '/health/ready' : '/health/live');
      }
    }
  });

  it('a pod is given the time that it takes to stop', () => {
    const limit = /CLOSE_TIMEOUT_MS = ([\d_]+)/.exec(source('packages/http/src/listen.ts'))?.[1];
    const closeS = Number(limit?.replace('_', '')) / 1_000;
    for (const { name, container, config, pod } of deployments()) {
      const notice = container.lifecycle?.preStop?.sleep?.seconds ?? Number.NaN;
      const drainS = Number(config['DRAIN_DELAY_MS']) / 1_000;
      expect(notice, name).toBeGreaterThanOrEqual(5);
      expect(drainS, name).toBeGreaterThanOrEqual(5);
      expect(pod.terminationGracePeriodSeconds ?? 30, name).toBeGreaterThanOrEqual(
        notice + drainS + closeS + AFTER_REQUESTS_S,
      );
    }
  });

  it('all replicas there may be find connections to the database', () => {
    const wanted = deployments().flatMap(({ name, config }) => {
      const scaler = named(manifests(), 'HorizontalPodAutoscaler', name).spec;
      const replicas = Number(scaler['maxReplicas']) + 1; // The one that rolls in.
      const pool = Number(config['DATABASE_POOL_MAX'] ?? Number.NaN);
      return Number.isNaN(pool) ? [] : [replicas * (pool + CONNECTIONS_BESIDE_POOL)];
    });
    expect(wanted).toHaveLength(3);
    const offered = /max_connections["':=\s]+(\d+)/.exec(JSON.stringify(manifests()))?.[1];
    expect(wanted.reduce((a, b) => a + b)).toBeLessThanOrEqual(Number(offered) - CONNECTIONS_KEPT);
  });

  it('streams are as many times there as there are servers, and fit on their disks', () => {
    const nats = named(manifests(), 'StatefulSet', 'nats').spec as unknown as {
      replicas: number;
      volumeClaimTemplates: { spec: { resources: { requests: { storage: string } } } }[];
    };
    const { spec } = named(manifests(), 'Job', 'provision');
    const { containers } = (spec['template'] as { spec: PodSpec }).spec;
    const [, replicas, , bytes] = containers[0]?.args ?? [];
    const disk = nats.volumeClaimTemplates[0]?.spec.resources.requests.storage ?? '';
    const diskBytes = Number.parseInt(disk) * 1024 ** 3;
    const streams = domains.length + 1; // The dead letters.

    expect(Number(replicas)).toBe(overlay === 'dev' ? 1 : 3);
    expect(nats.replicas).toBe(Number(replicas));
    expect(streams * Number(bytes)).toBeLessThanOrEqual(diskBytes);
    if (overlay === 'dev') return;
    const store = /max_file_store: (\d+)GB/.exec(source('deploy/nats/cluster.conf'))?.[1];
    expect(Number(store) * 1e9).toBeGreaterThan(streams * Number(bytes));
    expect(Number(store) * 1e9).toBeLessThan(diskBytes);
  });
});

it('KEDA looks at a durable that exists, on its stream', () => {
  const { spec } = parse(source('k8s/components/keda/compliance.yaml')) as {
    spec: { triggers: { type: string; metadata: { stream: string; consumer: string } }[] };
  };
  const names = namesOf();
  const known = consumers.map((each) => ({
    stream: names.stream(each.domain),
    consumer: names.durable(each),
  }));
  for (const { type, metadata } of spec.triggers) {
    if (type !== 'nats-jetstream') continue;
    expect(known).toContainEqual({ stream: metadata.stream, consumer: metadata.consumer });
  }
});
