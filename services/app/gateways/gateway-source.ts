import { Provider } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { GATEWAY_READY } from '#libs/gateway';
import { CLOCK } from '#libs/platform';
import { NO_IMPORT, PACKAGE_IMPORT } from '../../back-office/api/package-import';
import { JobStanding } from '../clients';
import { Kvitok } from '../create-kvitok';
import { SERVICES } from '../services';
import { jobsOf, progressOf } from '../standing';
import { untilSeen } from './until-seen';

/** Where a gateway has everything from that is behind it: services of the same process, or of others. */
export interface GatewaySource {
  /** A client of a service, or the import of a company. */
  client(token: symbol): unknown;
  readonly clock: Clock;
  untilSeen(position: number): Promise<void>;
  jobs(): Promise<readonly JobStanding[]>;
  /** Whether the gateway may be asked; where it is absent, a question to a service tells. */
  isReady?(): boolean;
}

/** Services of the same process; `others` stand in for some of their clients. */
export function sourceInProcess(kvitok: Kvitok, others: ReadonlyMap<symbol, unknown>): GatewaySource {
  const { app, stack } = kvitok;
  return {
    client: (token) =>
      others.get(token) ?? (token === PACKAGE_IMPORT ? NO_IMPORT : app.get<unknown>(token, { strict: false })),
    clock: stack.clock,
    untilSeen: untilSeen([progressOf(stack, SERVICES)]),
    jobs: () => jobsOf(kvitok, SERVICES),
  };
}

/** Binds clients of services, and the clock. */
export function clientsOf(source: GatewaySource, tokens: readonly symbol[]): readonly Provider[] {
  return [
    ...tokens.map((token) => ({ provide: token, useValue: source.client(token) })),
    { provide: CLOCK, useValue: source.clock },
    ...(source.isReady === undefined ? [] : [{ provide: GATEWAY_READY, useValue: () => source.isReady?.() }]),
  ];
}
