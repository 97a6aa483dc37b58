import { Type } from '@nestjs/common';
import { createUpcasting, Upcaster, Upcasting } from '#libs/event-store';
import { RelayTranslation } from '#libs/messaging';
import { VaultName, VAULTS } from '#libs/platform';
import { Projection } from '#libs/read-models';
import * as billing from '#services/billing';
import * as identity from '#services/identity';
import * as metering from '#services/metering';
import * as payments from '#services/payments';
import * as support from '#services/support';
import {
  BILLING_CONSUMER,
  BILLING_PROJECTIONS,
  BILLING_RELAY,
  BillingModule,
  CLOSES_RELAY,
  INSTALMENT_NEWS_RELAY,
  INSTALMENTS_RELAY,
  RECALCULATIONS_RELAY,
} from '#services/billing';
import {
  APPROVALS_RELAY,
  auditTrailOf,
  IDENTITY_CONSUMER,
  IDENTITY_PROJECTIONS,
  IDENTITY_RELAY,
  IDENTITY_UPCASTERS,
  IdentityModule,
} from '#services/identity';
import { METERING_CONSUMER, METERING_PROJECTIONS, METERING_RELAY, MeteringModule } from '#services/metering';
import {
  PAYMENTS_CONSUMER,
  PAYMENTS_PROJECTIONS,
  PAYMENTS_RELAY,
  REFUNDS_RELAY,
  PAYMENTS_UPCASTERS,
  PaymentsModule,
} from '#services/payments';
import {
  ANSWERS_RELAY,
  ORDER_REFUNDS_RELAY,
  ORDERS_RELAY,
  SUPPORT_CONSUMER,
  SUPPORT_PROJECTIONS,
  SupportModule,
} from '#services/support';

/** What the embedded process needs of a service to run it beside the others. */
export interface ServiceParts {
  readonly name: string;
  readonly module: Type;
  readonly projections: readonly Projection[];
  /** What it tells the other services. */
  readonly relays: readonly RelayTranslation[];
  /** Under what its reactions subscribe; null where it has none. */
  readonly consumer: symbol | null;
  /** What it keeps people's data in. A process opens those of its services alone, and needs the keys of these (ADR 0096). */
  readonly vaults: readonly VaultName[];
  /** What lifts its events of earlier releases; none where absent. */
  readonly upcasters?: readonly Upcaster[];
}

/** Every type of event that a service names: what people did is told of all of them (see `audit-trail.projection.ts`). */
const EVENT_TYPES_OF_SERVICES: readonly string[] = [billing, identity, metering, payments, support]
  .flatMap((service) => Object.entries(service) as [string, unknown][])
  .filter(([name]) => name.endsWith('_EVENT_TYPES'))
  .flatMap(([, types]) => types as readonly string[])
  .sort();

/** The five services that own the facts. Their reactions are given messages in this order, which a playback repeats. */
export const SERVICES: readonly ServiceParts[] = [
  {
    name: 'metering',
    module: MeteringModule,
    projections: METERING_PROJECTIONS,
    relays: [METERING_RELAY],
    consumer: METERING_CONSUMER,
    vaults: [],
  },
  {
    name: 'payments',
    module: PaymentsModule,
    projections: PAYMENTS_PROJECTIONS,
    relays: [PAYMENTS_RELAY, REFUNDS_RELAY],
    consumer: PAYMENTS_CONSUMER,
    // Who has paid, in banks' files; what a bank is shown of a kept card.
    vaults: ['persons', 'files'],
    upcasters: PAYMENTS_UPCASTERS,
  },
  {
    name: 'billing',
    module: BillingModule,
    projections: BILLING_PROJECTIONS,
    relays: [BILLING_RELAY, CLOSES_RELAY, RECALCULATIONS_RELAY, INSTALMENTS_RELAY, INSTALMENT_NEWS_RELAY],
    consumer: BILLING_CONSUMER,
    // Names and verification codes on slips; packages of a company that the office imports.
    vaults: ['persons', 'files'],
  },
  {
    name: 'identity',
    module: IdentityModule,
    upcasters: IDENTITY_UPCASTERS,
    projections: [...IDENTITY_PROJECTIONS, auditTrailOf(EVENT_TYPES_OF_SERVICES)] as readonly Projection[],
    relays: [IDENTITY_RELAY, APPROVALS_RELAY],
    consumer: IDENTITY_CONSUMER,
    // It checks codes and prints them, so that both keys are here, and nowhere else.
    vaults: ['persons', 'codes'],
  },
  {
    name: 'support',
    module: SupportModule,
    projections: SUPPORT_PROJECTIONS,
    relays: [ANSWERS_RELAY, ORDERS_RELAY, ORDER_REFUNDS_RELAY],
    consumer: SUPPORT_CONSUMER,
    // Messages, their attachments, and where letters go.
    vaults: ['persons', 'files'],
  },
];

/** What the command line records besides: that a package was imported. */
const OTHER_EVENT_TYPES = ['PackageAccepted'];

/**
 * Lifts the events of every service, whichever of them a process runs: all of it is in one log. A type that stands nowhere
 * here is of a later release (ADR 0094).
 */
export const UPCASTING: Upcasting = createUpcasting(
  SERVICES.flatMap(({ upcasters = [] }) => upcasters),
  [...EVENT_TYPES_OF_SERVICES, ...OTHER_EVENT_TYPES],
);

/** What a process of these services opens. */
export function vaultsOf(services: readonly Pick<ServiceParts, 'vaults'>[]): readonly VaultName[] {
  return VAULTS.filter((vault) => services.some(({ vaults }) => vaults.includes(vault)));
}
