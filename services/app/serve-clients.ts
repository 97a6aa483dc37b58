import { Clients, createClients } from '#libs/clients';
import { ServiceAddresses } from '#libs/platform';
import { CLIENTS_OF_SERVICES, ServiceName, STANDING_CLIENTS, StandingClient } from './clients';
import { NO_IMPORT, PACKAGE_IMPORT } from '../back-office/api/package-import';
import { Kvitok } from './create-kvitok';
import { ServiceParts } from './services';
import { jobsOf, progressOf } from './standing';

/** Makes the process answer for all clients of its services, those among them that no module provides. */
export function serveClients(
  kvitok: Kvitok,
  services: readonly ServiceParts[],
  others: ReadonlyMap<symbol, unknown> = new Map(),
): void {
  for (const service of services) {
    const standing: StandingClient = {
      ...progressOf(kvitok.stack, [service]),
      jobs: () => jobsOf(kvitok, [service]),
    };
    kvitok.clients.set(STANDING_CLIENTS[service.name as ServiceName], standing);
  }
  kvitok.clients.set(PACKAGE_IMPORT, NO_IMPORT);
  for (const [token, client] of others) kvitok.clients.set(token, client);
}

/** Lets the process ask services that run elsewhere, where somebody has said where; null where there is none to ask. */
function askNeighbours(
  kvitok: Kvitok,
  services: readonly ServiceParts[],
  addresses: Partial<ServiceAddresses>,
  key: string,
): Clients | null {
  const elsewhere = [...CLIENTS_OF_SERVICES].flatMap(([service, definitions]) => {
    const address = addresses[service];
    const isOwn = services.some(({ name }) => name === service);
    return address === undefined || isOwn ? [] : [{ service, address, definitions }];
  });
  if (elsewhere.length === 0) return null;
  const clients = createClients(elsewhere, key);
  for (const [token, client] of clients.byToken) {
    // What the process answers for itself stays its own.
    if (!kvitok.clients.has(token)) kvitok.clients.set(token, client);
  }
  return clients;
}

interface Living {
  onModuleInit?(): unknown;
  onModuleDestroy?(): unknown;
}

export interface ClientsOfProcess {
  /** What the back-office is given besides the clients of services. */
  readonly others: ReadonlyMap<symbol, unknown>;
  /** A back-office of this process begins and ends what it is given; for one elsewhere the process does. */
  begin(backOffice: unknown): Promise<void>;
  end(): Promise<void>;
}

/** All that a serving process answers for and asks. */
export function clientsOfProcess(
  kvitok: Kvitok,
  services: readonly ServiceParts[],
  options: {
    readonly key: string;
    readonly neighbours?: Partial<ServiceAddresses>;
    officeClients?(kvitok: Kvitok): ReadonlyMap<symbol, unknown>;
  },
): ClientsOfProcess {
  const others = options.officeClients?.(kvitok) ?? new Map<symbol, unknown>();
  serveClients(kvitok, services, others);
  const neighbours = askNeighbours(kvitok, services, options.neighbours ?? {}, options.key);
  let living: readonly Living[] = [];
  return {
    others,
    async begin(backOffice) {
      if (backOffice !== null) return;
      living = [...others.values()] as readonly Living[];
      for (const one of living) await one.onModuleInit?.();
    },
    async end() {
      for (const one of living) await one.onModuleDestroy?.();
      neighbours?.close();
    },
  };
}
