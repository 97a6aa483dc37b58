import { z } from 'zod';
import { SettingsError } from './settings';

const PARTITIONS_MAX = 1_000;
const REPLICAS_MAX = 9;

/** A whole number of a range. */
const count = (usual: string, max: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .default(usual)
    .transform(Number)
    .refine((number) => number >= 1 && number <= max, `must be 1 to ${String(max)}`);

const broker = /^[A-Za-z0-9_.-]{1,255}:\d{1,5}$|^\[[0-9a-fA-F:]{2,45}\]:\d{1,5}$/;

const schema = z.object({
  KVITOK_MODE: z.enum(['embedded', 'distributed'], 'must be embedded or distributed').default('embedded'),
  KVITOK_KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()])))
    .pipe(z.array(z.string().regex(broker, 'must be addresses host:port with commas between')).min(1))
    .optional(),
  KVITOK_KAFKA_PARTITIONS: count('12', PARTITIONS_MAX),
  KVITOK_KAFKA_REPLICAS: count('1', REPLICAS_MAX),
  KVITOK_KAFKA_TLS: z.enum(['on', 'off'], 'must be on or off').default('off'),
  KVITOK_KAFKA_USERNAME: z.string().max(255).optional(),
  KVITOK_KAFKA_PASSWORD: z.string().max(1_000).optional(),
  KVITOK_MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^/\s]+\/[A-Za-z0-9_-]{1,60}(\?\S*)?$/, 'must be mongodb://… and name a database')
    .optional(),
  KVITOK_KURRENTDB_URL: z
    .string()
    .regex(/^(kurrentdb|esdb)(\+discover)?:\/\/\S+$/, 'must be kurrentdb://…')
    .optional(),
});

/** What the processes of the distributed mode share. */
export interface DistributedSettings {
  readonly kafka: {
    /** `host:port`; one that answers tells of the others. */
    readonly brokers: readonly string[];
    /** Of a topic when it is made: at most so many processes of one service share its work. */
    readonly partitions: number;
    readonly replicas: number;
    readonly tls: boolean;
    /** Null: the brokers ask nobody who they are. */
    readonly login: { readonly username: string; readonly password: string } | null;
  };
  /** With the name of the database, and maybe a password in it. */
  readonly mongoUrl: string;
  /** Null: the log is the SQLite file of the data folder, which the processes of one host share. */
  readonly kurrentUrl: string | null;
}

/**
 * The settings of a process that others ask: besides, the key of the services has to be named, since one that a process made
 * for itself is known to no other. Throws SettingsError.
 */
export function readServingDistributedSettings(environment: Variables): DistributedSettings | null {
  return readDistributedSettings(environment, { serving: true });
}

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * How the process shares its work with others; null for the embedded mode, in which it does not. An empty variable counts
 * as absent. Throws SettingsError.
 */
export function readDistributedSettings(
  environment: Variables,
  { serving = false }: { readonly serving?: boolean } = {},
): DistributedSettings | null {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`));
  }
  const { KVITOK_MODE: mode, KVITOK_KAFKA_BROKERS: brokers, KVITOK_MONGODB_URL: mongoUrl } = parsed.data;
  if (mode === 'embedded') return null;
  const { KVITOK_KAFKA_USERNAME: username, KVITOK_KAFKA_PASSWORD: password } = parsed.data;
  const faults = [
    ...(brokers === undefined ? ['KVITOK_KAFKA_BROKERS must be set where KVITOK_MODE is distributed'] : []),
    ...(mongoUrl === undefined ? ['KVITOK_MONGODB_URL must be set where KVITOK_MODE is distributed'] : []),
    ...(serving && given['KVITOK_SERVICES_KEY'] === undefined
      ? ['KVITOK_SERVICES_KEY must be set where KVITOK_MODE is distributed, the same for every process']
      : []),
    ...((username === undefined) === (password === undefined)
      ? []
      : ['KVITOK_KAFKA_USERNAME and KVITOK_KAFKA_PASSWORD must be set together']),
  ];
  if (brokers === undefined || mongoUrl === undefined || faults.length > 0) throw new SettingsError(faults);
  return {
    kafka: {
      brokers,
      partitions: parsed.data.KVITOK_KAFKA_PARTITIONS,
      replicas: parsed.data.KVITOK_KAFKA_REPLICAS,
      tls: parsed.data.KVITOK_KAFKA_TLS === 'on',
      login: username === undefined || password === undefined ? null : { username, password },
    },
    mongoUrl,
    kurrentUrl: parsed.data.KVITOK_KURRENTDB_URL ?? null,
  };
}
