import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '#services/app';
import {
  readAcquiringSettings,
  readServingDistributedSettings,
  readGatewaySettings,
  readNeighbours,
  readSettings,
} from '#libs/platform';
import { builtFilesIn, knownVariables, PINNED_IMAGE, ROOT, SECRET_VARIABLE, sourceOf, textOf, yamlOf } from './files';

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly disable?: boolean; readonly test?: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly tmpfs?: readonly string[];
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly privileged?: boolean;
  readonly networks?: readonly string[];
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean } | null>>;
}

const OUR_IMAGE = 'kvitok:0.1.0';
const variables = knownVariables();

/** The environment as it is where whoever starts the trial says nothing. */
function settled(environment: ComposeService['environment'] = {}): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [name, value.replace(/\$\{\w+:-([^}]*)\}/g, '$1')]),
  );
}

describe.each(['docker-compose.yml', 'docker-compose.embedded.yml'])('%s', (file) => {
  const { services, volumes } = yamlOf<ComposeFile>(file);
  const each = Object.entries(services);
  const ours = each.filter(([, { image }]) => image === OUR_IMAGE);
  const environmentsOfOurs = ours.map(([, { environment = {} }]) => environment);

  it('names one version of every image', () => {
    expect(each.filter(([, { image }]) => !PINNED_IMAGE.test(image))).toEqual([]);
    expect(OUR_IMAGE).toBe(`kvitok:${(JSON.parse(textOf('package.json')) as { version: string }).version}`);
  });

  it('sets no variable that the processes do not know', () => {
    const set = environmentsOfOurs.flatMap((environment) => Object.keys(environment));
    expect(set.length).toBeGreaterThan(0);
    expect(set.filter((name) => !variables.has(name))).toEqual([]);
  });

  it('holds no secret', () => {
    const all = each.flatMap(([, { environment = {} }]) => Object.entries(environment));
    expect(all.filter(([name]) => SECRET_VARIABLE.test(name))).toEqual([]);
    expect(all.filter(([, value]) => /:\/\/[^/\s]*:[^/\s]*@/.test(value))).toEqual([]);
  });

  it('starts built files that have a source', () => {
    const built = ours.flatMap(([, { command = [], entrypoint = [] }]) => builtFilesIn([...command, ...entrypoint]));
    expect(built.length).toBeGreaterThan(0);
    expect(built.map(sourceOf).filter((source) => !existsSync(join(ROOT, source)))).toEqual([]);
  });

  it('waits for the health of those alone who tell it, and for the end of those alone who end', () => {
    const tellsHealth = ({ image, healthcheck }: ComposeService) =>
      healthcheck?.disable !== true && (image === OUR_IMAGE || healthcheck?.test !== undefined);
    const waits = each.flatMap(([name, { depends_on = {} }]) =>
      Object.entries(depends_on).map(([on, { condition }]) => ({ name, on, condition, other: services[on] })),
    );
    const wrong = waits.filter(({ condition, other }) => {
      if (other === undefined) return true;
      return condition === 'service_healthy' ? !tellsHealth(other) : other.restart !== 'no';
    });
    expect(wrong).toEqual([]);
  });

  it('gives its processes no right and nothing of themselves to write to', () => {
    expect(ours.length).toBeGreaterThan(0);
    for (const [name, service] of ours) {
      expect({ name, readOnly: service.read_only, drop: service.cap_drop, privileged: service.privileged }).toEqual({
        name,
        readOnly: true,
        drop: ['ALL'],
        privileged: undefined,
      });
    }
  });

  it('is reached from this machine alone', () => {
    const published = each.flatMap(([, { ports = [] }]) => ports);
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('mounts volumes that are declared and folders that are there', () => {
    const sources = each.flatMap(([, { volumes: mounted = [] }]) => mounted.map((mount) => mount.split(':')[0] ?? ''));
    const missing = sources.filter((source) =>
      source.startsWith('.') ? !existsSync(join(ROOT, source)) : !Object.hasOwn(volumes, source),
    );
    expect(missing).toEqual([]);
  });
});

describe('the distributed trial', () => {
  const { services, networks } = yamlOf<ComposeFile>('docker-compose.yml');

  it('is every service, both gateways, their stores, and whoever watches them', () => {
    const processes = ['identity', 'metering', 'billing', 'payments', 'support', 'resident', 'back-office'];
    const others = ['kafka', 'kurrentdb', 'mongodb', 'keys', 'sample', 'tools', 'prometheus', 'grafana'];
    expect(Object.keys(services).sort()).toEqual([...processes, ...others].sort());
    expect(
      processes.filter((name) => builtFilesIn(services[name]?.command ?? [])[0] !== `dist/services/${name}/main.js`),
    ).toEqual([]);
  });

  it('loads the sample company by services that are there, before anybody comes in', () => {
    const done = { condition: 'service_completed_successfully' };
    for (const gateway of ['resident', 'back-office']) expect(services[gateway]?.depends_on?.['sample']).toEqual(done);
    for (const name of ['identity', 'metering', 'billing', 'payments', 'support']) {
      expect(services['sample']?.depends_on?.[name]).toEqual({ condition: 'service_healthy' });
    }
  });

  it('asks a gateway for its health at the port at which it listens', () => {
    expect(services['resident']?.healthcheck?.test?.at(-1)).toBe(
      services['resident']?.environment?.['KVITOK_CABINET_PORT'],
    );
    expect(services['back-office']?.healthcheck?.test?.at(-1)).toBe(
      services['back-office']?.environment?.['KVITOK_BACK_OFFICE_PORT'],
    );
  });

  it.each(['kafka', 'mongodb', 'kurrentdb'])(
    'has the version of %s over which the suites run in a container',
    (name) => {
      const started = textOf('CONTRIBUTING.md').match(/^docker run .*$/gm) ?? [];
      expect(started.filter((line) => line.split(' ').includes(services[name]?.image ?? ''))).toHaveLength(1);
    },
  );

  it('keeps the stores and the services on a network that leads nowhere', () => {
    expect(networks?.['inside']).toEqual({ internal: true });
    const inner = ['kafka', 'kurrentdb', 'mongodb', 'identity', 'metering', 'billing', 'support'];
    expect(inner.filter((name) => JSON.stringify(services[name]?.networks) !== '["inside"]')).toEqual([]);
    // The pages of the training bank lie in the process of payments; its API is published nowhere.
    expect(services['payments']?.ports).toEqual(['127.0.0.1:3002:3002']);
  });

  it('has a bank in payments alone, which knows where to ask what is owed', () => {
    const withBank = Object.entries(services).filter(
      ([, { environment = {} }]) => 'KVITOK_ACQUIRER' in environment || 'KVITOK_SANDBOX_BANK_ADDRESS' in environment,
    );
    expect(withBank.map(([name]) => name)).toEqual(['payments']);
    const environment = withBank[0]?.[1].environment ?? {};
    expect(readAcquiringSettings(environment)).toEqual({
      kind: 'sandbox',
      port: 3002,
      address: 'http://localhost:3002',
      returnAddress: 'http://localhost:3001/pay/result',
    });
    expect(readNeighbours(environment)).toEqual({ billing: 'http://billing:3000' });
  });

  it('gives each process settings with which it starts, and services names under which they answer', () => {
    const keys = {
      KVITOK_SERVICES_KEY: 'k'.repeat(64),
      KVITOK_METRICS_KEY: 'f'.repeat(64),
      KVITOK_FORM_SECRET: 's'.repeat(64),
    };
    for (const name of ['identity', 'metering', 'billing', 'payments', 'support']) {
      const environment = settled(services[name]?.environment);
      const { allowedHosts, host, cabinet, backOffice } = readSettings({ ...environment, ...keys });
      expect({ name, host, cabinet, backOffice }).toEqual({ name, host: '0.0.0.0', cabinet: null, backOffice: null });
      expect(allowedHosts).toEqual(expect.arrayContaining([name, 'localhost']));
      expect(readServingDistributedSettings({ ...environment, ...keys })?.kurrentUrl).toBe(
        'kurrentdb://kurrentdb:2113?tls=false',
      );
    }
    for (const [name, gateway] of [
      ['resident', 'cabinet'],
      ['back-office', 'backOffice'],
    ] as const) {
      const { serving, metrics } = readGatewaySettings({ ...settled(services[name]?.environment), ...keys }, gateway);
      expect({ name, host: serving.host, metrics }).toEqual({
        name,
        host: '0.0.0.0',
        metrics: { port: 9464, host: '0.0.0.0', key: 'f'.repeat(64) },
      });
    }
  });

  it('gives each process over the log a folder of its own', () => {
    const overTheLog = Object.entries(services).filter(
      ([, { environment = {} }]) => 'KVITOK_KURRENTDB_URL' in environment,
    );
    expect(overTheLog).toHaveLength(7);
    for (const [name, { environment = {}, tmpfs = [], volumes = [] }] of overTheLog) {
      const folder = environment['KVITOK_DATA_DIR'] ?? '';
      const isInMemory = tmpfs.some((mount) => folder.startsWith(`${mount}/`));
      const isShared = volumes.some((mount) => folder.startsWith(mount.split(':')[1] ?? ''));
      expect({ name, isInMemory, isShared }).toEqual({ name, isInMemory: true, isShared: false });
    }
  });

  it('tells each process its own keys alone: those of the vaults as the code has declared them', () => {
    const files = { persons: 'persons.env', codes: 'codes.env', files: null } as const;
    const told = (name: string) =>
      [...(services[name]?.command ?? []).join(' ').matchAll(/\. \/keys\/([\w.-]+);/g)].map(([, file]) => file);
    expect(SERVICES).toHaveLength(5);
    for (const { name, vaults } of SERVICES) {
      const own = vaults.flatMap((vault) => files[vault] ?? []);
      expect({ name, told: told(name) }).toEqual({ name, told: ['services.env', ...own] });
    }
    for (const name of ['resident', 'back-office']) expect(told(name)).toEqual(['services.env', 'forms.env']);
    expect(told('sample')).toEqual(['persons.env']);
  });

  it('gives gateways the address of every service', () => {
    for (const gateway of ['resident', 'back-office']) {
      for (const name of ['identity', 'metering', 'billing', 'payments', 'support']) {
        const variable = `KVITOK_${name.toUpperCase()}_URL`;
        expect(services[gateway]?.environment?.[variable]).toBe(`http://${name}:3000`);
      }
    }
  });

  it('asks for the figures of processes where they are', () => {
    interface Scraping {
      readonly scrape_configs: readonly {
        readonly static_configs: readonly { readonly targets: readonly string[] }[];
      }[];
    }
    const { scrape_configs } = yamlOf<Scraping>('deploy/prometheus/prometheus.yml');
    const targets = scrape_configs.flatMap(({ static_configs }) => static_configs.flatMap((one) => one.targets));
    const processes = Object.keys(services).filter(
      (name) => services[name]?.command?.join(' ').includes('/main.js') === true,
    );
    const serving = processes.filter((name) => name !== 'sample');
    const portOf = (name: string) => services[name]?.environment?.['KVITOK_METRICS_PORT'] ?? '3000';
    expect([...targets].sort()).toEqual(serving.map((name) => `${name}:${portOf(name)}`).sort());
  });
});
