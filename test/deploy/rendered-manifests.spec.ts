import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES, vaultsOf } from '#services/app';
import {
  KEYS_OF_VAULTS,
  readAcquiringSettings,
  readServingDistributedSettings,
  readGatewaySettings,
  readNeighbours,
  readSettings,
  SEALING_KEYS,
} from '#libs/platform';
import { ARCHIVE_BYTES_MAX } from '../../services/back-office/api/package-import';
import { FORM_BYTES_BESIDES } from '../../services/back-office/api/upload';
import { REGISTRY_BYTES_MAX } from '../../services/payments/domain/registries/registry-check';
import { REQUEST_BYTES_LIMIT } from '../../services/resident/api/upload-turns';
import { ATTACHMENT_BYTES_LIMIT, ATTACHMENTS_LIMIT } from '../../services/support/domain/conversation.decider';
import { builtFilesIn, knownVariables, Manifest, manifestsOf, PINNED_IMAGE, ROOT, sourceOf, textOf } from './files';

interface Container {
  readonly name: string;
  readonly image: string;
  readonly args?: readonly string[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: ValueFrom }[];
  readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
  readonly securityContext: object;
  readonly resources: { readonly requests?: object; readonly limits?: object };
  readonly [probe: string]: unknown;
}

interface ValueFrom {
  readonly secretKeyRef?: { readonly name: string; readonly key: string; readonly optional?: boolean };
}

interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: { readonly containers: readonly Container[] } & Readonly<Record<string, unknown>>;
}

const variables = new Set([...knownVariables(), 'NIGHT_TIME_ZONE']);
const runbook = textOf('deploy/runbook.md');

const keysOfService = (asked: string) =>
  vaultsOf(SERVICES.filter(({ name }) => name === asked)).flatMap((vault) =>
    KEYS_OF_VAULTS[vault].map(({ variable }) => variable),
  );
/** As the code has declared it; the night charges and closes, the sample is imported with names. */
const KEYS_OF_PODS: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(SERVICES.map(({ name }) => [name, keysOfService(name)])),
  night: [],
  sample: ['KVITOK_PERSON_MASTER_KEY'],
};

function templateOf({ kind, spec }: Manifest): PodTemplate | null {
  if (['Deployment', 'StatefulSet', 'Job'].includes(kind)) return (spec as { template: PodTemplate }).template;
  if (kind === 'CronJob')
    return (spec as { jobTemplate: { spec: { template: PodTemplate } } }).jobTemplate.spec.template;
  return null;
}

const isOurs = ({ image }: Container) => image.startsWith('kvitok:');

interface Selector {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}

function selects(
  { matchLabels = {}, matchExpressions = [] }: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every(({ key, operator, values }) => operator === 'In' && values.includes(labels[key] ?? ''))
  );
}

