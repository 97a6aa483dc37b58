import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTINGS, unknownSettings } from './unknown-settings';

const ROOT = join(__dirname, '..', '..', '..');
const LIST = join('libs', 'platform', 'config', 'unknown-settings.ts');

/** The names of variables that stand in the code, but for the list itself and tests. */
function namesInCode(): readonly string[] {
  const files = ['libs', 'services'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
  );
  const code = files.filter((path) => path.endsWith('.ts') && !/\.spec\.ts$|\/testing\//.test(path) && path !== LIST);
  const names = code.flatMap(
    (path) => readFileSync(join(ROOT, path), 'utf8').match(/\bKVITOK_[A-Z0-9_]*[A-Z0-9]\b/g) ?? [],
  );
  return [...new Set(names)].sort();
}

test('the list of settings is what the code reads', () => {
  expect(SETTINGS).toEqual(namesInCode());
});

test('a mistyped name is told with what was perhaps meant, and never its value', () => {
  expect(unknownSettings({ KVITOK_MONGO_URL: 'mongodb://u:secret@host', KVITOK_MODE: 'distributed' })).toEqual([
    'SETTING_UNKNOWN: KVITOK_MONGO_URL is no setting of Kvitok, nobody reads it. Did you mean KVITOK_MONGODB_URL?',
  ]);
  expect(unknownSettings({ KVITOK_KAFKA_BROKER: 'a:9092', KVITOK_DATADIR: '/var/kvitok' })).toEqual([
    'SETTING_UNKNOWN: KVITOK_DATADIR is no setting of Kvitok, nobody reads it. Did you mean KVITOK_DATA_DIR?',
    'SETTING_UNKNOWN: KVITOK_KAFKA_BROKER is no setting of Kvitok, nobody reads it. Did you mean KVITOK_KAFKA_BROKERS?',
  ]);
});

test('a name like no other one is told without a guess', () => {
  expect(unknownSettings({ KVITOK_TENANT_DIRECTORY_SERVER: 'x' })).toEqual([
    'SETTING_UNKNOWN: KVITOK_TENANT_DIRECTORY_SERVER is no setting of Kvitok, nobody reads it.',
  ]);
});

test('nothing is said of variables of other programs, and of the addresses that Kubernetes tells of services', () => {
  expect(
    unknownSettings({
      PORT: '3000',
      PATH: '/usr/bin',
      KVITOK_NIGHTS: 'off',
      KVITOK_BILLING_SERVICE_HOST: '10.0.0.7',
      KVITOK_BILLING_SERVICE_PORT: '3000',
      KVITOK_BILLING_SERVICE_PORT_HTTP: '3000',
      KVITOK_BILLING_PORT: 'tcp://10.0.0.7:3000',
      KVITOK_BILLING_PORT_3000_TCP: 'tcp://10.0.0.7:3000',
      KVITOK_BILLING_PORT_3000_TCP_ADDR: '10.0.0.7',
    }),
  ).toEqual([]);
});
