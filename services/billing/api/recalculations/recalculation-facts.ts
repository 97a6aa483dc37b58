import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, RecordedEvent } from '#libs/kernel';
import { EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { AccountPeriodEvent, ChargesCalculated, PeriodClosed } from '../../domain/account-period.events';
import { suppliedOf } from '../../domain/interrupted-supply.policy';
import { periodsOf } from '../../domain/recalculate.policy';
import { NO_FACTS, RecalculationFacts, RecalculationGrounds } from '../../domain/recalculation';
import { ReferenceBook } from '../../domain/reference-book';
import { accountDossierProjection, DossierRow } from '../../projections/account-dossier.projection';
import { ReferenceBooks } from '../../projections/reference-books';

interface ClosedMonth {
  readonly period: BillingPeriod;
  readonly charged: RecordedEvent & ChargesCalculated;
  readonly closed: PeriodClosed['data'];
}

/** Looks up what a recalculation needs of the closed periods that it is about. */
@Injectable()
export class RecalculationFactsOf {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly books: ReferenceBooks,
  ) {}

  async of(account: string, grounds: RecalculationGrounds): Promise<RecalculationFacts> {
    const months = await this.closedMonths(account, periodsOf(grounds));
    const charged = months.map(({ period, charged: { eventId, data } }) => ({
      period,
      eventId,
      charges: data.charges,
    }));
    const row = await this.readModels.get(accountDossierProjection, account);
    if (!row) return { ...NO_FACTS, charged };
    const { book } = await this.books.current();
    if (grounds.kind === 'interruption' || grounds.kind === 'cold') {
      return { ...NO_FACTS, charged, supplied: suppliedOf(grounds.utility, book) };
    }
    if (grounds.kind === 'tampering') {
      return { ...NO_FACTS, charged, norms: normsOf(grounds.utility, months, row.document, book) };
    }
    if (grounds.kind !== 'heating_year') return { ...NO_FACTS, charged };
    return { ...NO_FACTS, charged, heating: heatingOf(grounds.utility, months, row.document, book) };
  }

  /** Closed periods with the charges that they were closed with; others are left out. */
  private async closedMonths(account: string, periods: readonly BillingPeriod[]): Promise<ClosedMonth[]> {
    const streams = new Map(periods.map((period) => [period, accountPeriodStream(account, period)]));
    const read = await this.store.readStreams([...streams.values()]);
    return [...streams].flatMap(([period, stream]) => {
      const events = (read.get(stream) ?? []) as readonly (RecordedEvent & AccountPeriodEvent)[];
      const closed = events.find((event): event is RecordedEvent & PeriodClosed => event.type === 'PeriodClosed');
      const charged = events.findLast(
        (event): event is RecordedEvent & ChargesCalculated => event.type === 'ChargesCalculated',
      );
      return closed && charged ? [{ period, charged, closed: closed.data }] : [];
    });
  }
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
  utility: string,
  months: readonly ClosedMonth[],
  { houseId, totalAreaM2, openedEventId }: DossierRow,
  book: ReferenceBook,
): RecalculationFacts['heating'] {
  const house = book.house(houseId);
  if (house.heatingMode !== 'EVEN_YEAR' || !house.heatMeter) return null;
  const volumes: Record<BillingPeriod, { value: string; eventId: string }> = {};
  for (const { period } of months) {
    const volume = book.houseVolume(houseId, utility, period);
    if (volume) volumes[period] = { value: volume.text, eventId: volume.eventId };
  }
  return {
    areaM2: { value: totalAreaM2, eventId: openedEventId },
    houseAreaM2: { value: house.totalAreaM2, eventId: house.eventId },
    volumes,
  };
}
