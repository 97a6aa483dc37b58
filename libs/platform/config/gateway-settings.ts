import { z } from 'zod';
import { bearerKey, Environment, GatewayServing, readSettings, readShape, Settings, SettingsError } from './settings';

const SERVICE_VARIABLES = {
  identity: 'KVITOK_IDENTITY_URL',
  metering: 'KVITOK_METERING_URL',
  billing: 'KVITOK_BILLING_URL',
  payments: 'KVITOK_PAYMENTS_URL',
  support: 'KVITOK_SUPPORT_URL',
} as const;

export type ServiceAddresses = Readonly<Record<keyof typeof SERVICE_VARIABLES, string>>;

const serviceAddress = z
  .string('must say where the service answers')
  .regex(/^https?:\/\/[A-Za-z0-9_.:[\]-]{1,255}\/?$/, 'must be an address such as http://billing:3000')
  .transform((address) => new URL(address).origin);

const addresses = z.object({
  KVITOK_IDENTITY_URL: serviceAddress,
  KVITOK_METERING_URL: serviceAddress,
  KVITOK_BILLING_URL: serviceAddress,
  KVITOK_PAYMENTS_URL: serviceAddress,
  KVITOK_SUPPORT_URL: serviceAddress,
});

const shape = addresses.extend({
  KVITOK_SERVICES_KEY: bearerKey('must be the key of the services'),
  // Every copy of a gateway has the same one; a process without a folder makes none.
  KVITOK_FORM_SECRET: z.string('must be there, the same for every copy'),
  KVITOK_METRICS_PORT: z
    .union([z.literal('off'), z.string().regex(/^\d{1,5}$/)], 'must be a port number, or off')
    .default('off')
    .transform((port) => (port === 'off' ? null : Number(port)))
    .refine((port) => port === null || port <= 65_535, 'must be a port number'),
  KVITOK_METRICS_HOST: z
    .string()
    .regex(/^[A-Za-z0-9_.:[\]-]{1,255}$/, 'must be a host name or an address')
    .default('127.0.0.1'),
});

/** What the process of a gateway is told. */
export interface GatewaySettings {
  readonly serving: GatewayServing;
  readonly services: ServiceAddresses;
  readonly servicesKey: string;
  readonly logLevel: Settings['logLevel'];
  /**
   * Where the figures of the process are collected, with the key of the services or with that of figures alone; null where
   * nobody does.
   */
  readonly metrics: { readonly port: number; readonly host: string; readonly key: string | null } | null;
}

/** The settings of the process of a gateway. Throws SettingsError. */
export function readGatewaySettings(environment: Environment, gateway: 'cabinet' | 'backOffice'): GatewaySettings {
  const [common, own] = [attempt(() => readSettings(environment)), attempt(() => readShape(shape, environment))];
  const faults = [common, own].flatMap((one) => (one instanceof SettingsError ? one.faults : []));
  if (common instanceof SettingsError || own instanceof SettingsError) throw new SettingsError([...new Set(faults)]);
  const serving = common[gateway];
  if (serving === null)
    throw new SettingsError([`${PORTS[gateway]} must be a port number: nothing else is served here`]);
  const port = own.KVITOK_METRICS_PORT;
  return {
    serving,
    services: addressesOf(own) as ServiceAddresses,
    servicesKey: own.KVITOK_SERVICES_KEY,
    logLevel: common.logLevel,
    metrics: port === null ? null : { port, host: own.KVITOK_METRICS_HOST, key: common.metricsKey },
  };
}

/** Where services answer that the process of another one asks; those that nobody named are absent. Throws SettingsError. */
export function readNeighbours(environment: Environment): Partial<ServiceAddresses> {
  const found = Object.entries(readShape(addresses.partial(), environment)).filter(
    ([, address]) => address !== undefined,
  );
  return addressesOf(Object.fromEntries(found));
}

const PORTS = { cabinet: 'KVITOK_CABINET_PORT', backOffice: 'KVITOK_BACK_OFFICE_PORT' } as const;

function attempt<Answer>(read: () => Answer): Answer | SettingsError {
  try {
    return read();
  } catch (error) {
    if (error instanceof SettingsError) return error;
    throw error;
  }
}

function addressesOf(found: Partial<z.output<typeof addresses>>): Partial<ServiceAddresses> {
  const entries = Object.entries(SERVICE_VARIABLES).flatMap(([service, variable]) =>
    found[variable] === undefined ? [] : [[service, found[variable]]],
  );
  return Object.fromEntries(entries) as Partial<ServiceAddresses>;
}
