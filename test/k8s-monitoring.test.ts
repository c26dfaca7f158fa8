import { execFileSync, spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createMetrics, renderMetrics } from '@signalos/runtime';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { canRender } from './k8s/kubectl.ts';
import { render, root, type Manifest } from './k8s/manifest.ts';

const monitoring = join(root, 'k8s/components/monitoring');
const NATS_WITH_SYNC = [2, 10] as const;

/** Of others: kube-state-metrics, and CloudNativePG. */
const FOREIGN = new Set([
  'kube_deployment_status_replicas_unavailable',
  'cnpg_backends_total',
  'cnpg_pg_settings_setting',
]);

interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly labels?: { readonly severity: string };
  readonly annotations?: { readonly summary: string; readonly runbook: string };
}

interface Dashboard {
  readonly uid: string;
  readonly panels: readonly {
    readonly title: string;
    readonly targets: readonly { readonly expr: string }[];
  }[];
}

const ruleFile = parse(readFileSync(join(monitoring, 'rules.yaml'), 'utf8')) as Manifest;
const rules = (ruleFile.spec['groups'] as { rules: Rule[] }[]).flatMap((group) => group.rules);
const alerts = rules.filter(({ alert }) => alert !== undefined);

const dashboards = globSync('dashboards/*.json', { cwd: monitoring }).map((file) => ({
  name: basename(file, '.json'),
  ...(JSON.parse(readFileSync(join(monitoring, file), 'utf8')) as Dashboard),
}));

/** What is not a metric in an expression: labels, words of the language, texts, durations. */
const NO_METRIC =
  /"[^"]*"|\{|\}|\[[^\]]*\]|\b(?:by|on|ignoring|group_left)\s*\([^)]*\)|\b(?:and|or|unless|offset)\b/g;

/** Names in an expression that are followed by neither `(` nor an operator on labels. */
function metricsIn(expression: string): string[] {
  const bare = expression.replaceAll(/\{[^}]*\}/g, ' ').replaceAll(NO_METRIC, ' ');
  return [...bare.matchAll(/(?<![\w:$.])([a-z_][\w:]*)(?![\w:]*\s*\()/gi)]
    .map(([, name = '']) => name)
    .filter((name) => name.includes('_') || name.includes(':'));
}

