import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { CivilDate, Clock, later, lastDayOf, periodOf, periodsBetween, RecordedEvent } from '#libs/kernel';
import { CLOCK, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { ReadModels } from '#libs/read-models';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { AccountPeriodEvent } from '../../domain/account-period.events';
import { accountStandingProjection } from '../../projections/account-standing.projection';
import { accountStatementProjection } from '../../projections/account-statement.projection';
import { paymentAllocationProjection, PaymentAllocationRow } from '../../projections/payment-allocation.projection';
import { ReferenceBooks } from '../../projections/reference-books';
import { AskedMoment } from '../asked-moment';
import { PaymentAllocation, sharedAllocations } from '../payment-allocations.query';
import { MomentAsked } from './account-at.query';

/** What a payment had been spent on by a day, and where it was learnt. */
export interface PaymentAt extends PaymentAllocation {
  /** The day the payer paid. */
  readonly effectiveOn: CivilDate;
  readonly recordedAt: string;
  /** The event by which the account was credited, or by which the payment waits for its month. */
  readonly eventId: string;
}

type LedgerEvent = RecordedEvent & AccountPeriodEvent;

/**
 * What were the payments of an account spent on, as of a day and as known at a time? The ledger of the account is folded
 * from its events, so that the answer is the same whenever it is asked for.
 */
@Injectable()
export class PaymentsAtQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly books: ReferenceBooks,
    private readonly asked: AskedMoment,
  ) {}

  /** By payee, the earliest payment first. Throws BILLING_UNKNOWN_ACCOUNT, BILLING_NO_COMPANY. */
  async of(account: string, { asOf = this.clock.today(), knownAt }: MomentAsked): Promise<readonly PaymentAt[]> {
    await this.asked.requireAccount(account);
    const until = await this.asked.knownAt(knownAt);
    const isTold = (recordedAt: string) => until === undefined || recordedAt <= until;
    const ledger = (await this.ledgerOf(account)).filter(
      ({ data, metadata }) => data.effectiveOn <= asOf && isTold(metadata.recordedAt),
    );
    const statements = await this.readModels.find(accountStatementProjection, { where: { account } });
    const closedByThen = statements
      .map(({ document }) => document)
      .filter(({ period, closed }) => closed !== null && lastDayOf(period) <= asOf && isTold(closed.recordedAt));
    const begun = new Map(ledger.flatMap((event) => beginningOf(event)));
    return sharedAllocations(foldAllocations(ledger), closedByThen).flatMap((allocation) => {
      const event = begun.get(allocation.paymentId);
      if (event === undefined) return [];
      const { eventId, data, metadata } = event;
      return { ...allocation, effectiveOn: data.effectiveOn, recordedAt: metadata.recordedAt, eventId };
    });
  }

  /** Every event of the ledger in the order of the log; calculations bear no day of their own and move no money. */
  private async ledgerOf(account: string): Promise<readonly Exclude<LedgerEvent, { type: 'ChargesCalculated' }>[]> {
    const standing = (await this.readModels.get(accountStandingProjection, account))?.document;
    if (standing === undefined || standing.period === null) return [];
    const { book } = await this.books.current();
    const first = later(book.firstPeriod, periodOf(standing.openedOn));
    const streams = periodsBetween(first, standing.period).map((period) => accountPeriodStream(account, period));
    const found = await this.store.readStreams(streams);
    return ([...found.values()].flat() as unknown as LedgerEvent[])
      .filter((event) => event.type !== 'ChargesCalculated')
      .sort((left, right) => left.position - right.position);
  }
}

/** The event that a payment begins with: its credit comes after it was held. */
function beginningOf(
  event: LedgerEvent,
): [string, LedgerEvent & { readonly data: { readonly effectiveOn: CivilDate } }][] {
  return event.type === 'PaymentHeld' || event.type === 'PaymentCredited' ? [[event.data.paymentId, event]] : [];
}

function foldAllocations(ledger: readonly LedgerEvent[]): readonly PaymentAllocationRow[] {
  const rows = new Map<string, PaymentAllocationRow>();
  for (const event of ledger) {
    if (!paymentAllocationProjection.handles.includes(event.type)) continue;
    for (const paymentId of new Set(paymentAllocationProjection.keysOf(event))) {
      const row = paymentAllocationProjection.evolve(rows.get(paymentId) ?? null, event, paymentId);
      if (row !== null) rows.set(paymentId, row);
    }
  }
  return [...rows.values()];
}
