import { Inject, Injectable } from '@nestjs/common';
import { BillingPeriod } from '#libs/kernel';
import {
  ControlledAccount,
  ControlledMeter,
  ControlScope,
  READING_CONTROL_CLIENT,
  ReadingControlClient,
  UncomputedAccount,
} from '#services/billing/api/client';
import { DoubtCard, METERING_OFFICE_CLIENT, MeteringOfficeClient } from '#services/metering/api/client';
import { CompanyScope } from './company-scope';
import { Officer } from './officer';
import { RowWindow, windowOf } from './row-window';

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
  readonly counts: ReadingsCounts;
  /** Doubtful readings that wait for a decision. */
  readonly doubts: readonly DoubtCard[];
  /** A page of the meters, those without a reading first. */
  readonly meters: RowWindow<ControlledMeter, null>;
  /** The first of those accounts. */
  readonly uncomputed: readonly UncomputedAccount[];
}

export type ReadingsCounts = Readonly<Record<ReadingsShown, number>>;

/** All meters of a filter, one after another, in the order of houses and accounts. */
export interface EveryReading {
  readonly period: BillingPeriod | null;
  readonly meters: AsyncIterable<ControlledMeter>;
}

const ORDER: readonly ControlledMeter['state'][] = ['missing', 'failed', 'read'];
/** Accounts that a page tells of. */
const UNCOMPUTED_MAX = 200;

/** The readings of the open period: billing says what counts and what is charged, metering what waits for a decision. */
@Injectable()
export class ReadingsOfPeriod {
  constructor(
    @Inject(READING_CONTROL_CLIENT) private readonly control: ReadingControlClient,
    @Inject(METERING_OFFICE_CLIENT) private readonly metering: MeteringOfficeClient,
    private readonly company: CompanyScope,
  ) {}

  /** Throws RejectedError BACK_OFFICE_NO_COMPANY. */
  async look(officer: Officer, filter: ReadingsFilter, page: number): Promise<ReadingsView> {
    await this.company.requireCompany(officer);
    const { houseId: house, account, utility, show } = filter;
    const [scope, found, waiting] = await Promise.all([
      this.control.scope(),
      this.control.control({ house, account, utility }),
      this.metering.waitingDoubts(),
    ]);
    const doubts = waiting.filter(
      (doubt) =>
        (house === undefined || doubt.houseId === house) &&
        (account === undefined || doubt.account === account) &&
        (utility === undefined || doubt.utility === utility),
    );
    const seen = new Seen();
    const shown = shownOf(found?.accounts ?? [], show, seen);
    const meters = await windowOf(shown, page, null, () => null, byState);
    return {
      period: found?.period ?? null,
      scope,
      counts: { ...seen.counts, doubtful: doubts.length, below: doubts.filter(isBelow).length },
      doubts: doubts.filter(
        (doubt) => show === undefined || show === 'doubtful' || (show === 'below' && isBelow(doubt)),
      ),
      meters,
      uncomputed: seen.uncomputed,
    };
  }

  /** Throws RejectedError BACK_OFFICE_NO_COMPANY. */
  async every(officer: Officer, { houseId: house, account, utility, show }: ReadingsFilter): Promise<EveryReading> {
    await this.company.requireCompany(officer);
    const found = await this.control.control({ house, account, utility });
    return { period: found?.period ?? null, meters: shownOf(found?.accounts ?? [], show, new Seen()) };
  }
}

/** What has come by on the way to a page. */
class Seen {
  readonly counts = { missing: 0, failed: 0, replaced: 0, read: 0 };
  readonly uncomputed: UncomputedAccount[] = [];

  add({ meters, uncomputed }: ControlledAccount): void {
    for (const meter of meters) {
      this.counts[meter.state] += 1;
      if (isReplaced(meter)) this.counts.replaced += 1;
    }
    if (uncomputed !== null && this.uncomputed.length < UNCOMPUTED_MAX) this.uncomputed.push(uncomputed);
  }
}

async function* shownOf(
  accounts: AsyncIterable<ControlledAccount> | Iterable<ControlledAccount>,
  show: ReadingsShown | undefined,
  seen: Seen,
): AsyncGenerator<ControlledMeter> {
  for await (const account of accounts) {
    seen.add(account);
    for (const meter of account.meters) if (isShown(meter, show)) yield meter;
  }
}

function byState(one: ControlledMeter, other: ControlledMeter): number {
  return ORDER.indexOf(one.state) - ORDER.indexOf(other.state);
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