describe.each(['embedded', 'demo', 'production'])('overlay %s', (overlay) => {
  const manifests = manifestsOf(overlay);
  const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);
  const workloads = manifests.flatMap((manifest) => {
    const template = templateOf(manifest);
    return template === null ? [] : [{ manifest, name: `${manifest.kind} ${manifest.metadata.name}`, template }];
  });
  const containers = workloads.flatMap(({ name, manifest, template }) =>
    template.spec.containers.map((container) => ({ name, manifest, template, container })),
  );
  const ours = containers.filter(({ container }) => isOurs(container));

  it('lets no pod be root, or become it, or ask Kubernetes', () => {
    expect(workloads.length).toBeGreaterThan(0);
    for (const { name, template } of workloads) {
      expect({ name, ...template.spec }).toMatchObject({
        name,
        serviceAccountName: 'kvitok',
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
    }
    for (const { name, container } of containers) {
      const rights = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
      expect({ name, rights: container.securityContext }).toMatchObject({ name, rights });
    }
    for (const { name, container } of ours) {
      expect({ name, rights: container.securityContext }).toMatchObject({
        name,
        rights: { readOnlyRootFilesystem: true },
      });
    }
  });

  it('names one version of every image, and what each container needs and may take', () => {
    for (const { name, container } of containers) {
      expect({ name, isPinned: PINNED_IMAGE.test(container.image) }).toEqual({ name, isPinned: true });
      expect({ name, keys: Object.keys(container.resources.requests ?? {}) }).toEqual({
        name,
        keys: expect.arrayContaining(['cpu', 'memory']) as string[],
      });
      expect(Object.keys(container.resources.limits ?? {})).toContain('memory');
    }
  });

  it('asks every container that serves for its life and its readiness, at a port that it has', () => {
    const serving = containers.filter(({ manifest }) => ['Deployment', 'StatefulSet'].includes(manifest.kind));
    expect(serving.length).toBeGreaterThan(0);
    for (const { name, template, container } of serving) {
      const { labels } = template.metadata;
      const ports = (container.ports ?? []).map((port) => port.name);
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
        const { httpGet, tcpSocket } = (container[probe] ?? {}) as Record<
          string,
          { port: string; path?: string } | undefined
        >;
        expect({ name, probe, isThere: ports.includes((httpGet ?? tcpSocket)?.port ?? '') }).toEqual({
          name,
          probe,
          isThere: true,
        });
        if (!isOurs(container)) continue;
        // A process whose bus is Kafka has begun when it takes messages.
        const started = labels['kvitok.ru/kind'] === 'service' ? '/health/started' : '/health/live';
        const paths = { startupProbe: started, livenessProbe: '/health/live', readinessProbe: '/health/ready' };
        expect({ name, probe, path: httpGet?.path }).toEqual({ name, probe, path: paths[probe] });
      }
    }
  });

  it('starts built files that have a source', () => {
    for (const { name, container } of ours) {
      const sources = builtFilesIn(container.args ?? []).map(sourceOf);
      expect({ name, sources: sources.length }).toEqual({ name, sources: 1 });
      const missing = sources.filter((source) => !existsSync(join(ROOT, source)));
      expect(missing).toEqual([]);
    }
  });

  it('sets no variable that the processes do not know', () => {
    const own = ours.flatMap(({ container }) => (container.env ?? []).map((one) => one.name));
    const shared = of('ConfigMap').flatMap(({ data }) => Object.keys(data as object));
    expect([...own, ...shared].filter((name) => !variables.has(name))).toEqual([]);
  });

  it('refers to settings that are there', () => {
    const there = of('ConfigMap').map(({ metadata }) => metadata.name);
    const wanted = ours.flatMap(({ container }) => (container.envFrom ?? []).map((one) => one.configMapRef.name));
    expect(wanted.filter((name) => !there.includes(name))).toEqual([]);
  });

  it('holds no secret, and refers to those that the runbook lists', () => {
    expect(of('Secret')).toEqual([]);
    const references = ours.flatMap(({ container }) =>
      (container.env ?? []).flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []),
    );
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter(({ name, key }) => !runbook.includes(`| \`${name}\` | \`${key}\` |`))).toEqual([]);
    const values = ours.flatMap(({ container }) => (container.env ?? []).filter(({ value }) => value !== undefined));
    expect(values.filter(({ name }) => /(KEY|SECRET|PEPPER|PASSWORD|USERNAME)$/.test(name))).toEqual([]);
  });

  it('selects pods that there are, by services, budgets and policies', () => {
    const templates = workloads.map(({ template }) => template);
    const found = (selector: Selector) => templates.filter(({ metadata }) => selects(selector, metadata.labels));
    for (const { metadata, spec } of of('Service')) {
      const pods = found({ matchLabels: (spec as { selector: Record<string, string> }).selector });
      expect({ service: metadata.name, pods: pods.length }).toEqual({ service: metadata.name, pods: 1 });
      const names = pods[0]?.spec.containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name)) ?? [];
      const { ports } = spec as { ports: readonly { name: string; targetPort?: string }[] };
      expect(ports.filter(({ name, targetPort = name }) => !names.includes(targetPort))).toEqual([]);
    }
    for (const { metadata, spec } of [...of('PodDisruptionBudget'), ...of('NetworkPolicy')]) {
      const { selector, podSelector } = spec as { selector?: Selector; podSelector?: Selector };
      expect({ name: metadata.name, pods: found(selector ?? podSelector ?? {}).length > 0 }).toEqual({
        name: metadata.name,
        pods: true,
      });
    }
    for (const { manifest, template } of workloads) {
      const { selector } = manifest.spec as { selector?: Selector };
      if (selector !== undefined) expect(selects(selector, template.metadata.labels)).toBe(true);
    }
  });

  it('lets nobody speak to anybody unless it is said', () => {
    const nobody = of('NetworkPolicy').find(({ metadata }) => metadata.name === 'nobody');
    expect(nobody?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const open = of('NetworkPolicy').flatMap(({ metadata, spec }) => {
      const { ingress = [], egress = [] } = spec as { ingress?: object[]; egress?: object[] };
      return [...ingress, ...egress]
        .filter((rule) => !('ports' in rule && ('from' in rule || 'to' in rule)))
        .map(() => metadata.name);
    });
    expect(open).toEqual([]);
  });

  it('has a budget for every workload of ours that serves', () => {
    const budgets = of('PodDisruptionBudget').map(({ spec }) => (spec as { selector: Selector }).selector);
    const without = ours.filter(
      ({ manifest, template }) =>
        ['Deployment', 'StatefulSet'].includes(manifest.kind) &&
        !budgets.some((selector) => selects(selector, template.metadata.labels)),
    );
    expect(without).toEqual([]);
  });

  it('tells Prometheus the port at which each process has its figures', () => {
    for (const { name, manifest, template, container } of ours) {
      if (!['Deployment', 'StatefulSet'].includes(manifest.kind)) continue;
      const isGateway = template.metadata.labels['kvitok.ru/kind'] === 'gateway';
      const port = container.ports?.find((one) => one.name === (isGateway ? 'figures' : 'http'))?.containerPort;
      expect({ name, port: template.metadata.annotations?.['prometheus.io/port'] }).toEqual({
        name,
        port: String(port),
      });
    }
  });

  it('leads people to services that there are', () => {
    interface Rule {
      readonly http: {
        readonly paths: readonly { readonly backend: { readonly service: { name: string; port: { name: string } } } }[];
      };
    }
    const wanted = of('Ingress').flatMap(({ spec }) =>
      (spec as { rules: readonly Rule[] }).rules.flatMap(({ http }) =>
        http.paths.map(({ backend }) => backend.service),
      ),
    );
    const missing = wanted.filter(({ name, port }) => {
      const service = of('Service').find(({ metadata }) => metadata.name === name);
      const ports = (service?.spec as { ports?: readonly { name: string }[] } | undefined)?.ports ?? [];
      return !ports.some((one) => one.name === port.name);
    });
    expect(missing).toEqual([]);
  });
});

