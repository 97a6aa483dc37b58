import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Histogram, Metric } from 'prom-client';
import { MemoryConsumerState } from '#libs/messaging';
import { Metrics, watchConsumers, watchJobs, watchNight, watchServiceLines } from '#libs/platform';
import { ROOT, textOf, yamlOf } from './files';

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

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const rules = yamlOf<{ groups: readonly { rules: readonly Rule[] }[] }>('deploy/prometheus/alerts.yml').groups.flatMap(
  (group) => group.rules,
);
const dashboard = JSON.parse(textOf('deploy/dashboards/kvitok.json')) as { panels: readonly Panel[] };
const panels = dashboard.panels.filter(({ type }) => type !== 'row');

/** Labels that Prometheus puts to whatever it collects: `process` by our own configuration. */
const TARGET_LABELS = ['job', 'instance', 'process'];

/** Every metric that a process can have, by name, with its labels. */
function everyMetric(): ReadonlyMap<string, readonly string[]> {
  const metrics = new Metrics();
  metrics.watch({
    store: { head: () => Promise.resolve(0), eventsBehind: () => Promise.resolve(0) },
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
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it('are given for a damaged log, parked keys, lag, and a night that is not done', () => {
    const names = rules.map(({ alert }) => alert);
    for (const name of [
      'KvitokLogDamaged',
      'KvitokParkedKeys',
      'KvitokBusLag',
      'KvitokProjectionLag',
      'KvitokNightNotDone',
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
