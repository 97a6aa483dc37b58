import { INestApplication } from '@nestjs/common';
import type { AddressInfo, Server } from 'node:net';
import { isLoopback, keyInFile, Settings } from '#libs/platform';
import { CabinetSettings } from '#services/resident';
import { createCabinet } from './create-cabinet';
import { Kvitok } from './create-kvitok';

const FORM_KEY_FILE = 'form-secret.key';
const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

export interface ServedCabinet {
  readonly cabinet: INestApplication;
  /** Where it listens. */
  readonly url: string;
  /** Where residents reach it. */
  readonly publicAddress: string;
}

/**
 * The cabinet beside the services of the process, all of which it asks, listening. Null where the settings want none.
 * Throws what `listen` throws.
 */
export async function serveCabinet(kvitok: Kvitok, settings: Settings): Promise<ServedCabinet | null> {
  const { cabinet: wanted, dataDir } = settings;
  if (wanted === null) return null;
  const { port, host, publicAddress, proxies, formSecret } = wanted;
  const address = publicAddress ?? `http://${isLoopback(host) ? 'localhost' : host}:${String(port)}`;
  const cabinetSettings: CabinetSettings = {
    publicAddress: address,
    allowedHosts: publicAddress === null && !isLoopback(host) ? [] : [new URL(address).hostname, ...LOOPBACK_NAMES],
    formSecret: formSecret ?? keyInFile(dataDir, FORM_KEY_FILE).toString('hex'),
    proxies,
  };
  const cabinet = await createCabinet(kvitok, cabinetSettings);
  try {
    await cabinet.listen(port, host);
  } catch (error) {
    await cabinet.close();
    throw error;
  }
  const url = urlOf(cabinet);
  return { cabinet, url, publicAddress: publicAddress ?? url };
}

/** Where an application listens. */
export function urlOf(app: INestApplication): string {
  const { address, port, family } = (app.getHttpServer() as Server).address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}
