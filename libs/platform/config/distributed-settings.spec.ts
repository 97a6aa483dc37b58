import { SettingsError } from './settings';
import { readDistributedSettings, readServingDistributedSettings } from './distributed-settings';

const SHARED = {
  KVITOK_MODE: 'distributed',
  KVITOK_KAFKA_BROKERS: 'kafka-1:9092, kafka-2:9092',
  KVITOK_MONGODB_URL: 'mongodb://kvitok:s3cret@mongo:27017/kvitok?replicaSet=rs0',
};

function faultsOf(environment: Record<string, string>, read = readDistributedSettings): readonly string[] {
  try {
    read(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
  }
  throw new Error('It was read');
}

it('is embedded where nothing is said, whatever else stands in the environment', () => {
  expect(readDistributedSettings({})).toBeNull();
  expect(readDistributedSettings({ ...SHARED, KVITOK_MODE: '' })).toBeNull();
});

it('names what the processes share', () => {
  expect(readDistributedSettings(SHARED)).toEqual({
    kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], partitions: 12, replicas: 1, tls: false, login: null },
    mongoUrl: SHARED.KVITOK_MONGODB_URL,
    kurrentUrl: null,
  });
  const log = { KVITOK_KURRENTDB_URL: 'kurrentdb://admin:s3cret@log:2113?tls=false' };
  expect(readDistributedSettings({ ...SHARED, ...log })?.kurrentUrl).toBe(log.KVITOK_KURRENTDB_URL);
  const closed = { KVITOK_KAFKA_TLS: 'on', KVITOK_KAFKA_USERNAME: 'kvitok', KVITOK_KAFKA_PASSWORD: 'word' };
  expect(readDistributedSettings({ ...SHARED, ...closed })?.kafka).toMatchObject({
    tls: true,
    login: { username: 'kvitok', password: 'word' },
  });
});

it('says what is missing', () => {
  expect(faultsOf({ KVITOK_MODE: 'distributed' })).toEqual([
    'KVITOK_KAFKA_BROKERS must be set where KVITOK_MODE is distributed',
    'KVITOK_MONGODB_URL must be set where KVITOK_MODE is distributed',
  ]);
  expect(faultsOf({ ...SHARED, KVITOK_KAFKA_PASSWORD: 'word' })).toEqual([
    'KVITOK_KAFKA_USERNAME and KVITOK_KAFKA_PASSWORD must be set together',
  ]);
});

it('lets no process serve that has not the key of all of them, and a command do without', () => {
  const missing = 'KVITOK_SERVICES_KEY must be set where KVITOK_MODE is distributed, the same for every process';
  expect(faultsOf(SHARED, readServingDistributedSettings)).toEqual([missing]);
  expect(faultsOf({ KVITOK_MODE: 'distributed' }, readServingDistributedSettings)).toContain(missing);
  const keyed = { ...SHARED, KVITOK_SERVICES_KEY: 'k'.repeat(64) };
  expect(readServingDistributedSettings(keyed)).toEqual(readDistributedSettings(SHARED));
  expect(readServingDistributedSettings({})).toBeNull();
});

it.each([
  ['KVITOK_MODE', 'cluster'],
  ['KVITOK_KAFKA_BROKERS', 'kafka'],
  ['KVITOK_KAFKA_BROKERS', ' , '],
  ['KVITOK_KAFKA_PARTITIONS', '0'],
  ['KVITOK_KAFKA_REPLICAS', '10'],
  ['KVITOK_KAFKA_TLS', 'yes'],
  ['KVITOK_MONGODB_URL', 'mongodb://kvitok:s3cret@mongo:27017'],
  ['KVITOK_MONGODB_URL', 'http://mongo/kvitok'],
  ['KVITOK_KURRENTDB_URL', 'https://admin:s3cret@log:2113'],
])('refuses %s=%s by name and tells no value', (name, value) => {
  const faults = faultsOf({ ...SHARED, [name]: value });
  expect(faults).toHaveLength(1);
  expect(faults[0]).toMatch(new RegExp(`^${name} `));
  expect(faults[0]).not.toContain('s3cret');
});
