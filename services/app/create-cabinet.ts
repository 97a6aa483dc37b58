import { INestApplication, Provider } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { setTimeout as delay } from 'node:timers/promises';
import { CLOCK, Stack } from '#libs/platform';
import { BILLING_CLIENT, SLIPS_CLIENT } from '#services/billing/api/client';
import { IDENTITY_CLIENT } from '#services/identity/api/client';
import { METERING_CLIENT } from '#services/metering/api/client';
import { PAYMENTS_CLIENT } from '#services/payments/api/client';
import { ORDERS_CLIENT, SUPPORT_CLIENT } from '#services/support/api/client';
import { CabinetSettings, configureCabinet, ResidentModule, WAIT_UNTIL_SEEN, WaitUntilSeen } from '#services/resident';
import { Kvitok } from './create-kvitok';
import { consumerName } from './bus';
import { SERVICES } from './services';

/** How long a page waits for what a person has just done; then it shows what is there. */
const SEEN_WITHIN_MILLISECONDS = 2_000;
const POLL_MILLISECONDS = 10;
/** The clients of the services, each of which the module of its service exports. */
export const CLIENTS = [
  BILLING_CLIENT,
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
export async function createCabinet(
  { app: services, stack }: Kvitok,
  settings: CabinetSettings,
  others: ReadonlyMap<symbol, unknown> = new Map(),
): Promise<INestApplication> {
  const providers: Provider[] = [
    ...CLIENTS.map((token) => ({
      provide: token,
      useValue: others.get(token) ?? services.get<unknown>(token, { strict: false }),
    })),
    { provide: CLOCK, useValue: stack.clock },
    { provide: WAIT_UNTIL_SEEN, useValue: untilSeen(stack) },
  ];
  const cabinet = await NestFactory.create(ResidentModule.forRoot(settings, providers), {
    abortOnError: false,
    bodyParser: false,
  });
  configureCabinet(cabinet);
  await cabinet.init();
  return cabinet;
}

/** Until the reactions have heard of the position, and the read models of what they made of it. */
function untilSeen({ store, projector, projections, consumerState }: Stack): WaitUntilSeen {
  const consumers = SERVICES.flatMap((service) => consumerName(service) ?? []);
  return async (position) => {
    const deadline = performance.now() + SEEN_WITHIN_MILLISECONDS;
    const left = () => Math.max(0, deadline - performance.now());
    let head = position;
    for (const consumer of consumers) {
      while ((await consumerState.checkpoint(consumer)) < head && left() > 0) await delay(POLL_MILLISECONDS);
      // What this one has made of it is news to those that are given messages after it.
      head = Math.max(head, await store.head());
    }
    await Promise.all(projections.map((projection) => projector.waitFor(projection, head, left())));
  };
}