/** What a container is told, the secrets of it by a value that any key may have. */
function environmentOf({ env = [], envFrom = [] }: Container, manifests: readonly Manifest[]): Record<string, string> {
  const shared = envFrom.map(({ configMapRef }) => {
    const found = manifests.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMapRef.name);
    return found?.data as Record<string, string>;
  });
  const own = env.flatMap(({ name, value, valueFrom }): [string, string][] => {
    if (value !== undefined) return [[name, value]];
    return valueFrom?.secretKeyRef?.optional === true ? [] : [[name, GIVEN[name] ?? 'a'.repeat(64)]];
  });
  return Object.assign({}, ...shared, Object.fromEntries(own)) as Record<string, string>;
}

const GIVEN: Readonly<Record<string, string>> = {
  KVITOK_MONGODB_URL: 'mongodb://mongodb:27017/kvitok',
  KVITOK_KURRENTDB_URL: 'kurrentdb://kurrentdb:2113?tls=false',
  KVITOK_METRICS_KEY: 'f'.repeat(64),
};

describe('the distributed overlays', () => {
  const services = ['identity', 'metering', 'billing', 'payments', 'support'];
  const processes = [...services, 'resident', 'back-office'];
  const deploymentOf = (manifests: readonly Manifest[], wanted: string) => {
    const found = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === wanted);
    const container = found === undefined ? undefined : templateOf(found)?.spec.containers[0];
    if (container === undefined) throw new Error(`There is no deployment ${wanted}`);
    return container;
  };

  it.each(['demo', 'production'])('%s gives each process settings with which it starts', (overlay) => {
    const manifests = manifestsOf(overlay);
    for (const name of services) {
      const environment = environmentOf(deploymentOf(manifests, name), manifests);
      const { allowedHosts, host, servicesKey, metricsKey } = readSettings(environment);
      expect({ name, allowedHosts, host, servicesKey, metricsKey }).toEqual({
        name,
        allowedHosts: [],
        host: '0.0.0.0',
        servicesKey: expect.any(String) as string,
        metricsKey: GIVEN['KVITOK_METRICS_KEY'],
      });
      expect(readServingDistributedSettings(environment)?.kurrentUrl).toBe(GIVEN['KVITOK_KURRENTDB_URL']);
    }
    for (const [name, gateway] of [
      ['resident', 'cabinet'],
      ['back-office', 'backOffice'],
    ] as const) {
      const container = deploymentOf(manifests, name);
      const { serving, services: asked, metrics } = readGatewaySettings(environmentOf(container, manifests), gateway);
      const portOf = (wanted: string) => container.ports?.find((one) => one.name === wanted)?.containerPort;
      expect(asked).toEqual(Object.fromEntries(services.map((one) => [one, `http://${one}:3000`])));
      expect([serving.host, serving.port]).toEqual(['0.0.0.0', portOf('http')]);
      expect(metrics).toEqual({ host: '0.0.0.0', port: portOf('figures'), key: GIVEN['KVITOK_METRICS_KEY'] });
    }
  });

  it.each([
    ['demo', 'sandbox'],
    ['production', 'off'],
  ])('%s has a bank in payments alone: %s', (overlay, bank) => {
    const manifests = manifestsOf(overlay);
    const told = processes.map((name) => [name, environmentOf(deploymentOf(manifests, name), manifests)] as const);
    expect(told.filter(([, environment]) => 'KVITOK_ACQUIRER' in environment).map(([name]) => name)).toEqual([
      'payments',
    ]);
    const environment = told.find(([name]) => name === 'payments')?.[1] ?? {};
    expect(readAcquiringSettings(environment).kind).toBe(bank);
    expect(readNeighbours(environment)).toEqual({ billing: 'http://billing:3000' });
  });

  it.each(['demo', 'production'])(
    '%s gives each pod over the log the keys of its own vaults and no other one, and a folder of its own',
    (overlay) => {
      const manifests = manifestsOf(overlay);
      const overTheLog = manifests.flatMap((manifest) => {
        const template = templateOf(manifest);
        return template?.spec.containers.some(({ env = [] }) => env.some(({ name }) => name === 'KVITOK_KURRENTDB_URL'))
          ? [{ name: manifest.metadata.name, template }]
          : [];
      });
      expect(overTheLog.length).toBeGreaterThan(services.length);
      for (const { name, template } of overTheLog) {
        const [container] = template.spec.containers as readonly [Container];
        const environment = environmentOf(container, manifests);
        const has = SEALING_KEYS.map(({ variable }) => variable).filter((one) => environment[one] !== undefined);
        expect({ name, has }).toEqual({ name, has: KEYS_OF_PODS[name] });
        const { KVITOK_DATA_DIR: folder } = environment;
        const mounts = container['volumeMounts'] as readonly { name: string; mountPath: string }[];
        const mount = mounts.find(({ mountPath }) => mountPath === folder);
        const volumes = template.spec['volumes'] as readonly { name: string; emptyDir?: object; ephemeral?: object }[];
        const volume = volumes.find((one) => one.name === mount?.name);
        // Both live and die with one pod.
        expect({ name, isOwn: (volume?.emptyDir ?? volume?.ephemeral) !== undefined }).toEqual({ name, isOwn: true });
      }
    },
  );

  it.each(['demo', 'production'])('%s lets no process of a service go before a new one takes messages', (overlay) => {
    interface Deployed {
      readonly strategy: {
        readonly type: string;
        readonly rollingUpdate: { maxSurge: string; maxUnavailable: number };
      };
      readonly minReadySeconds: number;
      readonly progressDeadlineSeconds: number;
    }
    interface Probe {
      readonly periodSeconds: number;
      readonly timeoutSeconds: number;
      readonly failureThreshold: number;
    }
    // As docs/scaling.md has it: ten million events have to be read in time, on a machine half as fast.
    const row = /^\| events of a log over KurrentDB that a new process reads in a second \| ([\d ]+) \|/m;
    const rate = Number(row.exec(textOf('docs/scaling.md'))?.[1]?.replaceAll(' ', ''));
    const seconds = 10_000_000 / (rate / 2);
    expect(seconds).toBeGreaterThan(0);
    const manifests = manifestsOf(overlay);
    for (const name of services) {
      const deployment = manifests.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name);
      const { strategy, minReadySeconds, progressDeadlineSeconds } = deployment?.spec as Deployed;
      expect({ name, strategy }).toEqual({
        name,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '50%', maxUnavailable: 0 } },
      });
      const probe = deploymentOf(manifests, name)['startupProbe'] as Probe;
      const mayTake = probe.periodSeconds * probe.failureThreshold;
      expect(mayTake).toBeGreaterThanOrEqual(seconds);
      expect(progressDeadlineSeconds).toBeGreaterThan(mayTake + minReadySeconds);
      // It asks a broker.
      expect(probe.timeoutSeconds).toBeGreaterThanOrEqual(5);
    }
  });

  it('brings an authority of one’s own to every pod that speaks to a store with TLS', () => {
    const manifests = manifestsOf('production');
    const speaking = manifests.flatMap((manifest) => {
      const template = templateOf(manifest);
      const [container] = template?.spec.containers ?? [];
      if (template === null || container === undefined) return [];
      const environment = environmentOf(container, manifests);
      const { KVITOK_KAFKA_TLS: tls = 'off', KVITOK_MONGODB_URL: mongo, KVITOK_KURRENTDB_URL: kurrent } = environment;
      const speaks = tls === 'on' || mongo !== undefined || kurrent !== undefined;
      return speaks ? [{ name: manifest.metadata.name, template, container, environment }] : [];
    });
    expect(speaking.map(({ name }) => name).sort()).toEqual([...services, 'night'].sort());
    for (const { name, template, container, environment } of speaking) {
      const mounts = container['volumeMounts'] as readonly { name: string; mountPath: string; readOnly?: boolean }[];
      const mount = mounts.find(({ mountPath }) => environment['NODE_EXTRA_CA_CERTS'] === `${mountPath}/ca.crt`);
      const volumes = template.spec['volumes'] as readonly { name: string; secret?: object }[];
      const volume = volumes.find((one) => one.name === mount?.name);
      expect({ name, readOnly: mount?.readOnly, secret: volume?.secret }).toEqual({
        name,
        readOnly: true,
        secret: { secretName: 'kvitok-ca', optional: true },
      });
    }
    expect(runbook).toContain('| `kvitok-ca` | `ca.crt` | `NODE_EXTRA_CA_CERTS`, as the file `/ca/ca.crt` |');
  });

  it.each(['demo', 'production'])('%s runs every service and both gateways, and makes sure of the night', (overlay) => {
    const manifests = manifestsOf(overlay);
    const names = (kind: string) => manifests.filter((one) => one.kind === kind).map(({ metadata }) => metadata.name);
    expect(names('Deployment').sort()).toEqual([...processes].sort());
    const night = manifests.find(({ kind }) => kind === 'CronJob');
    expect(night?.spec).toMatchObject({ concurrencyPolicy: 'Forbid', timeZone: 'Europe/Samara' });
    expect(templateOf(night as Manifest)?.spec.containers[0]?.args?.join(' ')).toMatch(/cli\/main\.js night .*--date/s);
  });

  it.each(['demo', 'production'])('%s gives gateways no way to a store and no key of a vault', (overlay) => {
    const gateways = manifestsOf(overlay).filter(({ metadata }) => metadata.labels?.['kvitok.ru/kind'] === 'gateway');
    const deployments = gateways.filter(({ kind }) => kind === 'Deployment');
    expect(deployments).toHaveLength(2);
    for (const deployment of deployments) {
      const names =
        templateOf(deployment)?.spec.containers.flatMap(({ env = [] }) => env.map(({ name }) => name)) ?? [];
      expect(names.filter((name) => /MONGODB|KURRENTDB|KAFKA|PERSON|CODE/.test(name))).toEqual([]);
      expect(names).toContain('KVITOK_SERVICES_KEY');
    }
  });
});

