import { z } from 'zod';
import { isLoopback, SettingsError } from './settings';

const PORT_MAX = 65_535;
const CABINET_PORT = '3001';
const SANDBOX_PORT = '3002';

const origin = z
  .string()
  .regex(/^https?:\/\/[A-Za-z0-9_.:[\]-]{1,255}\/?$/, 'must be an address such as https://lk.example.ru')
  .transform((address) => new URL(address).origin);

const schema = z.object({
  KVITOK_ACQUIRER: z.enum(['off', 'sandbox', 'yookassa'], 'must be off, sandbox or yookassa').default('off'),
  KVITOK_SANDBOX_BANK_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a port number')
    .default(SANDBOX_PORT)
    .transform(Number)
    .refine((port) => port <= PORT_MAX, 'must be a port number'),
  KVITOK_SANDBOX_BANK_ADDRESS: origin.optional(),
  KVITOK_YOOKASSA_SHOP_ID: z
    .string()
    .regex(/^\d{1,20}$/, 'must be the number of the shop')
    .optional(),
  KVITOK_YOOKASSA_SECRET_KEY: z
    .string()
    .regex(/^[\w-]{10,200}$/, 'must be the secret key of the shop')
    .optional(),
  KVITOK_CABINET_ADDRESS: origin.optional(),
  KVITOK_CABINET_PORT: z.string().optional(),
  KVITOK_CABINET_HOST: z.string().default('127.0.0.1'),
});

/** At which bank residents pay on the site. */
export type AcquiringSettings =
  | { readonly kind: 'off' }
  | {
      /** The training bank, chosen by name and never by default: it moves no money. */
      readonly kind: 'sandbox';
      /** 0 takes a free one. */
      readonly port: number;
      /** Where payers reach it. */
      readonly address: string;
      /** The page of the cabinet to which payers come back. */
      readonly returnAddress: string;
    }
  | {
      readonly kind: 'yookassa';
      readonly shopId: string;
      readonly secretKey: string;
      readonly returnAddress: string;
    };

/** An empty variable counts as absent. Throws SettingsError. */
export function readAcquiringSettings(environment: Readonly<Record<string, string | undefined>>): AcquiringSettings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  }
  const { KVITOK_ACQUIRER: kind, KVITOK_SANDBOX_BANK_PORT: port } = parsed.data;
  if (kind === 'off') return { kind };
  const returnAddress = `${cabinetOf(parsed.data)}/pay/result`;
  if (kind === 'sandbox') {
    const address = parsed.data.KVITOK_SANDBOX_BANK_ADDRESS ?? `http://localhost:${String(port)}`;
    return { kind, port, address, returnAddress };
  }
  const { KVITOK_YOOKASSA_SHOP_ID: shopId, KVITOK_YOOKASSA_SECRET_KEY: secretKey } = parsed.data;
  const missing = [
    ...(shopId === undefined ? ['KVITOK_YOOKASSA_SHOP_ID'] : []),
    ...(secretKey === undefined ? ['KVITOK_YOOKASSA_SECRET_KEY'] : []),
  ];
  if (shopId === undefined || secretKey === undefined) {
    throw new SettingsError(missing.map((name) => `${name} must be set where KVITOK_ACQUIRER is yookassa`));
  }
  return { kind, shopId, secretKey, returnAddress };
}

/**
 * Where the bank sends payers back to. Only of a cabinet of the own machine it is known without being told: from a
 * telephone `localhost` is the telephone. Throws SettingsError.
 */
function cabinetOf(data: z.output<typeof schema>): string {
  const { KVITOK_ACQUIRER: bank, KVITOK_CABINET_ADDRESS: address, KVITOK_CABINET_HOST: host } = data;
  const port = data.KVITOK_CABINET_PORT ?? CABINET_PORT;
  if (address !== undefined) return address;
  if (isLoopback(host) && port !== 'off') return `http://localhost:${port}`;
  const why = port === 'off' ? 'the cabinet is not served here' : `the cabinet listens on ${host}`;
  throw new SettingsError([
    `KVITOK_CABINET_ADDRESS must say where residents reach the cabinet, such as https://lk.example.ru: ${why}, and the bank ` +
      `(KVITOK_ACQUIRER=${bank}) sends payers back there`,
  ]);
}
