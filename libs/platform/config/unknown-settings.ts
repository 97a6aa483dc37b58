import { closest, distance } from 'fastest-levenshtein';
import { Environment } from './settings';

/** Every variable of that beginning which some program of Kvitok reads; a test holds the list against the code. */
export const SETTINGS: readonly string[] = [
  'KVITOK_ACCEPTED_KEYS',
  'KVITOK_ACQUIRER',
  'KVITOK_ALLOWED_HOSTS',
  'KVITOK_BACK_OFFICE_ADDRESS',
  'KVITOK_BACK_OFFICE_HOST',
  'KVITOK_BACK_OFFICE_PORT',
  'KVITOK_BACK_OFFICE_PROXIES',
  'KVITOK_BILLING_URL',
  'KVITOK_CABINET_ADDRESS',
  'KVITOK_CABINET_HOST',
  'KVITOK_CABINET_PORT',
  'KVITOK_CABINET_PROXIES',
  'KVITOK_CODE_PEPPER',
  'KVITOK_CODE_PRINT_KEY',
  'KVITOK_DATA_DIR',
  'KVITOK_DEBUG',
  'KVITOK_FORM_SECRET',
  'KVITOK_IDENTITY_URL',
  'KVITOK_KAFKA_BROKERS',
  'KVITOK_KAFKA_PARTITIONS',
  'KVITOK_KAFKA_PASSWORD',
  'KVITOK_KAFKA_REPLICAS',
  'KVITOK_KAFKA_TLS',
  'KVITOK_KAFKA_USERNAME',
  'KVITOK_KURRENTDB_URL',
  'KVITOK_MAIL_FROM',
  'KVITOK_METERING_URL',
  'KVITOK_METRICS_HOST',
  'KVITOK_METRICS_KEY',
  'KVITOK_METRICS_PORT',
  'KVITOK_MODE',
  'KVITOK_MONGODB_URL',
  'KVITOK_NIGHTS',
  'KVITOK_PAYMENTS_URL',
  'KVITOK_PERSON_MASTER_KEY',
  'KVITOK_REGISTRY_FILE_DAYS',
  'KVITOK_SANDBOX_BANK_ADDRESS',
  'KVITOK_SANDBOX_BANK_PORT',
  'KVITOK_SERVICES_KEY',
  'KVITOK_SMTP_TLS',
  'KVITOK_SMTP_URL',
  'KVITOK_SUPPORT_URL',
  'KVITOK_YOOKASSA_SECRET_KEY',
  'KVITOK_YOOKASSA_SHOP_ID',
];

/** A slip of the hand: more letters than these, and another word was meant. */
const SLIPS_MAX = 4;

/** Kubernetes tells every process the addresses of services, under the names of those. */
const SERVICE_ADDRESS_NAME =
  /^KVITOK_[A-Z0-9_]+_(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$/;
const SERVICE_ADDRESS = /^(tcp|udp|sctp):\/\//;

/**
 * What an environment sets that nobody reads, a sentence for each: a setting with a mistyped name would leave its usual
 * value in force, unnoticed. Names alone are told: a value may be a secret.
 */
export function unknownSettings(environment: Environment): readonly string[] {
  const given = Object.keys(environment).filter((name) => name.startsWith('KVITOK_') && !SETTINGS.includes(name));
  return given
    .filter((name) => !SERVICE_ADDRESS_NAME.test(name) && !SERVICE_ADDRESS.test(environment[name] ?? ''))
    .sort()
    .map((name) => `SETTING_UNKNOWN: ${name} is no setting of Kvitok, nobody reads it.${meantBy(name)}`);
}

function meantBy(name: string): string {
  const nearest = closest(name, [...SETTINGS]);
  return distance(name, nearest) <= SLIPS_MAX ? ` Did you mean ${nearest}?` : '';
}

/** Tells them on standard error, before anything that a mistyped name may be the cause of. */
export function tellUnknownSettings(environment: Environment): void {
  for (const sentence of unknownSettings(environment)) process.stderr.write(`${sentence}\n`);
}