describe('production', () => {
  const manifests = manifestsOf('production');
  interface Scaling {
    readonly scaleTargetRef: { readonly kind: string; readonly name: string };
    readonly minReplicas: number;
    readonly maxReplicas: number;
    readonly metrics: readonly {
      readonly external?: { readonly metric: { name: string; selector: { matchLabels: { consumer: string } } } };
    }[];
  }
  const scalings = manifests
    .filter(({ kind }) => kind === 'HorizontalPodAutoscaler')
    .map(({ spec }) => spec as Scaling);

  it('has two copies of everything at least, and leaves their number to what scales them', () => {
    const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
    expect(scalings.map(({ scaleTargetRef }) => scaleTargetRef.name).sort()).toEqual(
      deployments.map(({ metadata }) => metadata.name).sort(),
    );
    expect(scalings.filter(({ minReplicas }) => minReplicas < 2)).toEqual([]);
    expect(deployments.filter(({ spec }) => 'replicas' in (spec as object))).toEqual([]);
  });

  it('scales services by the lag of their own consumer, to no more copies than there are partitions', () => {
    const settings = manifests
      .filter(({ kind }) => kind === 'ConfigMap')
      .map(({ data }) => data as Record<string, string>);
    const partitions = Number(settings.find((data) => 'KVITOK_KAFKA_PARTITIONS' in data)?.['KVITOK_KAFKA_PARTITIONS']);
    const byLag = scalings.flatMap((scaling) =>
      scaling.metrics.flatMap(({ external }) => (external ? [{ scaling, external }] : [])),
    );
    expect(byLag).toHaveLength(5);
    const metrics = textOf('libs/platform/telemetry/work-metrics.ts');
    const adapter = textOf('deploy/kubernetes/prometheus-adapter.yaml');
    for (const { scaling, external } of byLag) {
      const { name } = scaling.scaleTargetRef;
      expect(metrics).toContain(`name: '${external.metric.name}'`);
      expect(adapter).toContain(`as: ${external.metric.name} }`);
      const { consumer } = external.metric.selector.matchLabels;
      expect(textOf(`services/${name}/automation/${name}-consumer.ts`)).toContain(`Symbol.for('${consumer}')`);
      expect(scaling.maxReplicas).toBeLessThanOrEqual(partitions);
    }
  });

  it('starts no store', () => {
    expect(manifests.filter(({ kind }) => kind === 'StatefulSet')).toEqual([]);
  });
});

