import { describe, expect, it } from 'vitest';
import { canRender } from './k8s/kubectl.ts';
import { combinationsFor, overlays, render, type Manifest } from './k8s/manifest.ts';
import { faultsOf } from './k8s/strict.ts';

describe.skipIf(!canRender())('what kustomize renders', () => {
  const rendered = overlays.flatMap((overlay) =>
    combinationsFor(overlay).map((more) => ({ overlay, more })),
  );

  it('is something for every overlay, with every component it may have', async () => {
    const counts = new Map<string, number>();
    for (const { overlay, more } of rendered) {
      counts.set([overlay, ...more].join(' + '), (await render(overlay, more)).length);
    }
    expect(counts.size).toBe(rendered.length);
    expect([...counts].filter(([, count]) => count < 20)).toEqual([]);
  });

  it('has no field that does not exist, and none of the wrong type', async () => {
    const all = new Map<string, Manifest>();
    for (const overlay of overlays) {
      const fullest = combinationsFor(overlay).at(-1);
      for (const manifest of await render(overlay, fullest)) {
        all.set(JSON.stringify(manifest), manifest);
      }
    }
    expect(await faultsOf([...all.values()])).toEqual([]);
  });

  it('would not pass with a field that does not exist', async () => {
    const [manifest] = (await render('dev')).filter(({ kind }) => kind === 'Deployment');
    const text = JSON.stringify(manifest);
    const misspelt = JSON.parse(text.replaceAll('readinessProbe', 'readinesProbe')) as Manifest;
    const mistyped = JSON.parse(text.replaceAll('"maxSurge":1', '"maxSurge":true')) as Manifest;

    expect(await faultsOf([misspelt])).toEqual([expect.stringContaining('readinesProbe')]);
    expect(await faultsOf([mistyped])).not.toEqual([]);
  });
});
