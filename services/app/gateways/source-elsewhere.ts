import { Clients, createClients, LineState } from '#libs/clients';
import { DEFAULT_TIME_ZONE, ServiceAddresses, systemClock } from '#libs/platform';
import { COMPANIES_CLIENT, CompaniesClient } from '#services/billing/api/client';
import { CLIENTS_OF_SERVICES, ServiceName, STANDING_CLIENTS, StandingClient } from '../clients';
import { SERVICES } from '../services';
import { GatewaySource } from './gateway-source';
import { untilSeen } from './until-seen';

/** How often it is looked whether a company was registered meanwhile. */
const ZONE_EVERY_MILLISECONDS = 30_000;
/** How often services are asked that have not answered yet. */
const BEGINNING_EVERY_MILLISECONDS = 1_000;
/** In the order of the day, as they stand where one process runs them all. */
const JOBS_OF: readonly ServiceName[] = ['billing', 'payments', 'identity', 'support', 'metering'];

/** Services of other processes. */
export interface SourceElsewhere extends GatewaySource {
  /**
   * True from when every service has answered once. A service that is away later makes no copy of the gateway unfit: it
   * says so on the pages that need it, and all others go on.
   */
  isReady(): boolean;
  states(): ReadonlyMap<string, LineState>;
  /** Asks the services for the first time, and from then on for what a clock and readiness need. Never throws. */
  start(): Promise<void>;
  stop(): void;
}

/** Everything that a gateway needs, from processes of the services at these addresses. */
export function sourceElsewhere(addresses: ServiceAddresses, key: string): SourceElsewhere {
  const elsewhere = [...CLIENTS_OF_SERVICES].map(([service, definitions]) => ({
    service,
    address: addresses[service],
    definitions,
  }));
  return new HttpSource(createClients(elsewhere, key));
}

class HttpSource implements SourceElsewhere {
  readonly clock = systemClock(() => this.zone);
  readonly untilSeen: (position: number) => Promise<void>;
  private zone = DEFAULT_TIME_ZONE;
  private readonly unheard = new Set(CLIENTS_OF_SERVICES.keys());
  private readonly timers: NodeJS.Timeout[] = [];

  constructor(private readonly clients: Clients) {
    // Reactions are given messages in this order.
    this.untilSeen = untilSeen(SERVICES.map(({ name }) => this.standing(name as ServiceName)));
  }

  client(token: symbol): unknown {
    const client = this.clients.byToken.get(token);
    if (client === undefined) throw new RangeError(`There is no client ${String(token)}`);
    return client;
  }

  async jobs() {
    const all = (await Promise.all(JOBS_OF.map((service) => this.standing(service).jobs()))).flat();
    return [...all.filter(({ hours }) => hours !== null), ...all.filter(({ hours }) => hours === null)];
  }

  isReady(): boolean {
    return this.unheard.size === 0;
  }

  states(): ReadonlyMap<string, LineState> {
    return this.clients.states();
  }

  async start(): Promise<void> {
    const every = (milliseconds: number, work: () => Promise<void>) =>
      this.timers.push(setInterval(() => void work(), milliseconds).unref());
    every(ZONE_EVERY_MILLISECONDS, () => this.refreshZone());
    every(BEGINNING_EVERY_MILLISECONDS, () => this.listen());
    await Promise.all([this.refreshZone(), this.listen()]);
  }

  stop(): void {
    for (const timer of this.timers.splice(0)) clearInterval(timer);
    this.clients.close();
  }

  private async refreshZone(): Promise<void> {
    const companies = this.client(COMPANIES_CLIENT) as CompaniesClient;
    const company = await companies.company().catch(() => null);
    if (company !== null) this.zone = company.timeZone;
  }

  private async listen(): Promise<void> {
    const asking = [...this.unheard].map((service) =>
      this.standing(service)
        .folded(0, 0)
        .then(
          () => void this.unheard.delete(service),
          () => undefined,
        ),
    );
    await Promise.all(asking);
  }

  private standing(service: ServiceName): StandingClient {
    return this.client(STANDING_CLIENTS[service]) as StandingClient;
  }
}
