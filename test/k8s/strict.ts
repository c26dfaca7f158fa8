import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root, type Manifest } from './manifest.ts';

const run = promisify(execFile);

/** Where the types of an API group are, when not with Kubernetes' own. */
const GROUPS: Readonly<Record<string, string>> = {
  'external-secrets.io': '@kubernetes-models/external-secrets',
  'keda.sh': '@kubernetes-models/keda',
  'monitoring.coreos.com': '@kubernetes-models/prometheus-operator',
  'postgresql.cnpg.io': '@kubernetes-models/cloudnative-pg',
};

/** No package has these; what we use of them is compared with a list of our own. */
const UNPUBLISHED: Readonly<Record<string, ReadonlySet<string>>> = {
  ObjectStore: new Set(['retentionPolicy', 'configuration']),
};

/**
 * What is wrong with manifests: fields that do not exist, are missing, or have the wrong type, by the
 * compiler; and values out of bounds, by the schemas.
 */
export async function faultsOf(manifests: readonly Manifest[]): Promise<string[]> {
  const published = manifests.filter(({ kind }) => !UNPUBLISHED[kind]);
  const unknown = manifests.flatMap(({ kind, spec }) =>
    Object.keys(UNPUBLISHED[kind] ? spec : {})
      .filter((field) => !UNPUBLISHED[kind]?.has(field))
      .map((field) => `${kind}: ${field}`),
  );
  const [fields, values] = await Promise.all([
    compile(published),
    Promise.all(published.map(outOfBounds)),
  ]);
  return [...unknown, ...fields, ...values.flat()];
}

function moduleOf({ apiVersion, kind }: Manifest): string {
  const [group = ''] = apiVersion.split('/');
  return `${GROUPS[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/** TypeScript refuses literals with fields that their type has not. */
async function compile(manifests: readonly Manifest[]): Promise<string[]> {
  const cache = join(root, 'node_modules/.cache/signalos');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'manifests-'));
  const file = join(folder, 'manifests.mts');
  const lines = manifests.map((manifest, index) => {
    const type = `import('${moduleOf(manifest)}').I${manifest.kind}`;
    return `export const m${index}: ${type} = ${JSON.stringify(manifest, null, 1)};`;
  });
  const options = ['--ignoreConfig', '--strict', '--skipLibCheck', '--module', 'nodenext'];
  try {
    await writeFile(file, lines.join('\n'));
    await run(join(root, 'node_modules/.bin/tsc'), ['--noEmit', ...options, file]);
    return [];
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (!stdout) throw error;
    return stdout.split('\n').filter((line) => line.includes('error TS'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

type Model = new (manifest: Manifest) => { validate(): void };

async function outOfBounds(manifest: Manifest): Promise<string[]> {
  const { kind, metadata } = manifest;
  const models = (await import(moduleOf(manifest))) as Record<string, Model>;
  const Kind = models[kind];
  if (!Kind) return [`${kind}: nobody knows it`];
  try {
    new Kind(manifest).validate();
    return [];
  } catch (error) {
    return [`${kind} ${metadata.name}: ${String(error)}`];
  }
}
