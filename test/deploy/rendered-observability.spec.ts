import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Histogram, Metric } from 'prom-client';
import { MemoryEventStore } from '#libs/event-store';
import { MemoryConsumerState } from '#libs/messaging';
import { Metrics, watchConsumers, watchJobs, watchNight, watchServiceLines } from '#libs/platform';
import { manifestsOf, ROOT, textOf, yamlOf } from './files';

/** A place in the tree that the parser makes of a query. */
interface Place {
  readonly name: string;
  readonly type: { readonly isError: boolean };
  readonly from: number;
  readonly to: number;
}

interface Visitor {
  enter(place: Place): void;
  leave(place: Place): void;
}

/** The parser of Prometheus' own pages; its types are those of an ES module, which a CommonJS file cannot name. */
const { parser } = jest.requireActual<{ parser: { parse(text: string): { iterate(visitor: Visitor): void } } }>(
  '@prometheus-io/lezer-promql',
);

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string; readonly runbook: string };
}

interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly containers: readonly { readonly ports?: readonly { readonly containerPort: number }[] }[] };
}

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

function rulesOf(file: string): readonly Rule[] {
  const { groups } = yamlOf<{ groups: readonly { rules: readonly Rule[] }[] }>(`deploy/prometheus/${file}`);
  return groups.flatMap((group) => group.rules);
}

/** Those of every mode, and by mode those that know which processes there have to be. */
const shared = rulesOf('alerts.yml');
const missing = { distributed: rulesOf('alerts-distributed.yml'), embedded: rulesOf('alerts-embedded.yml') };
const rules = [...shared, ...missing.distributed, ...missing.embedded];
const [scrapeOfTheTrial] = yamlOf<{
  scrape_configs: readonly [{ static_configs: readonly { labels: { process: string } }[] }];
}>('deploy/prometheus/prometheus.yml').scrape_configs;
const dashboard = JSON.parse(textOf('deploy/dashboards/kvitok.json')) as { panels: readonly Panel[] };
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

/** Labels of whatever Prometheus collects: `process` by our own configuration. What a job is called is another's affair. */
const TARGET_LABELS = ['instance', 'process'];

/** Every metric that a process can have, by name, with its labels. */
function everyMetric(): ReadonlyMap<string, readonly string[]> {
  const metrics = new Metrics();
  metrics.watch({
    store: new MemoryEventStore(),
    projector: { lag: () => Promise.resolve([]) },
    consumerState: new MemoryConsumerState(),
    consumers: [],
  });
  watchConsumers(metrics, []);
  watchJobs(metrics, () => Promise.resolve([]));
  watchNight(metrics, () => Promise.resolve(null));
  watchServiceLines(metrics, () => new Map());
  const known = new Map<string, readonly string[]>([['up', []]]);
  for (const { name, labelNames, suffixes } of metrics.registry.getMetricsAsArray().map(shapeOf)) {
    for (const suffix of suffixes)
      known.set(`${name}${suffix}`, suffix === '_bucket' ? [...labelNames, 'le'] : labelNames);
  }
  return known;
}

function shapeOf(metric: unknown): { name: string; labelNames: readonly string[]; suffixes: readonly string[] } {
  const { name, labelNames = [] } = metric as Metric & { name: string; labelNames?: readonly string[] };
  return { name, labelNames, suffixes: metric instanceof Histogram ? ['_bucket', '_sum', '_count'] : [''] };
}

const known = everyMetric();

interface Query {
  /** Each metric that is asked for, with the labels by which it is chosen. */
  readonly chosen: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  readonly groupedBy: readonly string[];
  readonly isWrong: boolean;
}

