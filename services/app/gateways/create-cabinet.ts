import { INestApplication, Provider } from '@nestjs/common';
import { BILLING_CLIENT, INSTALMENTS_CLIENT, SLIPS_CLIENT } from '#services/billing/api/client';
import { IDENTITY_CLIENT } from '#services/identity/api/client';
import { METERING_CLIENT } from '#services/metering/api/client';
import { PAYMENTS_CLIENT } from '#services/payments/api/client';
import { ORDERS_CLIENT, SUPPORT_CLIENT } from '#services/support/api/client';
import { CabinetSettings, configureCabinet, ResidentModule, WAIT_UNTIL_SEEN } from '#services/resident';
import { Kvitok } from '../create-kvitok';
import { createGateway, GatewaySurroundings } from './create-gateway';
import { clientsOf, GatewaySource, sourceInProcess } from './gateway-source';

/** The clients of the services, each of which the module of its service exports. */
export const CLIENTS = [
  BILLING_CLIENT,
  INSTALMENTS_CLIENT,
  SLIPS_CLIENT,
  METERING_CLIENT,
  PAYMENTS_CLIENT,
  IDENTITY_CLIENT,
  SUPPORT_CLIENT,
  ORDERS_CLIENT,
];

/**
 * The cabinet of residents beside the services of the same process: an application of its own with its own port, so
 * that whoever reaches the cabinet reaches no operation of a service. Whoever asked for it calls `listen`.
 */
export function createCabinet(
  kvitok: Kvitok,
  settings: CabinetSettings,
  others: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<INestApplication> {
  return openCabinet(sourceInProcess(kvitok, others), settings);
}

/** The cabinet over whatever services there are. */
export async function openCabinet(
  source: GatewaySource,
  settings: CabinetSettings,
  surroundings: GatewaySurroundings = {},
): Promise<INestApplication> {
  const providers: Provider[] = [
    ...clientsOf(source, CLIENTS),
    { provide: WAIT_UNTIL_SEEN, useValue: (position: number) => source.untilSeen(position) },
  ];
  const cabinet = await createGateway(ResidentModule.forRoot(settings, providers), surroundings);
  await configureCabinet(cabinet);
  await cabinet.init();
  return cabinet;
}
