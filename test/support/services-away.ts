import { ServiceAwayError } from '#libs/clients';
import type { Kvitok } from '#services/app';
import { BILLING_CLIENT, INSTALMENTS_CLIENT, SLIPS_CLIENT } from '../../services/billing/api/client';
import { IDENTITY_CLIENT } from '../../services/identity/api/client';
import { METERING_CLIENT } from '../../services/metering/api/client';
import { PAYMENTS_CLIENT } from '../../services/payments/api/client';
import { ORDERS_CLIENT, SUPPORT_CLIENT } from '../../services/support/api/client';

const CLIENTS_OF = {
  identity: [IDENTITY_CLIENT],
  metering: [METERING_CLIENT],
  billing: [BILLING_CLIENT, INSTALMENTS_CLIENT, SLIPS_CLIENT],
  payments: [PAYMENTS_CLIENT],
  support: [SUPPORT_CLIENT, ORDERS_CLIENT],
} as const;

export type AnyService = keyof typeof CLIENTS_OF;
export const ANY_SERVICES = Object.keys(CLIENTS_OF) as readonly AnyService[];

/** `silent` does what it is told, and its answer does not come. */
type Absence = 'unreached' | 'silent';

/** Services behind a gateway that can be taken away, each as the line to it would tell. */
export class ServicesAway {
  private readonly away = new Map<AnyService, Absence>();

  /** The clients of all services, for the gateway. */
  readonly clients = ({ app }: Kvitok): ReadonlyMap<symbol, unknown> =>
    new Map(
      ANY_SERVICES.flatMap((service) =>
        CLIENTS_OF[service].map((token): [symbol, unknown] => [
          token,
          this.overLine(service, app.get<object>(token, { strict: false })),
        ]),
      ),
    );

  /** Does something while these services are away, and brings them back. */
  async during<Result>(
    services: readonly AnyService[],
    work: () => Promise<Result>,
    how: Absence = 'unreached',
  ): Promise<Result> {
    for (const service of services) this.away.set(service, how);
    try {
      return await work();
    } finally {
      this.away.clear();
    }
  }

  private overLine(service: AnyService, client: object): object {
    return new Proxy(client, {
      get: (target, method) => {
        const value: unknown = Reflect.get(target, method);
        if (typeof value !== 'function') return value;
        return async (...given: unknown[]): Promise<unknown> => {
          const absence = this.away.get(service);
          if (absence === 'unreached') throw new ServiceAwayError(service, 'unreached');
          const answer: unknown = await (value as (...all: unknown[]) => unknown).apply(target, given);
          if (absence === 'silent') throw new ServiceAwayError(service, 'late', { mayBeDone: true });
          return answer;
        };
      },
    });
  }
}