/** A query of PromQL as Prometheus reads it. */
function read(expr: string): Query {
  // Grafana puts a duration there.
  const text = expr.replaceAll('$__rate_interval', '5m');
  const chosen: { metric: string; labels: string[] }[] = [];
  const groupedBy: string[] = [];
  let isWrong = false;
  let isGrouping = false;
  parser.parse(text).iterate({
    enter({ name, type, from, to }) {
      const word = text.slice(from, to);
      if (type.isError) isWrong = true;
      if (name === 'VectorSelector') chosen.push({ metric: /^\w+/.exec(word)?.[0] ?? '', labels: [] });
      if (name === 'GroupingLabels') isGrouping = true;
      if (name === 'LabelName' && isGrouping) groupedBy.push(word);
      if (name === 'LabelName' && !isGrouping) chosen.at(-1)?.labels.push(word);
    },
    leave({ name }) {
      if (name === 'GroupingLabels') isGrouping = false;
    },
  });
  return { chosen, groupedBy, isWrong };
}

/** What is wrong with a query; nothing where it is right. */
function faultsOf(expr: string): string[] {
  const { chosen, groupedBy, isWrong } = read(expr);
  const labels = [...chosen.flatMap(({ metric }) => known.get(metric) ?? []), ...TARGET_LABELS];
  return [
    ...(isWrong ? ['cannot be read'] : []),
    ...(chosen.length === 0 ? ['asks for nothing'] : []),
    ...chosen.filter(({ metric }) => !known.has(metric)).map(({ metric }) => `there is no metric ${metric}`),
    ...groupedBy.filter((label) => !labels.includes(label)).map((label) => `nothing has the label ${label}`),
    ...chosen.flatMap(({ metric, labels: by }) =>
      by
        .filter((label) => ![...(known.get(metric) ?? []), ...TARGET_LABELS].includes(label))
        .map((label) => `${metric} has no ${label}`),
    ),
  ];
}

describe('a query', () => {
  it.each([
    ['sum(rate(kvitok_no_such_total[5m]))', ['there is no metric kvitok_no_such_total']],
    ['max by (colour) (kvitok_log_head)', ['nothing has the label colour']],
    ['kvitok_bus_parked_keys{projection="x"}', ['kvitok_bus_parked_keys has no projection']],
    ['max(kvitok_log_head', ['cannot be read']],
    ['up{job="kvitok"} == 0', ['up has no job']],
    ['1 + 1', ['asks for nothing']],
  ])('%s is found out', (expr, faults) => {
    expect(faultsOf(expr)).toEqual(faults);
  });
});

it('no metric has a label that Prometheus would rename', () => {
  const taken = [...known].filter(([, labels]) => labels.some((label) => TARGET_LABELS.includes(label)));
  expect(taken).toEqual([]);
});

