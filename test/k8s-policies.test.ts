import { beforeAll, describe, expect, it } from 'vitest';
import { canRender } from './k8s/kubectl.ts';
import {
  containersOf,
  named,
  ofKind,
  overlays,
  renderAll,
  selects,
  workloads,
  type Container,
  type Manifest,
  type Overlay,
  type Selector,
  type Workload,
} from './k8s/manifest.ts';
import { endsOf, mayConnect, policiesFor, policiesOf, type Party } from './k8s/network.ts';

const OWN_IMAGE = /signalos\/(auth|compliance|offline-sync|gateway)/;

const HARDENED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
};

let byOverlay: ReadonlyMap<Overlay, Manifest[]> = new Map();
const hasKubectl = canRender();
beforeAll(async () => {
  if (hasKubectl) byOverlay = await renderAll();
});

const nameOf = ({ manifest }: Workload) => `${manifest.kind} ${manifest.metadata.name}`;

describe.skipIf(!hasKubectl).each(overlays)('in %s', (overlay) => {
  const manifests = () => byOverlay.get(overlay) ?? [];
  const containers = () =>
    workloads(manifests()).flatMap((workload) =>
      containersOf(workload).map((container) => [nameOf(workload), container] as const),
    );
  const containersWhere = (holds: (container: Container) => boolean) =>
    containers()
      .filter(([, container]) => holds(container))
      .map(([name, container]) => `${name}: ${container.name}`);

  const reachedBy = (from: string) => reachable(manifests(), from);

  it('there is what there should be', () => {
    expect(workloads(manifests()).map(nameOf).toSorted()).toEqual([
      'Deployment auth',
      'Deployment compliance',
      'Deployment gateway',
      'Deployment offline-sync',
      'Job migrate-auth',
      'Job migrate-compliance',
      'Job migrate-offline-sync',
      'Job provision',
      'StatefulSet nats',
      ...(overlay === 'dev' ? ['StatefulSet postgres'] : []),
    ]);
  });

  it('everything is in one namespace, which takes restricted pods only', () => {
    const [namespace, ...others] = ofKind(manifests(), 'Namespace');
    expect(others).toEqual([]);
    expect(namespace?.metadata.labels).toMatchObject({
      'pod-security.kubernetes.io/enforce': 'restricted',
    });
    const elsewhere = manifests().filter(
      ({ kind, metadata }) =>
        kind !== 'Namespace' && metadata.namespace !== namespace?.metadata.name,
    );
    expect(elsewhere).toEqual([]);
  });

  it('pods run as nobody in particular, with nothing to talk to Kubernetes with', () => {
    for (const workload of workloads(manifests())) {
      expect(workload.pod, nameOf(workload)).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
    }
  });

  it('containers may do nothing they need not', () => {
    for (const [name, { securityContext }] of containers()) {
      expect(securityContext, name).toEqual(HARDENED);
    }
  });

  it('containers write to /tmp, as they cannot to their image', () => {
    expect(
      containersWhere(({ volumeMounts = [] }) =>
        volumeMounts.every(({ mountPath }) => mountPath !== '/tmp'),
      ),
    ).toEqual([]);
  });

  it('memory is what was asked for, and the CPU is not throttled', () => {
    for (const [name, { resources: { requests = {}, limits = {} } = {} }] of containers()) {
      expect(Object.keys(requests), name).toEqual(['cpu', 'ephemeral-storage', 'memory']);
      expect(Object.keys(limits), name).toEqual(['ephemeral-storage', 'memory']);
      expect(limits['memory'], name).toBe(requests['memory']);
    }
  });

  it('images are those of a version', () => {
    const pinned = /(:(?!latest)[\w.-]+|@sha256:[\da-f]{64})$/;
    expect(containersWhere(({ image }) => !pinned.test(image))).toEqual([]);
    if (overlay === 'dev') return;
    const ours = containers().filter(([, { image }]) => OWN_IMAGE.test(image));
    expect(ours.filter(([, { image }]) => !image.includes('@sha256:'))).toEqual([]);
    expect(ours.length).toBeGreaterThan(0);
  });

  it('what serves is watched: started, alive, ready', () => {
    for (const workload of workloads(manifests(), 'Deployment', 'StatefulSet')) {
      for (const { startupProbe, livenessProbe, readinessProbe } of workload.pod.containers) {
        expect([startupProbe, livenessProbe, readinessProbe], nameOf(workload)).not.toContain(
          undefined,
        );
      }
    }
  });

  it('services roll without a gap', () => {
    for (const { manifest, pod } of workloads(manifests(), 'Deployment')) {
      expect(manifest.spec).toMatchObject({
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 0 } },
      });
      expect(pod.topologySpreadConstraints, manifest.metadata.name).toHaveLength(2);
    }
  });

  it('each service has its Service, budget and scaler, and none selects a pod of a job', () => {
    const jobs = workloads(manifests(), 'Job');
    for (const { manifest, labels } of workloads(manifests(), 'Deployment')) {
      const { name } = manifest.metadata;
      const { selector: matchLabels } = named(manifests(), 'Service', name).spec as {
        selector: Record<string, string>;
      };
      const { selector } = named(manifests(), 'PodDisruptionBudget', name).spec as {
        selector: Selector;
      };
      for (const each of [{ matchLabels }, selector, manifest.spec['selector'] as Selector]) {
        expect(selects(each, labels), name).toBe(true);
        expect(
          jobs.filter((job) => selects(each, job.labels)),
          name,
        ).toEqual([]);
      }
      expect(named(manifests(), 'HorizontalPodAutoscaler', name).spec).toMatchObject({
        scaleTargetRef: { kind: 'Deployment', name },
      });
    }
  });

  it('each of several replicas may be away for a while, but not two', () => {
    const budgets = ofKind(manifests(), 'PodDisruptionBudget');
    for (const { manifest, labels } of workloads(manifests(), 'Deployment', 'StatefulSet')) {
      if (manifest.spec['replicas'] === 1) continue;
      const fitting = budgets.filter(({ spec }) => selects(spec['selector'] as Selector, labels));
      expect(fitting, manifest.metadata.name).toHaveLength(1);
      expect(fitting[0]?.spec['maxUnavailable']).toBe(1);
    }
  });

  it('each pod has a network policy of its own, in a namespace where all else is forbidden', () => {
    const both = ['Ingress', 'Egress'];
    expect(policiesOf(manifests())).toContainEqual({ podSelector: {}, policyTypes: both });
    for (const workload of workloads(manifests())) {
      const policies = policiesFor(manifests(), workload);
      expect(policies, nameOf(workload)).toHaveLength(1);
      expect(policies[0]?.policyTypes).toEqual(both);
    }
  });

  it('no policy lets out, or in, what the one at the other end does not', () => {
    const open = overlay === 'dev' ? OPEN : undefined;
    for (const { manifest } of workloads(manifests())) {
      const from = manifest.metadata.name;
      for (const [to, port] of TARGETS) {
        if (to === from || `${to}:${port}` === open || OUTSIDE[to]) continue;
        const parties = { from: partyOf(manifests(), from), to: partyOf(manifests(), to) };
        const { leaves, enters } = endsOf(policiesOf(manifests()), { ...parties, port });
        expect(leaves, `${from} to ${to}:${port}`).toBe(enters);
      }
    }
  });

  describe('who reaches whom', () => {
    const services = ['auth', 'compliance', 'offline-sync'];

    it('is what the design says', () => {
      const everyone = ['kube-dns:53'];
      const server = [...everyone, 'nats:4222', 'collector:4318'];
      const publicPort = overlay === 'dev' ? ['gateway:3000'] : [];
      const withDatabase = [...server, 'postgres:5432'].toSorted();
      const all = services.map((name) => `${name}:3000`);

      expect(reachedBy('gateway').toSorted()).toEqual([...server, ...all].toSorted());
      expect(reachedBy('auth').toSorted()).toEqual(withDatabase);
      for (const name of ['compliance', 'offline-sync']) {
        expect(reachedBy(name).toSorted()).toEqual([...withDatabase, 'auth:3000'].toSorted());
      }
      for (const name of services) {
        expect(reachedBy(`migrate-${name}`).toSorted()).toEqual([...everyone, 'postgres:5432']);
      }
      expect(reachedBy('provision').toSorted()).toEqual([...everyone, 'nats:4222']);
      expect(reachedBy('prometheus').toSorted()).toEqual(
        [...publicPort, 'gateway:9464', 'nats:8222', ...all].toSorted(),
      );
      expect(reachedBy('stranger')).toEqual(publicPort);
      expect(reachedBy('ingress')).toEqual(['gateway:3000']);
      expect(reachedBy('nats')).toEqual(overlay === 'dev' ? [] : ['kube-dns:53']);
    });
  });
});

