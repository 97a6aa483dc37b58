import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import {
  ControlledMeter,
  ControlScope,
  READING_CONTROL_CLIENT,
  ReadingControlClient,
  UncomputedAccount,
} from '#services/billing/api/client';
import { DoubtCard, METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';

/** What is looked at among readings: a meter without one, one that cannot have one, one that is not sure, and so on. */
export const READINGS_SHOWN = ['missing', 'failed', 'doubtful', 'below', 'replaced', 'read'] as const;
export type ReadingsShown = (typeof READINGS_SHOWN)[number];

export interface ReadingsFilter {
  readonly houseId?: string | undefined;
  readonly account?: string | undefined;
  readonly utility?: string | undefined;
  /** Everything where absent. */
  readonly show?: ReadingsShown | undefined;
}

export interface ReadingsView {
  /** Null where no period is open; then there is nothing to look at. */
  readonly period: BillingPeriod | null;
  readonly scope: ControlScope;
  /** How many of each kind there are, whichever is shown. */
  readonly counts: Readonly<Record<ReadingsShown, number>>;
  /** Doubtful readings that wait for a decision. */
  readonly doubts: readonly DoubtCard[];
  /** Meters, those without a reading first. */
  readonly meters: readonly ControlledMeter[];
  readonly uncomputed: readonly UncomputedAccount[];
}

const ORDER: readonly ControlledMeter['state'][] = ['missing', 'failed', 'read'];

/** The readings of the open period: billing says what counts and what is charged, metering what waits for a decision. */
@Injectable()
export class ReadingsOfPeriod {
  constructor(
    @Inject(READING_CONTROL_CLIENT) private readonly control: ReadingControlClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    private readonly company: CompanyScope,
  ) {}

  /** Throws RejectedError BACK_OFFICE_NO_COMPANY. */
  async look(officer: Officer, filter: ReadingsFilter): Promise<ReadingsView> {
    await this.company.requireCompany(officer);
    const { houseId: house, account, utility, show } = filter;
    const [scope, found, waiting] = await Promise.all([
      this.control.scope(),
      this.control.control({ house, account, utility }),
      this.metering.waitingDoubts(),
    ]);
    const meters = found?.meters ?? [];
    const isAsked = (doubt: DoubtCard) =>
      (house === undefined || doubt.houseId === house) &&
      (account === undefined || doubt.account === account) &&
      (utility === undefined || doubt.utility === utility);
    const doubts = waiting.filter(isAsked);
    return {
      period: found?.period ?? null,
      scope,
      counts: countsOf(meters, doubts),
      doubts: doubts.filter(
        (doubt) => show === undefined || show === 'doubtful' || (show === 'below' && isBelow(doubt)),
      ),
      meters: meters
        .filter((meter) => isShown(meter, show))
        .sort((one, other) => ORDER.indexOf(one.state) - ORDER.indexOf(other.state)),
      uncomputed: found?.uncomputed ?? [],
    };
  }
}

function isBelow({ doubts }: DoubtCard): boolean {
  return doubts.includes('below_previous');
}

function isReplaced({ reading }: ControlledMeter): boolean {
  return (reading?.replacedOn.length ?? 0) > 0;
}

function isShown(meter: ControlledMeter, show: ReadingsShown | undefined): boolean {
  if (show === undefined) return true;
  return show === 'replaced' ? isReplaced(meter) : meter.state === show;
}

function countsOf(meters: readonly ControlledMeter[], doubts: readonly DoubtCard[]): ReadingsView['counts'] {
  const inState = (state: ControlledMeter['state']) => meters.filter((meter) => meter.state === state).length;
  return {
    missing: inState('missing'),
    failed: inState('failed'),
    doubtful: doubts.length,
    below: doubts.filter(isBelow).length,
    replaced: meters.filter(isReplaced).length,
    read: inState('read'),
  };
}
