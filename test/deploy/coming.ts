/**
 * What the files of deployment name and the code does not have yet. A name that has come into the code is taken off this
 * list; the list is empty when the distributed mode is whole.
 */
export const COMING_VARIABLES: readonly string[] = [
  'KVITOK_MODE',
  'KVITOK_KAFKA_BROKERS',
  'KVITOK_KAFKA_PARTITIONS',
  'KVITOK_KAFKA_REPLICAS',
  'KVITOK_KAFKA_TLS',
  'KVITOK_KAFKA_USERNAME',
  'KVITOK_KAFKA_PASSWORD',
  'KVITOK_MONGODB_URL',
  'KVITOK_KURRENTDB_URL',
  'KVITOK_IDENTITY_URL',
  'KVITOK_METERING_URL',
  'KVITOK_BILLING_URL',
  'KVITOK_PAYMENTS_URL',
  'KVITOK_SUPPORT_URL',
];

export const COMING_PROCESSES: readonly string[] = ['services/resident/main.ts', 'services/back-office/main.ts'];