/** A pod is known by its labels; of a database that an operator runs, by the label that it gives. */
function partyOf(manifests: readonly Manifest[], name: string): Party {
  const workload = workloads(manifests).find(({ manifest }) => manifest.metadata.name === name);
  const labels = workload?.labels ?? { 'app.kubernetes.io/name': name };
  return OUTSIDE[name] ?? { labels };
}

const reachable = (manifests: readonly Manifest[], from: string): string[] =>
  TARGETS.filter(([to, port]) => {
    const ends = { from: partyOf(manifests, from), to: partyOf(manifests, to) };
    return to !== from && mayConnect(policiesOf(manifests), { ...ends, port });
  }).map(([to, port]) => `${to}:${port}`);

/** In dev, where no ingress controller stands before it. */
const OPEN = 'gateway:3000';

const OUTSIDE: Readonly<Record<string, Party>> = {
  'kube-dns': { labels: { 'k8s-app': 'kube-dns' }, namespace: 'kube-system' },
  collector: { labels: {}, namespace: 'observability' },
  prometheus: { labels: {}, namespace: 'monitoring' },
  ingress: { labels: {}, namespace: 'ingress-nginx' },
  stranger: { labels: {}, namespace: 'default' },
};

const TARGETS: readonly (readonly [string, number])[] = [
  ['kube-dns', 53],
  ['collector', 4318],
  ['auth', 3000],
  ['compliance', 3000],
  ['offline-sync', 3000],
  ['gateway', 3000],
  ['gateway', 9464],
  ['nats', 4222],
  ['nats', 6222],
  ['nats', 8222],
  ['postgres', 5432],
];