describe.each(['embedded', 'production'])('what people send through the ingress of %s', (overlay) => {
  const MEBIBYTE = 1024 * 1024;
  const besides = (bytes: number) => bytes + FORM_BYTES_BESIDES;
  /** What the program takes at once, by the Ingress that it comes through. */
  const taken = {
    cabinet: Math.max(REQUEST_BYTES_LIMIT, ATTACHMENTS_LIMIT * ATTACHMENT_BYTES_LIMIT),
    office: Math.max(besides(REGISTRY_BYTES_MAX), besides(ARCHIVE_BYTES_MAX)),
  };
  const ingresses = manifestsOf(overlay).filter(({ kind }) => kind === 'Ingress');
  const section = /^## Ingress\n(.*?)^## /ms.exec(runbook)?.[1] ?? '';

  it('comes in by one for the cabinet and one for the office', () => {
    expect(ingresses.map(({ metadata }) => metadata.name).sort()).toEqual(Object.keys(taken).sort());
  });

  it.each(Object.entries(taken))('%s is let through whole, and what is a little too large as well', (name, bytes) => {
    const { annotations = {} } = ingresses.find(({ metadata }) => metadata.name === name)?.metadata ?? {};
    const [, number = ''] = /^(\d+)m$/.exec(annotations['nginx.ingress.kubernetes.io/proxy-body-size'] ?? '') ?? [];
    // Room for a file that is too large by an eighth, whose refusal is ours to word; and no more than the proxy may keep.
    expect(Number(number) * MEBIBYTE).toBeGreaterThan(bytes * 1.125);
    expect(Number(number) * MEBIBYTE).toBeLessThan(bytes * 1.5);
    expect(section).toMatch(new RegExp(`\\| ${Math.floor(bytes / MEBIBYTE)} MiB\\b.*\\| ${number} MiB \\|`));
  });
});

it('embedded is one process, and its volume is of one pod alone', () => {
  const [set, ...others] = manifestsOf('embedded').filter(({ kind }) => ['StatefulSet', 'Deployment'].includes(kind));
  expect(others).toEqual([]);
  const spec = set?.spec as {
    replicas: number;
    volumeClaimTemplates: readonly { spec: { accessModes: string[] } }[];
  };
  expect(spec.replicas).toBe(1);
  expect(spec.volumeClaimTemplates.map((claim) => claim.spec.accessModes)).toEqual([['ReadWriteOncePod']]);
});
