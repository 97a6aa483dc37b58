import { Module, Type } from '@nestjs/common';
import { RelayTranslation } from '#libs/messaging';
import { Projection } from '#libs/read-models';
import { BILLING_CONSUMER, BILLING_PROJECTIONS, BILLING_RELAY, BillingModule } from '#services/billing';
import { accountMeters, meterCard, METERING_RELAY } from '#services/metering';
import { accountPayments, knownAccounts, PAYMENTS_RELAY } from '#services/payments';

@Module({})
class MeteringInterim {}
@Module({})
class PaymentsInterim {}

/** What the embedded process needs of a service to run it beside the others. */
export interface ServiceParts {
  readonly name: string;
  readonly module: Type;
  readonly projections: readonly Projection[];
  /** What it tells the other services; null where it tells nothing. */
  readonly relay: RelayTranslation | null;
  /** Under what its reactions subscribe; null where it has none. */
  readonly consumer: symbol | null;
}

/** The five services that own the facts. */
export const SERVICES: readonly ServiceParts[] = [
  { name: 'metering', module: MeteringInterim, projections: [accountMeters, meterCard] as unknown as Projection[], relay: METERING_RELAY, consumer: null },
  { name: 'payments', module: PaymentsInterim, projections: [accountPayments, knownAccounts] as unknown as Projection[], relay: PAYMENTS_RELAY, consumer: null },
  {
    name: 'billing',
    module: BillingModule,
    projections: BILLING_PROJECTIONS,
    relay: BILLING_RELAY,
    consumer: BILLING_CONSUMER,
  },
];
