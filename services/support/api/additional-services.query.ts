import { Inject, Injectable } from '@nestjs/common';
import { CivilDate, Clock, RejectedError, Rejection } from '#libs/kernel';
import { CLOCK, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { ServiceTerms } from '../domain/additional-service.events';
import { LAST_HOURS_OF_A_DAY, orderableDays, termsLateInTheDay, termsOn } from '../domain/service-terms.policy';
import { additionalServices, AdditionalServiceRow } from '../projections/additional-services.projection';
import { serviceDayKey, serviceDays } from '../projections/service-days.projection';

/** A service as it can be ordered on a day. */
export interface OfferedService extends ServiceTerms {
  readonly serviceId: string;
}

export interface FreeDay {
  readonly day: CivilDate;
  /** Places that are left. */
  readonly free: number;
}

/** More services than any company offers. */
const SERVICES_LIMIT = 500;
const HOUR_MILLISECONDS = 3_600_000;

/** What the company offers beside the utilities, and on which days somebody can come. */
@Injectable()
export class AdditionalServicesQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Services that can be ordered on a day, by name; today where no day is given. */
  async offered(on: CivilDate = this.clock.today()): Promise<readonly OfferedService[]> {
    const rows = await this.readModels.find(additionalServices, { limit: SERVICES_LIMIT });
    const offered = rows.flatMap(({ document }) => {
      const terms = this.termsNow(document, on);
      return terms === null ? [] : [{ serviceId: document.serviceId, ...terms }];
    });
    return offered.sort((left, right) => (left.name < right.name ? -1 : 1));
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_SERVICE, SUPPORT_SERVICE_WITHDRAWN. */
  async inForce(serviceId: string): Promise<OfferedService> {
    const today = this.clock.today();
    const row = await this.row(serviceId);
    const { withdrawnFrom } = row;
    const terms = this.termsNow(row, today);
    if (terms !== null) return { serviceId, ...terms };
    if (withdrawnFrom !== null && withdrawnFrom <= today) {
      throw new RejectedError(new Rejection('SUPPORT_SERVICE_WITHDRAWN', { serviceId, from: withdrawnFrom }));
    }
    throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_SERVICE', { serviceId }));
  }

  /** Days for which the service can be ordered now, with the places that are left; those that are full too. */
  async days(serviceId: string): Promise<readonly FreeDay[]> {
    const terms = await this.inForce(serviceId);
    const days = orderableDays(terms, this.clock.today());
    const rows = await this.readModels.getMany(
      serviceDays,
      days.map((day) => serviceDayKey({ serviceId, day })),
    );
    return days.map((day) => {
      const taken = rows.get(serviceDayKey({ serviceId, day }))?.document.taken.length ?? 0;
      return { day, free: Math.max(0, terms.slotsPerDay - taken) };
    });
  }

  /** The terms of today, or null where it cannot be ordered; and how many places its days have. */
  async termsFor(serviceId: string): Promise<{ readonly terms: ServiceTerms | null; readonly slotsPerDay: number }> {
    const row = await this.row(serviceId);
    const terms = this.termsNow(row, this.clock.today());
    return { terms, slotsPerDay: (terms ?? row.versions.at(-1)?.terms)?.slotsPerDay ?? 0 };
  }

  /** The terms of a day; of today as they hold at this hour. */
  private termsNow({ versions, withdrawnFrom }: AdditionalServiceRow, on: CivilDate): ServiceTerms | null {
    const terms = termsOn(versions, withdrawnFrom, on);
    const end = new Date(Date.parse(this.clock.now()) + LAST_HOURS_OF_A_DAY * HOUR_MILLISECONDS).toISOString();
    const isLate = on === this.clock.today() && this.clock.dayOf(end) > on;
    return terms !== null && isLate ? termsLateInTheDay(terms) : terms;
  }

  private async row(serviceId: string): Promise<AdditionalServiceRow> {
    const row = await this.readModels.get(additionalServices, serviceId);
    if (row === null) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_SERVICE', { serviceId }));
    return row.document;
  }
}
