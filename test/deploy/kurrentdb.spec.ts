import { parseAllDocuments } from 'yaml';
import { KURRENT_APPEND_BYTES, KURRENT_OPTIONS, kurrentVariable } from '#libs/event-store';
import { PAYLOAD_LIMIT } from '../../libs/event-store/stored-event';
import { PINNED_IMAGE, textOf, yamlOf } from './files';

interface Deployed {
  readonly image: string;
  readonly environment: Readonly<Record<string, string>>;
}

function inTheTrial(): Deployed {
  const { services } = yamlOf<{ services: { kurrentdb: Deployed } }>('docker-compose.yml');
  return services.kurrentdb;
}

function inTheDemo(): Deployed {
  interface Container {
    readonly name: string;
    readonly image: string;
    readonly env: readonly { readonly name: string; readonly value: string }[];
  }
  const containers = parseAllDocuments(textOf('deploy/kubernetes/overlays/demo/kurrentdb.yaml')).flatMap(
    (document) =>
      (document.toJS() as { spec: { template?: { spec: { containers: Container[] } } } }).spec.template?.spec
        .containers ?? [],
  );
  const [container] = containers.filter(({ name }) => name === 'kurrentdb');
  if (container === undefined) throw new Error('There is no container of KurrentDB');
  return {
    image: container.image,
    environment: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
  };
}

const needed = Object.fromEntries([...KURRENT_OPTIONS].map(([option, value]) => [kurrentVariable(option), value]));

it.each([
  ['trial', inTheTrial],
  ['demo', inTheDemo],
])('the KurrentDB of the %s takes what the event store takes', (_name, deployed) => {
  expect(deployed().environment).toMatchObject(needed);
});

it('the variables are those that KurrentDB reads', () => {
  expect(Object.keys(needed)).toEqual(['KURRENTDB_MAX_APPEND_SIZE', 'KURRENTDB_MAX_APPEND_EVENT_SIZE']);
});

it('the largest payload of the port fits, three bytes a character, with what stands beside it', () => {
  expect(KURRENT_APPEND_BYTES - 3 * PAYLOAD_LIMIT).toBeGreaterThan(1024 * 1024);
});

it('trial, demo and the suite of the contract have one version of it', () => {
  expect(inTheDemo().image).toBe(inTheTrial().image);
  expect(inTheTrial().image).toMatch(PINNED_IMAGE);
});

it.each(['deploy/runbook.md', 'docs/adr/0081-kurrentdb-keeps-the-log.md', 'CONTRIBUTING.md'])(
  '%s names the options',
  (path) => {
    const text = textOf(path);
    for (const [option, value] of KURRENT_OPTIONS) expect(text).toContain(`--${option}=${value}`);
  },
);
