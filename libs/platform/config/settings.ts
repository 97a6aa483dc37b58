import { z } from 'zod';
import { readSender } from '#libs/mail';
import { isServicesKey, SERVICES_KEY_CHARACTERS_MIN } from '../http/services-key';
import { LOG_LEVELS } from '../telemetry/logging';

/** An environment that the process cannot start with. Names variables and rules, never values: one may be a secret. */
export class SettingsError extends Error {
  readonly code = 'SETTINGS_INVALID';

  constructor(readonly faults: readonly string[]) {
    super(`The settings are wrong:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
    this.name = 'SettingsError';
  }
}

const LOOPBACK = ['127.0.0.1', '::1', 'localhost'];
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

const hostName = z.string().regex(/^[A-Za-z0-9_.:[\]-]{1,255}$/, 'must be a host name or an address');

const FORM_SECRET_CHARACTERS_MIN = 32;
const PROXIES_MAX = 10;
/** Files of banks name people: nobody keeps them for longer without having accepted them. */
const REGISTRY_FILE_DAYS_MAX = 90;

const port = (usual: string) =>
  z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .default(usual)
    .transform(Number)
    .refine((number) => number <= 65_535, 'must be a port number');

const gatewayPort = (usual: number) =>
  z.union([z.literal('off'), port(String(usual))], 'must be a port number, or off').default(usual);

/** A key that is sent as `Authorization: Bearer`. */
export const bearerKey = (whatItIs?: string) =>
  z
    .string(whatItIs)
    .refine(
      isServicesKey,
      `must have at least ${String(SERVICES_KEY_CHARACTERS_MIN)} letters, digits, and of the signs - . _ ~ + / =`,
    );

const proxyCount = z
  .string()
  .regex(/^\d{1,2}$/, 'must be the number of proxies in front')
  .default('0')
  .transform(Number)
  .refine((count) => count <= PROXIES_MAX, `must be at most ${String(PROXIES_MAX)}`);

const publicAddress = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9_.:[\]-]{1,255}\/?$/, 'must be an address such as https://lk.example.ru')
  .transform((address) => new URL(address).origin);

const schema = z.object({
  KVITOK_DATA_DIR: z.string().trim().min(1, 'must name a folder').max(4_096).default('./data'),
  PORT: port('3000'),
  HOST: hostName.default('127.0.0.1'),
  KVITOK_ALLOWED_HOSTS: z
    .string()
    .default('')
    .transform((text) => text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])))
    .pipe(z.array(hostName)),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  KVITOK_NIGHTS: z.enum(['on', 'off'], 'must be on or off').default('on'),
  KVITOK_REGISTRY_FILE_DAYS: z
    .string()
    .regex(/^\d{1,3}$/, 'must be a number of days')
    .default('7')
    .transform(Number)
    .refine(
      (days) => days >= 1 && days <= REGISTRY_FILE_DAYS_MAX,
      `must be 1 to ${String(REGISTRY_FILE_DAYS_MAX)} days`,
    ),
  KVITOK_CABINET_PORT: gatewayPort(3001),
  KVITOK_CABINET_HOST: hostName.default('127.0.0.1'),
  KVITOK_CABINET_ADDRESS: publicAddress.optional(),
  KVITOK_CABINET_PROXIES: proxyCount,
  KVITOK_BACK_OFFICE_PORT: gatewayPort(3003),
  KVITOK_BACK_OFFICE_HOST: hostName.default('127.0.0.1'),
  KVITOK_BACK_OFFICE_ADDRESS: publicAddress.optional(),
  KVITOK_BACK_OFFICE_PROXIES: proxyCount,
  KVITOK_SERVICES_KEY: bearerKey().optional(),
  KVITOK_METRICS_KEY: bearerKey().optional(),
  KVITOK_FORM_SECRET: z
    .string()
    .min(FORM_SECRET_CHARACTERS_MIN, `must have at least ${String(FORM_SECRET_CHARACTERS_MIN)} characters`)
    .optional(),
});

/** How a gateway is served: the residents' cabinet, or the back-office. */
export interface GatewayServing {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Where people reach it; null: where it listens. */
  readonly publicAddress: string | null;
  /** Proxies in front of it, each of which names the address of whoever asked it. */
  readonly proxies: number;
  /** Signs the tokens of forms; null: a key file in the data folder. */
  readonly formSecret: string | null;
}

const mailSchema = z.object({
  KVITOK_SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/\S+$/, 'must be the address of a mail server, smtp:// or smtps://')
    .optional(),
  KVITOK_SMTP_TLS: z.enum(['required', 'optional'], 'must be required or optional').default('required'),
  KVITOK_MAIL_FROM: z
    .string()
    .default('Kvitok <kvitok@localhost>')
    .refine(isSender, 'must be an address, or a name and <address>'),
});

function isSender(text: string): boolean {
  try {
    readSender(text);
    return true;
  } catch {
    return false;
  }
}

/** How letters leave. */
export interface MailSettings {
  /** `smtp://…` or `smtps://…`, with the password in it; null puts letters into files of the data folder. */
  readonly smtpUrl: string | null;
  /** Whether a letter goes to the server enciphered or not at all. */
  readonly tls: 'required' | 'optional';
  /** An address, or a name and `<address>`. */
  readonly from: string;
}

export interface Settings {
  readonly dataDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly host: string;
  /** Names under which the API answers; empty for any name. */
  readonly allowedHosts: readonly string[];
  /** Opens the API of the services; null: a key file in the data folder. */
  readonly servicesKey: string | null;
  /** Opens the figures of the process and nothing else; null: the key of the services does. */
  readonly metricsKey: string | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Whether the process runs the nightly jobs by itself. */
  readonly nights: boolean;
  /** So long a bank’s file that was checked waits to be accepted, days; then it is removed. */
  readonly registryFileDays: number;
  /** Null: the process serves no cabinet. */
  readonly cabinet: GatewayServing | null;
  /** Null: the process serves no back-office. */
  readonly backOffice: GatewayServing | null;
  readonly mail: MailSettings;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The settings of a serving process. An empty variable counts as absent. Throws SettingsError. */
export function readSettings(environment: Environment): Settings {
  const settings = readShape(schema.extend(mailSchema.shape), environment);
  // Whoever collects figures would hold the key of everything after all.
  if (settings.KVITOK_METRICS_KEY !== undefined && settings.KVITOK_METRICS_KEY === settings.KVITOK_SERVICES_KEY)
    throw new SettingsError(['KVITOK_METRICS_KEY must be another key than KVITOK_SERVICES_KEY']);
  const { KVITOK_DATA_DIR, PORT, HOST, KVITOK_ALLOWED_HOSTS, LOG_LEVEL, KVITOK_NIGHTS } = settings;
  const own = isLoopback(HOST) ? LOOPBACK_NAMES : [];
  return {
    dataDir: KVITOK_DATA_DIR,
    port: PORT,
    host: HOST,
    // Names given for a port that everybody may reach are all the names; on the own machine its usual names are added.
    allowedHosts: KVITOK_ALLOWED_HOSTS.length === 0 ? own : [...new Set([...own, ...KVITOK_ALLOWED_HOSTS])],
    servicesKey: settings.KVITOK_SERVICES_KEY ?? null,
    metricsKey: settings.KVITOK_METRICS_KEY ?? null,
    logLevel: LOG_LEVEL,
    nights: KVITOK_NIGHTS === 'on',
    registryFileDays: settings.KVITOK_REGISTRY_FILE_DAYS,
    cabinet: servingOf(settings, 'CABINET'),
    backOffice: servingOf(settings, 'BACK_OFFICE'),
    mail: readMailSettings(environment),
  };
}

function servingOf(data: z.output<typeof schema>, gateway: 'CABINET' | 'BACK_OFFICE'): GatewayServing | null {
  const port = data[`KVITOK_${gateway}_PORT`];
  if (port === 'off') return null;
  return {
    port,
    host: data[`KVITOK_${gateway}_HOST`],
    publicAddress: data[`KVITOK_${gateway}_ADDRESS`] ?? null,
    proxies: data[`KVITOK_${gateway}_PROXIES`],
    formSecret: data.KVITOK_FORM_SECRET ?? null,
  };
}

/** Whether an address is reached from the machine alone. */
export function isLoopback(host: string): boolean {
  return LOOPBACK.includes(host);
}

/** How letters leave, for whatever sends them. Throws SettingsError. */
export function readMailSettings(environment: Environment): MailSettings {
  const { KVITOK_SMTP_URL, KVITOK_SMTP_TLS, KVITOK_MAIL_FROM } = readShape(mailSchema, environment);
  return { smtpUrl: KVITOK_SMTP_URL ?? null, tls: KVITOK_SMTP_TLS, from: KVITOK_MAIL_FROM };
}

/** How letters leave, as a process says at its start: a code, for whoever watches, and its meaning. */
export interface MailWay {
  readonly code:
    'MAIL_TO_FILES' | 'MAIL_TLS_REQUIRED' | 'MAIL_TLS_NOT_REQUIRED_LOOPBACK' | 'MAIL_TLS_NOT_REQUIRED_BY_SETTING';
  /** True where letters may go over a network in clear. */
  readonly isOpen: boolean;
}

/** What stands in `KVITOK_SMTP_URL` is not told: it holds a password. */
export function mailWayOf({ smtpUrl, tls }: MailSettings): MailWay {
  if (smtpUrl === null) return { code: 'MAIL_TO_FILES', isOpen: false };
  if (smtpUrl.startsWith('smtps:')) return { code: 'MAIL_TLS_REQUIRED', isOpen: false };
  if (tls === 'optional') return { code: 'MAIL_TLS_NOT_REQUIRED_BY_SETTING', isOpen: !isLocalServer(smtpUrl) };
  if (isLocalServer(smtpUrl)) return { code: 'MAIL_TLS_NOT_REQUIRED_LOOPBACK', isOpen: false };
  return { code: 'MAIL_TLS_REQUIRED', isOpen: false };
}

function isLocalServer(smtpUrl: string): boolean {
  return URL.canParse(smtpUrl) && LOOPBACK_NAMES.includes(new URL(smtpUrl).hostname);
}

/** What a shape makes of an environment. An empty variable counts as absent. Throws SettingsError. */
export function readShape<Schema extends z.ZodType>(shape: Schema, environment: Environment): z.infer<Schema> {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = shape.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new SettingsError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
}
