import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import {
  BillingPeriod,
  Clock,
  daysInPeriod,
  later,
  nextPeriod,
  periodOf,
  periodsBetween,
  RecordedEvent,
} from '#libs/kernel';
import { CLOCK, EVENT_STORE, PROJECTOR, READ_MODELS } from '#libs/platform';
import { Projector, ReadModels } from '#libs/read-models';
import { accountStream } from '../../domain/account.commands';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { AccountPeriodEvent, ChargesCalculated, PeriodClosed } from '../../domain/account-period.events';
import { activityOf } from '../../domain/activity.policy';
import { RecalculationLine } from '../../domain/calculation';
import { needsWholeHistory } from '../../domain/dossier-retention.policy';
import { HeatingYear, monthsOfYear } from '../../domain/heating-year-recalculation.policy';
import { suppliedOf } from '../../domain/interrupted-supply.policy';
import { pendingRecalculations } from '../../domain/pending-recalculations.policy';
import { periodsOf } from '../../domain/recalculate.policy';
import {
  ChargedPeriod,
  HeatedMonth,
  KnownValue,
  NO_FACTS,
  OwnRecalculation,
  RecalculationFacts,
  RecalculationGrounds,
} from '../../domain/recalculation';
import { ReferenceBook, ValueInForce } from '../../domain/reference-book';
import { isOwn } from '../../domain/standing-charge.policy';
import { accountDossierProjection, DossierRow, wholeDossier } from '../../projections/account-dossier.projection';
import { ReferenceBooks } from '../../projections/reference-books';

type Calculated = RecordedEvent & ChargesCalculated;

interface ClosedMonth {
  readonly period: BillingPeriod;
  readonly charged: Calculated;
  readonly closed: PeriodClosed['data'];
}

/** Looks up what a recalculation needs of the closed periods that it is about. */
@Injectable()
export class RecalculationFactsOf {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(PROJECTOR) private readonly projector: Projector,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
  ) {}

  async of(account: string, grounds: RecalculationGrounds): Promise<RecalculationFacts> {
    // The periods are read from the log: a dossier behind it would lack what they have, or have it twice.
    await this.projector.catchUp(accountDossierProjection);
    const row = await this.readModels.get(accountDossierProjection, account);
    if (!row) return NO_FACTS;
    const { book } = await this.books.current();
    const { months, charged } = await this.closedMonths(account, grounds, row.document, book);
    if (grounds.kind === 'interruption' || grounds.kind === 'cold') {
      return { ...NO_FACTS, charged, supplied: suppliedOf(grounds.utility, book) };
    }
    if (grounds.kind === 'tampering') {
      return { ...NO_FACTS, charged, norms: normsOf(grounds.utility, months, row.document, book) };
    }
    if (grounds.kind !== 'heating_year') return { ...NO_FACTS, charged };
    return { ...NO_FACTS, charged, heating: heatingOf(grounds, months, row.document, book) };
  }

  /**
   * Closed periods with the charges that they were closed with; others are left out. The monthly run corrects a month at
   * any close after it, and what has been told and no close has posted yet counts too: it is posted beside this.
   */
  private async closedMonths(account: string, grounds: RecalculationGrounds, dossier: DossierRow, book: ReferenceBook) {
    const periods = periodsOf(grounds);
    const first = later(book.firstPeriod, periodOf(dossier.openedOn));
    const isOfUtility = 'utility' in grounds;
    const read = await this.periods(account, isOfUtility ? this.sinceThen(periods, first) : periods);
    const months = read.flatMap(({ period, charged, closed }): ClosedMonth[] =>
      closed && charged && periods.includes(period) ? [{ period, charged, closed: closed.data }] : [],
    );
    const recalculating = read.flatMap(({ charged, closed }) => (charged ? ownOf(charged, closed !== undefined) : []));
    const pending = isOfUtility ? await this.pending(dossier, book, first) : [];
    const calculated = read.flatMap(({ charged, closed }) => (charged && !closed ? [charged] : []));
    const own = [...recalculating, ...pending.map((line) => ({ line, eventId: eventOf(line, calculated) }))];
    const charged = months.map(({ period, charged: { eventId, data } }): ChargedPeriod => ({
      ...{ period, eventId, charges: data.charges },
      recalculated: own.flatMap((one) => (one.line.ofPeriod === period ? [recalculationOf(one)] : [])),
    }));
    return { months, charged };
  }

  /** What readings that were corrected and absences will change of closed months, calculated or not. */
  private async pending(
    row: DossierRow,
    book: ReferenceBook,
    first: BillingPeriod,
  ): Promise<readonly RecalculationLine[]> {
    if (row.closedUpTo === null) return [];
    const open = nextPeriod(row.closedUpTo);
    const last = later(open, periodOf(this.clock.today()));
    const reachesBack = periodsBetween(open, last).some((period) => needsWholeHistory(row, period, 0));
    const isWhole = row.wholeHistoryUpTo === null && !reachesBack;
    const dossier = isWhole ? row : await this.wholeDossier(row, periodsBetween(first, row.closedUpTo));
    return pendingRecalculations(dossier, book, open, last);
  }

  private async wholeDossier(row: DossierRow, closed: readonly BillingPeriod[]): Promise<DossierRow> {
    const streams = [accountStream(row.account), ...closed.map((period) => accountPeriodStream(row.account, period))];
    const events = [...(await this.store.readStreams(streams)).values()].flat();
    return wholeDossier(events.sort((left, right) => left.position - right.position)) ?? row;
  }

  /** Every period from the first of these to the present one, none before the account was charged by us. */
  private sinceThen([from]: readonly BillingPeriod[], first: BillingPeriod): readonly BillingPeriod[] {
    const present = periodOf(this.clock.today());
    if (from === undefined || later(from, first) > present) return [];
    return periodsBetween(later(from, first), present);
  }

  private async periods(account: string, periods: readonly BillingPeriod[]) {
    const streams = new Map(periods.map((period) => [period, accountPeriodStream(account, period)]));
    const read = await this.store.readStreams([...streams.values()]);
    return [...streams].map(([period, stream]) => {
      const events = (read.get(stream) ?? []) as readonly (RecordedEvent & AccountPeriodEvent)[];
      const closed = events.find((event): event is RecordedEvent & PeriodClosed => event.type === 'PeriodClosed');
      const charged = events.findLast((event): event is Calculated => event.type === 'ChargesCalculated');
      return { period, charged, closed };
    });
  }
}

