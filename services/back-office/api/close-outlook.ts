import { Inject, Injectable } from '@nestjs/common';
import { unlessAway } from '#libs/gateway';
import { BillingPeriod, previousPeriod, RejectedError, Rejection } from '#libs/kernel';
import { addKopecks, Kopecks } from '#libs/money';
import { BILLING_OFFICE_CLIENT, BillingOfficeClient, NIGHTS_CLIENT, NightsClient } from '#services/billing/api/client';
import { METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';

/** Charges of the month before; null where nobody was charged in it. */
export interface MonthBefore {
  readonly period: BillingPeriod;
  readonly chargedKopecks: Kopecks | null;
}

/** What whoever closes a month has to see first. Null is what cannot be told now: the service that knows it is away. */
export interface CloseOutlook {
  /** Doubtful readings that wait for a decision. */
  readonly doubts: number | null;
  /** Accounts that a night could not calculate or close. */
  readonly parked: number | null;
  readonly before: MonthBefore | null;
}

/** Puts together what waits and what was charged before, from what the services have at hand: nothing is calculated. */
@Injectable()
export class CloseOutlooks {
  constructor(
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    @Inject(BILLING_OFFICE_CLIENT) private readonly billing: BillingOfficeClient,
  ) {}

  async of(period: BillingPeriod): Promise<CloseOutlook> {
    const [doubts, parked, before] = await Promise.all([
      unlessAway(this.metering.waitingDoubts().then(({ length }) => length)),
      unlessAway(this.nights.parked().then(({ length }) => length)),
      unlessAway(this.monthBefore(previousPeriod(period))),
    ]);
    return { doubts, parked, before };
  }

  /**
   * Refuses a close for which somebody has to insist and does not. Throws RejectedError BACK_OFFICE_CLOSE_UNDECIDED,
   * BACK_OFFICE_CLOSE_UNSEEN.
   */
  async requireInsistence(period: BillingPeriod, insists: boolean): Promise<void> {
    if (insists) return;
    const outlook = await this.of(period);
    if (!hasToInsist(outlook)) return;
    const { doubts } = outlook;
    throw new RejectedError(
      doubts === null || doubts === 0
        ? new Rejection('BACK_OFFICE_CLOSE_UNSEEN', { period })
        : new Rejection('BACK_OFFICE_CLOSE_UNDECIDED', { period, doubts }),
    );
  }

  private async monthBefore(period: BillingPeriod): Promise<MonthBefore> {
    let chargedKopecks: Kopecks | null = null;
    for await (const row of this.billing.turnover({ from: period, to: period, by: 'house' })) {
      chargedKopecks = addKopecks(chargedKopecks ?? 0, row.chargedKopecks);
    }
    return { period, chargedKopecks };
  }
}

/** Whether whoever closes says once more that it is to be closed: something waits, or what waits cannot be told. */
export function hasToInsist({ doubts, parked, before }: CloseOutlook): boolean {
  return doubts !== 0 || parked === null || before === null;
}
