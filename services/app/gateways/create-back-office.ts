import { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BackOfficeModule,
  BackOfficeSettings,
  configureBackOffice,
  NO_IMPORT,
  OFFICE_WAITS_UNTIL_SEEN,
  PACKAGE_IMPORT,
} from '#services/back-office';
import { BILLING_CLIENT, BILLING_OFFICE_CLIENT, COMPANIES_CLIENT, PERIODS_CLIENT } from '#services/billing/api/client';
import { APPROVALS_CLIENT, AUDIT_CLIENT, CODES_CLIENT, STAFF_CLIENT } from '#services/identity/api/client';
import { SUPPORT_OFFICE_CLIENT } from '#services/support/api/client';
import { Kvitok } from '../create-kvitok';
import { PAYMENTS_CLIENT, PAYMENTS_OFFICE_CLIENT, REGISTRIES_CLIENT } from '#services/payments/api/client';
import { clientsOf } from './gateway-clients';
import { untilSeen } from './until-seen';

/** The clients of the services that the back-office asks. Whoever adds a page that asks another one adds it here. */
const OFFICE_CLIENTS = [
  BILLING_CLIENT,
  BILLING_OFFICE_CLIENT,
  COMPANIES_CLIENT,
  PERIODS_CLIENT,
  STAFF_CLIENT,
  APPROVALS_CLIENT,
  AUDIT_CLIENT,
  CODES_CLIENT,
  SUPPORT_OFFICE_CLIENT,
  PAYMENTS_CLIENT,
  PAYMENTS_OFFICE_CLIENT,
  REGISTRIES_CLIENT,
];

/**
 * The back-office beside the services of the same process: an application of its own with its own port, so that whoever
 * reaches it reaches no operation of a service. Whoever asked for it calls `listen`.
 */
export async function createBackOffice(
  kvitok: Kvitok,
  settings: BackOfficeSettings,
  others: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<INestApplication> {
  const providers = [
    ...clientsOf(kvitok, OFFICE_CLIENTS, others),
    { provide: PACKAGE_IMPORT, useValue: others.get(PACKAGE_IMPORT) ?? NO_IMPORT },
    { provide: OFFICE_WAITS_UNTIL_SEEN, useValue: untilSeen(kvitok.stack) },
  ];
  const office = await NestFactory.create(BackOfficeModule.forRoot(settings, providers), {
    abortOnError: false,
    bodyParser: false,
  });
  configureBackOffice(office);
  await office.init();
  return office;
}
