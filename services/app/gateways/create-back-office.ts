import { INestApplication } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  BackOfficeModule,
  BackOfficeSettings,
  configureBackOffice,
  NO_IMPORT,
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
import { JobJournal } from '../job-journal';
import { intervalJobsOf, schedulesOf } from '../schedule';
import { SERVICES } from '../services';
import { ORDER_REFUNDS_CLIENT, SUPPORT_OFFICE_CLIENT } from '#services/support/api/client';
import { clientsOf } from './gateway-clients';
import { untilSeen } from './until-seen';

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
export async function createBackOffice(
  kvitok: Kvitok,
  settings: BackOfficeSettings,
  others: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<INestApplication> {
  const providers = [
    ...clientsOf(kvitok, OFFICE_CLIENTS, others),
    { provide: PACKAGE_IMPORT, useValue: others.get(PACKAGE_IMPORT) ?? NO_IMPORT },
    { provide: OFFICE_WAITS_UNTIL_SEEN, useValue: untilSeen(kvitok.stack) },
    { provide: OFFICE_JOBS, useValue: jobsOf(kvitok) },
  ];
  const office = await NestFactory.create(BackOfficeModule.forRoot(settings, providers), {
    abortOnError: false,
    bodyParser: false,
  });
  configureBackOffice(office);
  await office.init();
  return office;
}

/** Every job of a process with all services, whether this one runs them or another over the same data. */
function jobsOf(kvitok: Kvitok): ReadJobs {
  const journal = new JobJournal(kvitok.stack.accessRecords, kvitok.stack.clock);
  const daily = schedulesOf(kvitok, SERVICES).map(({ name, from, until }) => ({ name, hours: { from, until } }));
  const others = intervalJobsOf(kvitok, SERVICES, '').map(({ name }) => ({ name, hours: null }));
  return async () => {
    const known = await journal.all();
    return [...daily, ...others].map((job) => ({
      ...job,
      ...(known.get(job.name) ?? { last: null, lastFailure: null }),
    }));
  };
}
