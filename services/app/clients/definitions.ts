import { carrying, ClientDefinition, defineClient, long } from '#libs/clients';
import { BILLING_CLIENTS } from '#services/billing/api/client';
import { IDENTITY_CLIENTS } from '#services/identity/api/client';
import { METERING_CLIENTS } from '#services/metering/api/client';
import { PAYMENTS_CLIENTS } from '#services/payments/api/client';
import { SUPPORT_CLIENTS } from '#services/support/api/client';
// Past the door: behind it are the pages, which no process of a service loads.
import { ARCHIVE_BYTES_MAX, PACKAGE_IMPORT, PackageImport } from '../../back-office/api/package-import';
import { SERVICE_NAMES, ServiceName, standingClient } from './standing-client';

/** The import of a company is carried out by the process of billing, whose nights wait for it. */
const packageImportClient = defineClient<PackageImport>()({
  name: 'package-import',
  token: PACKAGE_IMPORT,
  operations: {
    check: carrying('once', ARCHIVE_BYTES_MAX),
    checked: 'ask',
    forget: 'tell',
    accept: long('once'),
    goOn: long('once'),
    run: 'ask',
  },
});

const OWN: Readonly<Record<ServiceName, readonly ClientDefinition[]>> = {
  metering: METERING_CLIENTS,
  payments: PAYMENTS_CLIENTS,
  billing: [...BILLING_CLIENTS, packageImportClient],
  identity: IDENTITY_CLIENTS,
  support: SUPPORT_CLIENTS,
};

/** All that the process of a service answers for. */
export const CLIENTS_OF_SERVICES: ReadonlyMap<ServiceName, readonly ClientDefinition[]> = new Map(
  SERVICE_NAMES.map((service) => [service, [...OWN[service], standingClient(service)]]),
);

export function definitionsOf(services: readonly { readonly name: string }[]): readonly ClientDefinition[] {
  return services.flatMap(({ name }) => CLIENTS_OF_SERVICES.get(name as ServiceName) ?? []);
}
