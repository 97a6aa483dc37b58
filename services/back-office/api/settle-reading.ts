import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { DoubtDecision, METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';

/** Decides on a doubtful reading: which period still takes it is billing's to say. */
@Injectable()
export class SettleReading {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
  ) {}

  /** Throws RejectedError BILLING_CALCULATION_IMPOSSIBLE where no period is open, and what `settleDoubt` throws. */
  async settle(decision: Omit<DoubtDecision, 'openPeriod'>, origin: CommandOrigin): Promise<CommandReceipt> {
    const standing = await this.periods.standing();
    if (standing === null) throw new RejectedError(new Rejection('BILLING_CALCULATION_IMPOSSIBLE'));
    return this.metering.settleDoubt({ ...decision, openPeriod: standing.period }, origin);
  }
}