interface OwnLine {
  readonly line: RecalculationLine;
  readonly eventId: string | null;
}

/** What a period posts that nobody has recorded. Of one that is open only the true-ups: all else is found anew. */
function ownOf({ eventId, data }: Calculated, isClosed: boolean): OwnLine[] {
  const own = data.recalculations.filter((line) => isOwn(line) && (isClosed || line.reason === 'true_up'));
  return own.map((line) => ({ line, eventId }));
}

/** The calculation that has the line already; null where there is none. */
function eventOf(line: RecalculationLine, calculated: readonly Calculated[]): string | null {
  const isSame = (other: RecalculationLine) =>
    keyOf(other) === keyOf(line) && other.amountKopecks === line.amountKopecks;
  return calculated.find(({ data }) => data.recalculations.some(isSame))?.eventId ?? null;
}

function keyOf({ reason, utility, component, source, ofPeriod }: RecalculationLine): string {
  return [reason, utility, component, source, ofPeriod].join('|');
}

function recalculationOf({ line, eventId }: OwnLine): OwnRecalculation {
  const { utility, component, quantity, amountKopecks } = line;
  return { utility, component, quantity, amountKopecks, eventId };
}

/** The norm of each month and the persons by whom it was charged. */
function normsOf(
  utility: string,
  months: readonly ClosedMonth[],
  { houseId }: DossierRow,
  book: ReferenceBook,
): RecalculationFacts['norms'] {
  const norms: Record<BillingPeriod, RecalculationFacts['norms'][string]> = {};
  for (const { period, closed } of months) {
    const record = closed.records[utility];
    if (!record) continue;
    const { text, eventId } = book.norm(utility, 'person_month', houseId, period);
    norms[period] = { norm: { value: text, eventId }, persons: record.persons };
  }
  return norms;
}

/** Only a house that pays heating evenly and has a meter has a year to correct. */
function heatingOf(
  { utility, year }: HeatingYear,
  closed: readonly ClosedMonth[],
  dossier: DossierRow,
  book: ReferenceBook,
): RecalculationFacts['heating'] {
  const { houseId, totalAreaM2, openedEventId } = dossier;
  const house = book.house(houseId);
  if (house.heatingMode !== 'EVEN_YEAR' || !house.heatMeter) return null;
  const connection = dossier.connections[utility];
  const known = ({ text: value, eventId }: ValueInForce): KnownValue => ({ value, eventId });
  const monthOf = (period: BillingPeriod): HeatedMonth => {
    const days = connection ? activityOf(dossier, connection, period).days : 0;
    const volume = book.houseVolume(houseId, utility, period);
    const isClosed = closed.some((month) => month.period === period);
    return {
      days,
      daysOfMonth: daysInPeriod(period),
      volume: volume && known(volume),
      tariff: isClosed ? known(book.tariff(utility, null, houseId, period)) : null,
    };
  };
  return {
    areaM2: { value: totalAreaM2, eventId: openedEventId },
    houseAreaM2: { value: house.totalAreaM2, eventId: house.eventId },
    months: Object.fromEntries(monthsOfYear(year).map((period) => [period, monthOf(period)])),
  };
}
