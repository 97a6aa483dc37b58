import { INestApplication } from '@nestjs/common';
import { GatewayServing, isLoopback, keyInFile, Settings } from '#libs/platform';
import { createBackOffice } from './create-back-office';
import { createCabinet } from './create-cabinet';
import { Kvitok } from '../create-kvitok';
import { urlOf } from '../listening';

const FORM_KEY_FILE = 'form-secret.key';
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export interface ServedGateway {
  readonly app: INestApplication;
  /** Where it listens. */
  readonly url: string;
  /** Where people reach it. */
  readonly publicAddress: string;
}

/** The gateways of a process; null for one that the settings do not want. */
export interface ServedGateways {
  readonly cabinet: ServedGateway | null;
  readonly backOffice: ServedGateway | null;
  /** Whoever is at a page gets the answer. */
  close(): Promise<void>;
}

/**
 * The gateways beside the services of the process, all of which they ask, each listening on a port of its own.
 * Throws what `listen` throws.
 */
export async function serveGateways(
  kvitok: Kvitok,
  settings: Settings,
  officeClients: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<ServedGateways> {
  const { dataDir } = settings;
  const cabinet = await serveGateway(settings.cabinet, dataDir, (own) => createCabinet(kvitok, own));
  try {
    const backOffice = await serveGateway(settings.backOffice, dataDir, (own) =>
      createBackOffice(kvitok, own, officeClients),
    );
    return {
      cabinet,
      backOffice,
      async close() {
        await cabinet?.app.close();
        await backOffice?.app.close();
      },
    };
  } catch (error) {
    await cabinet?.app.close();
    throw error;
  }
}

interface OwnSettings {
  readonly publicAddress: string;
  readonly allowedHosts: readonly string[];
  readonly formSecret: string;
  readonly proxies: number;
}

/** One gateway, listening; null where none is wanted. The folder is for the key of forms, where the settings hold none. */
export async function serveGateway(
  wanted: GatewayServing | null,
  dataDir: string,
  create: (settings: OwnSettings) => Promise<INestApplication>,
): Promise<ServedGateway | null> {
  if (wanted === null) return null;
  const { port, host, publicAddress, proxies, formSecret } = wanted;
  const address = publicAddress ?? localAddress(host, port);
  const app = await create({
    publicAddress: address,
    allowedHosts: publicAddress === null && !isLoopback(host) ? [] : [new URL(address).hostname, ...LOOPBACK_NAMES],
    formSecret: formSecret ?? keyInFile(dataDir, FORM_KEY_FILE).toString('hex'),
    proxies,
  });
  try {
    await app.listen(port, host);
  } catch (error) {
    await app.close();
    throw error;
  }
  const url = urlOf(app);
  // The bank and letters lead back to the same name: under another one the browser would have other cookies.
  const reached = isLoopback(host) ? localAddress(host, Number(new URL(url).port)) : url;
  return { app, url, publicAddress: publicAddress ?? reached };
}

/** Where people of the same machine reach a gateway, as everything that leads back to it names it. */
function localAddress(host: string, port: number): string {
  return `http://${isLoopback(host) ? 'localhost' : host}:${String(port)}`;
}