/** Every metric that the code defines, and those of each process. */
async function exported(): Promise<Set<string>> {
  const files = globSync('{packages,services}/*/src/**/*.ts', {
    cwd: root,
    exclude: (path) => path.includes('generated') || path.endsWith('.test.ts'),
  });
  const defined = files.flatMap((file) =>
    [
      ...readFileSync(join(root, file), 'utf8').matchAll(
        /new (Gauge|Counter|Histogram)\(\{[^}]*?\bname: '(\w+)'|\bgauge\(\s*'(\w+)'/g,
      ),
    ].flatMap(([, kind, name, gauge]) => series(kind, name ?? gauge ?? '')),
  );
  const ofProcess = await renderMetrics(createMetrics());
  const lines = [...ofProcess.matchAll(/^(\w+)[ {]/gm)].map(([, name = '']) => name);
  return new Set([...defined, ...lines]);
}

const series = (kind: string | undefined, name: string): string[] =>
  kind === 'Histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];

describe('alerts and dashboards', () => {
  it('ask for metrics that the code exports', async () => {
    const known = await exported();
    expect(known.size).toBeGreaterThan(40);
    const recorded = new Set(rules.flatMap(({ record }) => (record ? [record] : [])));
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...dashboards.flatMap(({ panels }) =>
        panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
      ),
    ].flatMap(metricsIn);

    expect(new Set(asked).size).toBeGreaterThan(30);
    expect(
      asked.filter((name) => !known.has(name) && !recorded.has(name) && !FOREIGN.has(name)),
    ).toEqual([]);
  });

  it('leave out no metric of ours', async () => {
    const known = [...(await exported())].filter((name) => !/^(nodejs|process)_/.test(name));
    const expressions = JSON.stringify([rules, dashboards]);
    const unseen = known.filter(
      (name) => !expressions.includes(name.replace(/_(bucket|count|sum)$/, '')),
    );
    expect(unseen).toEqual([]);
  });

  it('say what is wrong, how bad it is, and which page helps', () => {
    for (const { alert, labels, annotations } of alerts) {
      expect(labels?.severity, alert).toMatch(/^(critical|warning)$/);
      expect(annotations?.summary, alert).toBeTruthy();
    }
    const pages = alerts.map(({ annotations }) => annotations?.runbook ?? 'none');
    expect(pages.toSorted()).toEqual(globSync('docs/runbooks/*.md', { cwd: root }).toSorted());
  });

  it('have one page each, that bears the name of the alert', () => {
    for (const { alert = '', annotations } of alerts) {
      const page = readFileSync(join(root, annotations?.runbook ?? ''), 'utf8');
      expect(page.split('\n')[0]).toBe(`# ${alert}`);
      for (const heading of ['## What it means', '## How to look', '## What to do']) {
        expect(page, alert).toContain(`\n${heading}\n`);
      }
    }
  });

  it('name commands that exist', () => {
    const usage = readFileSync(join(root, 'packages/messaging/src/main.ts'), 'utf8');
    const pages = globSync('{docs/runbooks/*,k8s/README}.md', { cwd: root });
    const commands = pages.flatMap((file) => [
      ...readFileSync(join(root, file), 'utf8').matchAll(/pnpm bus ([a-z-]+)(?: ([a-z]+))?/g),
    ]);
    expect(commands.length).toBeGreaterThan(5);
    for (const [text, area, action] of commands) {
      expect(usage, text).toContain(`case '${[area, action].filter(Boolean).join(' ')}'`);
    }
  });

  it('fit into what Grafana reads, under names of their own', () => {
    expect(dashboards.map(({ name }) => name).toSorted()).toEqual(['bus', 'gateway', 'service']);
    for (const { name, uid, panels } of dashboards) {
      expect(uid).toBe(`signalos-${name}`);
      expect(panels.length).toBeGreaterThan(5);
      expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
    }
  });

  it.skipIf(!canRender())('reach Grafana by the label that it looks for', async () => {
    const maps = (await render('production')).filter(
      ({ metadata }) => metadata.labels?.['grafana_dashboard'] === '1',
    );
    expect(maps).toHaveLength(dashboards.length);
  });

  const promtool = spawnSync('promtool', ['--version']).status === 0;
  it.skipIf(!promtool)(
    'are rules that promtool accepts, and that do what their tests say',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'signalos-rules-'));
      await writeFile(join(folder, 'rules.json'), JSON.stringify(ruleFile.spec));
      await copyFile(join(monitoring, 'rules.test.yaml'), join(folder, 'rules.test.yaml'));
      const run = (...args: string[]) => execFileSync('promtool', args, { cwd: folder }).toString();

      expect(run('check', 'rules', 'rules.json')).toContain('SUCCESS');
      expect(run('test', 'rules', 'rules.test.yaml')).toContain('SUCCESS');
      await rm(folder, { recursive: true });
    },
  );
  if (!promtool) console.warn('NOT CHECKED: there is no promtool here (Debian: prometheus)');
});

const natsVersion = /v(\d+)\.(\d+)/.exec(
  String(spawnSync('nats-server', ['--version']).stdout), // Null where it is missing.
);

describe.skipIf(!natsVersion)('the configuration of NATS', () => {
  const environment = {
    ...process.env,
    POD_NAME: 'nats-0',
    ROUTES: '[nats://route:secret@nats-0:6222, nats://route:secret@nats-1:6222]',
    ...Object.fromEntries(
      ['OPERATOR', 'GATEWAY', 'AUTH', 'COMPLIANCE', 'OFFLINE_SYNC', 'SUBSCRIBER', 'ROUTE'].map(
        (user) => [`NATS_PASSWORD_${user}`, 'secret'],
      ),
    ),
  };

  /** Without the lines that this server is too old for. */
  async function check(file: string): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'signalos-nats-'));
    const text = await readFile(join(root, 'deploy/nats', file), 'utf8');
    const [major = 0, minor = 0] = natsVersion?.slice(1).map(Number) ?? [];
    const isOld = major === NATS_WITH_SYNC[0] && minor < NATS_WITH_SYNC[1];
    const lines = text.split('\n').filter((line) => !isOld || !line.includes('# since 2.10'));
    await writeFile(join(folder, file), lines.join('\n'));
    await copyFile(join(root, 'deploy/nats/permissions.conf'), join(folder, 'permissions.conf'));
    const { stderr } = spawnSync('nats-server', ['-t', '-c', join(folder, file)], {
      env: environment,
    });
    await rm(folder, { recursive: true });
    return stderr.toString();
  }

  it.each(['nats.conf', 'cluster.conf'])('%s is what the server understands', async (file) => {
    expect(await check(file)).toContain('is valid');
  });
});
