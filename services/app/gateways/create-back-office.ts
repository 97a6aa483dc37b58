import { INestApplication } from '@nestjs/common';
import {
  BackOfficeModule,
  BackOfficeSettings,
  configureBackOffice,
  OFFICE_JOBS,
  OFFICE_WAITS_UNTIL_SEEN,
  PACKAGE_IMPORT,
  ReadJobs,
} from '#services/back-office';
import {
  ACCOUNT_HISTORY_CLIENT,
  BILLING_CLIENT,
  COMPANIES_CLIENT,
  HOUSES_CLIENT,
  PERIODS_CLIENT,
  RULES_CLIENT,
  INSTALMENTS_CLIENT,
  HOUSE_SLIPS_CLIENT,
  NIGHTS_CLIENT,
  READING_CONTROL_CLIENT,
  BILLING_OFFICE_CLIENT,
} from '#services/billing/api/client';
import { APPROVALS_CLIENT, AUDIT_CLIENT, STAFF_CLIENT, CODES_CLIENT } from '#services/identity/api/client';
import { METERING_CLIENT, METERING_OFFICE_CLIENT } from '#services/metering/api/client';
import { PAYMENTS_CLIENT, PAYMENTS_OFFICE_CLIENT, REGISTRIES_CLIENT } from '#services/payments/api/client';
import { Kvitok } from '../create-kvitok';
import { ORDER_REFUNDS_CLIENT, SUPPORT_OFFICE_CLIENT } from '#services/support/api/client';
import { createGateway, GatewaySurroundings } from './create-gateway';
import { clientsOf, GatewaySource, sourceInProcess } from './gateway-source';

/** The clients of the services that the back-office asks. Whoever adds a page that asks another one adds it here. */
const OFFICE_CLIENTS = [
  BILLING_CLIENT,
  COMPANIES_CLIENT,
  PERIODS_CLIENT,
  HOUSES_CLIENT,
  ACCOUNT_HISTORY_CLIENT,
  RULES_CLIENT,
  INSTALMENTS_CLIENT,
  NIGHTS_CLIENT,
  HOUSE_SLIPS_CLIENT,
  READING_CONTROL_CLIENT,
  METERING_CLIENT,
  METERING_OFFICE_CLIENT,
  STAFF_CLIENT,
  APPROVALS_CLIENT,
  AUDIT_CLIENT,
  BILLING_OFFICE_CLIENT,
  CODES_CLIENT,
  SUPPORT_OFFICE_CLIENT,
  ORDER_REFUNDS_CLIENT,
  PAYMENTS_CLIENT,
  PAYMENTS_OFFICE_CLIENT,
  REGISTRIES_CLIENT,
];

/**
 * The back-office beside the services of the same process: an application of its own with its own port, so that whoever
 * reaches it reaches no operation of a service. Whoever asked for it calls `listen`.
 */
export function createBackOffice(
  kvitok: Kvitok,
  settings: BackOfficeSettings,
  others: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<INestApplication> {
  return openBackOffice(sourceInProcess(kvitok, others), settings);
}

/** The back-office over whatever services there are. */
export async function openBackOffice(
  source: GatewaySource,
  settings: BackOfficeSettings,
  surroundings: GatewaySurroundings = {},
): Promise<INestApplication> {
  const jobs: ReadJobs = () => source.jobs();
  const providers = [
    ...clientsOf(source, [...OFFICE_CLIENTS, PACKAGE_IMPORT]),
    { provide: OFFICE_WAITS_UNTIL_SEEN, useValue: (position: number) => source.untilSeen(position) },
    { provide: OFFICE_JOBS, useValue: jobs },
  ];
  const office = await createGateway(BackOfficeModule.forRoot(settings, providers), surroundings);
  configureBackOffice(office);
  await office.init();
  return office;
}
