import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';
import { kustomize } from './kubectl.ts';

export const root = join(import.meta.dirname, '../..');
const k8s = join(root, 'k8s');

export const overlays = ['dev', 'staging', 'production'] as const;
export type Overlay = (typeof overlays)[number];

type Labels = Readonly<Record<string, string>>;

export interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

interface KeyRef {
  readonly name: string;
  readonly key: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly secretKeyRef?: KeyRef; readonly configMapKeyRef?: KeyRef };
  }[];
  readonly envFrom?: readonly {
    readonly configMapRef?: { readonly name: string };
    readonly secretRef?: { readonly name: string };
  }[];
  readonly resources?: {
    readonly requests?: Labels;
    readonly limits?: Labels;
  };
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly sleep?: { readonly seconds: number } } };
  readonly securityContext?: object;
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly exec?: object;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly automountServiceAccountToken?: boolean;
  readonly enableServiceLinks?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: object;
  readonly topologySpreadConstraints?: readonly object[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly emptyDir?: object;
    readonly secret?: {
      readonly secretName: string;
      readonly items?: readonly { readonly key: string }[];
    };
    readonly configMap?: { readonly name: string };
  }[];
}

/** What kustomize renders; `spec` has other fields, of which tests read their own. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Labels;
  };
  readonly data?: Labels;
  readonly spec: Readonly<Record<string, unknown>>;
}

/** A thing that runs pods: its labels are those of its pods. */
export interface Workload {
  readonly manifest: Manifest;
  readonly labels: Labels;
  readonly pod: PodSpec;
}

const readManifests = (text: string): Manifest[] =>
  parseAllDocuments(text).map((document) => joined(document.toJS() as Manifest));

/** Kustomize breaks the lines of long secrets, which Kubernetes does not mind, and schemas do. */
function joined(manifest: Manifest): Manifest {
  if (manifest.kind !== 'Secret') return manifest;
  const entries = Object.entries(manifest.data ?? {});
  const data = Object.fromEntries(entries.map(([key, text]) => [key, text.replace(/\s/g, '')]));
  return { ...manifest, data };
}

/** An overlay, with components beside its own. */
export async function render(overlay: Overlay, more: readonly string[] = []): Promise<Manifest[]> {
  const folder = await mkdtemp(join(tmpdir(), 'signalos-k8s-'));
  const at = (path: string) => relative(folder, join(k8s, path));
  try {
    const kustomization = {
      resources: [at(`overlays/${overlay}`)],
      components: more.map((name) => at(`components/${name}`)),
    };
    await writeFile(join(folder, 'kustomization.yaml'), stringify(kustomization));
    return readManifests(await kustomize(folder));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** What each overlay renders to. */
export async function renderAll(): Promise<ReadonlyMap<Overlay, Manifest[]>> {
  const byOverlay = new Map<Overlay, Manifest[]>();
  for (const overlay of overlays) byOverlay.set(overlay, await render(overlay));
  return byOverlay;
}

const components = readdirSync(join(k8s, 'components'));

/** Two ways to the same thing. */
const RIVALS = [new Set(['postgres', 'cloudnative-pg'])];

/** What an overlay does not have yet and could have: nothing of it, each by itself, and all. */
export function combinationsFor(overlay: Overlay): string[][] {
  const text = readFileSync(join(k8s, 'overlays', overlay, 'kustomization.yaml'), 'utf8');
  const own = (parse(text) as { components: string[] }).components.map(
    (path) => path.split('/').at(-1) ?? '',
  );
  const isFree = (name: string) =>
    !own.includes(name) && !RIVALS.some((set) => set.has(name) && own.some((has) => set.has(has)));
  const free = components.filter(isFree);
  return [[], ...free.map((name) => [name]), ...(free.length > 1 ? [free] : [])];
}

export const ofKind = (manifests: readonly Manifest[], ...kinds: readonly string[]): Manifest[] =>
  manifests.filter(({ kind }) => kinds.includes(kind));

export function named(manifests: readonly Manifest[], kind: string, name: string): Manifest {
  const found = manifests.find((each) => each.kind === kind && each.metadata.name === name);
  if (!found) throw new Error(`There is no ${kind} ${name}`);
  return found;
}

interface PodTemplate {
  readonly metadata: { readonly labels: Labels };
  readonly spec: PodSpec;
}

export function workloads(manifests: readonly Manifest[], ...kinds: readonly string[]): Workload[] {
  const wanted = kinds.length > 0 ? kinds : ['Deployment', 'StatefulSet', 'Job'];
  return ofKind(manifests, ...wanted).map((manifest) => {
    const { metadata, spec } = manifest.spec['template'] as PodTemplate;
    return { manifest, labels: metadata.labels, pod: spec };
  });
}

export const containersOf = ({ pod }: Workload): Container[] => [
  ...(pod.initContainers ?? []),
  ...pod.containers,
];

export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels) {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => {
      const has = values.includes(labels[key] ?? '');
      return operator === 'In' ? has : operator === 'NotIn' && !has;
    })
  );
}

/** What a container gets from ConfigMaps, the later over the earlier. */
export function configurationOf(manifests: readonly Manifest[], container: Container): Labels {
  const data = (container.envFrom ?? []).flatMap(({ configMapRef }) =>
    configMapRef ? [named(manifests, 'ConfigMap', configMapRef.name).data ?? {}] : [],
  );
  return Object.assign({}, ...data) as Labels;
}