describe('alerts', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for what there is', (_name, { expr }) => {
    expect(faultsOf(expr)).toEqual([]);
  });

  it('say how urgent they are, what happened, and where it stands what to do', () => {
    const headings = [...textOf('deploy/runbook.md').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .trim()
        .replace(/\s/g, '-'),
    );
    const wrong = rules.filter(({ labels, annotations }) => {
      const [file, anchor = ''] = annotations.runbook.split('#');
      const isFound = file === 'deploy/runbook.md' && headings.includes(anchor);
      return !isFound || !['page', 'ticket'].includes(labels.severity) || annotations.description === '';
    });
    expect(wrong).toEqual([]);
    for (const ofMode of Object.values(missing)) {
      const names = [...shared, ...ofMode].map(({ alert }) => alert);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  const processesOf = (overlay: string) =>
    manifestsOf(overlay)
      .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
      .flatMap(({ spec }) => (spec as { template: PodTemplate }).template)
      .filter(({ metadata }) => metadata.annotations?.['prometheus.io/scrape'] === 'true')
      .map(({ metadata }) => metadata.labels['kvitok.ru/process'] ?? '');
  const inTheTrial = scrapeOfTheTrial.static_configs.map(({ labels }) => labels.process);

  it.each([
    ['distributed', 'the trial', inTheTrial],
    ['distributed', 'the demo', processesOf('demo')],
    ['distributed', 'production', processesOf('production')],
    ['embedded', 'the embedded mode', processesOf('embedded')],
  ] as const)('of the %s mode are given for each process of %s that is not there', (mode, _where, processes) => {
    const absent = missing[mode].flatMap(({ expr }) =>
      [...expr.matchAll(/absent\(up\{process="([\w-]+)"\}\)/g)].map(([, process = '']) => process),
    );
    expect(absent.sort()).toEqual([...processes].sort());
  });

  it('and the dashboard look at all processes of both modes and at nothing else that is up', () => {
    const asked = [
      ...rules.map(({ expr }) => expr),
      ...dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ].flatMap((expr) => [...expr.matchAll(/\bup\b(?!\{process=")(?:\{([^}]*)\})?/g)].map(([, by = '']) => by));
    const all = [...processesOf('production'), ...processesOf('embedded')];
    expect(asked).toHaveLength(3);
    for (const by of asked) {
      expect(/^process=~"([^"]+)"$/.exec(by)?.[1]?.split('|').sort()).toEqual([...all].sort());
    }
  });

  it('are loaded by the Prometheus of the trial from the folder that it is given', () => {
    const { rule_files } = yamlOf<{ rule_files: readonly string[] }>('deploy/prometheus/prometheus.yml');
    expect(textOf('docker-compose.yml')).toContain('./deploy/prometheus:/etc/prometheus:ro');
    expect(rule_files).toEqual(['/etc/prometheus/alerts.yml', '/etc/prometheus/alerts-distributed.yml']);
  });

  it('are given for a damaged log, parked keys, lag, a night that is not done, and messages that are not taken', () => {
    const names = rules.map(({ alert }) => alert);
    for (const name of [
      'KvitokLogDamaged',
      'KvitokParkedKeys',
      'KvitokBusLag',
      'KvitokProjectionLag',
      'KvitokNightNotDone',
      'KvitokNobodyTakesMessages',
      'KvitokTakesNoMessages',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('are given for every figure that is looked up and may be unknown, by exactly one of them', () => {
    const unknown = rules.filter(({ expr }) => expr.includes('kvitok_figure_unknown'));
    const lookedUp = [...known.keys()].filter((name) => /^kvitok_(log|projection|bus|job|night|service)_/.test(name));
    expect(lookedUp).toContain('kvitok_log_head');
    for (const figure of lookedUp) {
      const asking = unknown.filter(
        ({ expr }) =>
          expr.includes(`{figure="${figure}"}`) || (/\{figure!="/.test(expr) && !expr.includes(`"${figure}"`)),
      );
      expect({ figure, alerts: asking.length }).toEqual({ figure, alerts: 1 });
    }
  });
});

describe('the scrape in Kubernetes', () => {
  interface Relabelling {
    readonly source_labels: readonly string[];
    readonly separator?: string;
    readonly regex?: string;
    readonly action?: 'keep' | 'drop';
    readonly target_label?: string;
  }
  type Labels = Readonly<Record<string, string>>;
  const [{ relabel_configs }] = yamlOf<readonly [{ relabel_configs: readonly Relabelling[] }]>(
    'deploy/prometheus/kubernetes.yml',
  );

  /** What Prometheus makes of a pod by our rules; null where it does not keep it. */
  function relabelled(labels: Labels): Labels | null {
    return relabel_configs.reduce<Labels | null>(
      (known, { source_labels, separator = ';', regex, action, target_label = '' }) => {
        if (known === null) return null;
        const value = source_labels.map((name) => known[name] ?? '').join(separator);
        // As Prometheus does it: the whole value.
        const isMeant = new RegExp(`^(?:${regex ?? '.*'})$`).test(value);
        if (action === 'keep') return isMeant ? known : null;
        if (action === 'drop') return isMeant ? null : known;
        return { ...known, [target_label]: value };
      },
      labels,
    );
  }

  /** What Prometheus knows of a pod that it has found. */
  function foundAs({ metadata }: PodTemplate, phase = 'Running'): Labels {
    const meta = (kind: string, given: Labels = {}) =>
      Object.entries(given).map(([name, value]): [string, string] => {
        return [`__meta_kubernetes_pod_${kind}_${name.replace(/\W/g, '_')}`, value];
      });
    return {
      __address__: '10.0.0.1:1',
      __metrics_path__: '/',
      __meta_kubernetes_pod_ip: '10.0.0.1',
      __meta_kubernetes_pod_phase: phase,
      ...(Object.fromEntries([
        ...meta('label', metadata.labels),
        ...meta('annotation', metadata.annotations),
      ]) as Labels),
    };
  }

  it.each(['embedded', 'demo', 'production'])(
    '%s finds each process by its name at a port that it has, and nothing else',
    (overlay) => {
      const templates = manifestsOf(overlay)
        .filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind))
        .map(({ spec }) => (spec as { template: PodTemplate }).template);
      const found = templates.flatMap((template) => {
        const labels = relabelled(foundAs(template));
        return labels === null ? [] : [{ labels, template }];
      });
      const ours = templates.filter(({ metadata }) => metadata.labels['kvitok.ru/kind'] !== 'store');
      expect(found.map(({ labels }) => labels['process'])).toEqual(
        ours.map(({ metadata }) => metadata.labels['kvitok.ru/process']),
      );
      for (const { labels, template } of found) {
        const ports = template.spec.containers.flatMap((container) => container.ports ?? []);
        expect(ports.map(({ containerPort }) => `10.0.0.1:${containerPort}`)).toContain(labels['__address__']);
        expect(labels['__metrics_path__']).toBe('/metrics');
      }
    },
  );

  it('passes over pods that have ended, and over no other', () => {
    const [template] = manifestsOf('production')
      .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'billing')
      .map(({ spec }) => (spec as { template: PodTemplate }).template);
    const found = (phase: string) => relabelled(foundAs(template as PodTemplate, phase))?.['process'];
    // One that does not answer has to be seen as down.
    for (const phase of ['Pending', 'Running', 'Unknown']) expect([phase, found(phase)]).toEqual([phase, 'billing']);
    for (const phase of ['Succeeded', 'Failed']) expect([phase, found(phase)]).toEqual([phase, undefined]);
  });

  it('is what the runbook says to load, with the alerts of both modes and the dashboard', () => {
    const files = [
      'deploy/prometheus/kubernetes.yml',
      'deploy/prometheus/alerts.yml',
      'alerts-distributed.yml',
      'alerts-embedded.yml',
      'deploy/dashboards/kvitok.json',
    ];
    const section = /^## Figures and alerts\n(.*?)^## /ms.exec(textOf('deploy/runbook.md'))?.[1] ?? '';
    expect(files.filter((file) => !section.includes(`\`${file}\``))).toEqual([]);
    expect(section).toContain('`kvitok.ru/process` into the label **`process`**');
  });
});

describe('the dashboard', () => {
  const targets = panels.flatMap(({ title, targets: own = [] }) => own.map(({ expr }) => [title, expr] as const));

  it.each(targets)('«%s» asks for what there is: %s', (_title, expr) => {
    expect(faultsOf(expr)).toEqual([]);
  });

  it('shows every metric of ours', () => {
    const asked = new Set(targets.flatMap(([, expr]) => read(expr).chosen.map(({ metric }) => metric)));
    const ours = new Set([...known.keys()].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    const shown = new Set([...asked].map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    const hidden = [...ours].filter((name) => !shown.has(name) && !/^kvitok_(nodejs|process)_/.test(name));
    // Shown by its positions, and made for whatever scales by it.
    expect(hidden).toEqual(['kvitok_bus_lag_messages']);
  });

  it('has panels of different numbers, none without a question', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    expect(panels.filter(({ targets: own = [] }) => own.length === 0)).toEqual([]);
  });

  it('is found by the provisioning of the trial, over the data source that it names', () => {
    const provider = yamlOf<{ providers: readonly { options: { path: string } }[] }>(
      'deploy/grafana/provisioning/dashboards/kvitok.yml',
    );
    const compose = textOf('docker-compose.yml');
    expect(compose).toContain(`./deploy/dashboards:${provider.providers[0]?.options.path ?? '?'}:ro`);
    const source = yamlOf<{ datasources: readonly { uid: string; type: string }[] }>(
      'deploy/grafana/provisioning/datasources/prometheus.yml',
    );
    expect(source.datasources[0]).toMatchObject({ uid: 'prometheus', type: 'prometheus' });
    expect(existsSync(join(ROOT, 'deploy/dashboards/kvitok.json'))).toBe(true);
  });
});
