import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import {
  BillingPeriod,
  CivilDate,
  Clock,
  earlier,
  firstDayOf,
  later,
  nextPeriod,
  periodOf,
  previousPeriod,
  RecordedEvent,
  RejectedError,
  Rejection,
} from '#libs/kernel';
import { CLOCK, EVENT_STORE, READ_MODELS } from '#libs/platform';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { ReferenceBooks, OpenedBook } from '../projections/reference-books';
import { AccountPeriodEvent, PaymentCredited, PaymentCreditReversed } from '../domain/account-period.events';
import { accountPeriodStream } from '../domain/account-period.commands';
import { AgedPayee, ageLedger } from '../domain/aging.policy';
import {
  BackdatedFact,
  countsOn,
  factOf,
  isSuspension,
  ledgersAsOf,
  Moment,
  suspensionOf,
} from '../domain/debt-as-of.policy';
import { PAYEES } from '../domain/reference-book';
import { capDecidedUntil } from '../domain/ledger-rules.policy';
import { accountStandingProjection, AccountStandingRow } from '../projections/account-standing.projection';
import { instalmentsProjection } from '../projections/instalments.projection';
import { postingProjection } from '../projections/posting.projection';

export interface AgedAccount {
  readonly account: string;
  readonly payees: readonly AgedPayee[];
  /** The last day through which penalty is counted; absent where that is the day of the debts itself. */
  readonly penaltyThrough?: CivilDate;
}

export interface HousedDebt {
  readonly houseId: string;
  readonly aged: AgedAccount;
}

const ACCOUNTS_PER_PAGE = 500;
/** The rules by which debts of a day are told, and through which day they tell penalty. */
interface RulesOfDay extends OpenedBook {
  readonly penaltyThrough: CivilDate;
}

/** Far above every instant: everything that has been recorded. */
const EVERYTHING = '9999-12-31T23:59:59.999Z';

/**
 * Debts by line as of a day, as known at an instant. On a day that has come and that the rules of penalty do not cover,
 * principal is of the day and penalty is counted through the last day that they cover: a debt of today can always be told
 * and paid. A day that has not come is refused there: nothing is guessed.
 */
@Injectable()
export class AgingQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(ReferenceBooks) private readonly books: Pick<ReferenceBooks, 'current' | 'knownAt'>,
    @Inject(CLOCK) private readonly clock: Pick<Clock, 'today'>,
  ) {}

  /** All accounts opened by the day, sorted by account, page by page. */
  async *all(asOf: CivilDate, knownAt?: string): AsyncGenerator<AgedAccount> {
    for await (const { aged } of this.housed(asOf, knownAt)) yield aged;
  }

  /** As `all`, each with its house; those of one house where one is named. */
  async *housed(asOf: CivilDate, knownAt?: string, house?: string): AsyncGenerator<HousedDebt> {
    const opened = await this.bookFor(asOf, knownAt);
    const query = { where: house === undefined ? {} : { house }, limit: ACCOUNTS_PER_PAGE };
    for await (const rows of pagesByKey(this.readModels, accountStandingProjection, query)) {
      for (const { document } of rows) {
        const aged = await this.aged(document, { asOf, knownAt: knownAt ?? EVERYTHING }, opened);
        if (aged) yield { houseId: document.houseId, aged };
      }
    }
  }

  /** Throws BILLING_UNKNOWN_ACCOUNT for an account that is not there, or was not opened by the day. */
  async one(account: string, asOf: CivilDate, knownAt?: string): Promise<AgedAccount> {
    const opened = await this.bookFor(asOf, knownAt);
    const row = await this.readModels.get(accountStandingProjection, account);
    const aged = row && (await this.aged(row.document, { asOf, knownAt: knownAt ?? EVERYTHING }, opened));
    if (!aged) throw new RejectedError(new Rejection('BILLING_UNKNOWN_ACCOUNT', { account, asOf }));
    return aged;
  }

  async isKnown(account: string): Promise<boolean> {
    return (await this.readModels.get(accountStandingProjection, account)) !== null;
  }

  /** Throws what `all` would throw for this day, before anything is printed. */
  async assertAnswerable(asOf: CivilDate, knownAt?: string): Promise<void> {
    const { rules, penaltyThrough } = await this.bookFor(asOf, knownAt);
    rules.assertCapDecided(penaltyThrough);
  }

  /** Throws BILLING_BEFORE_FIRST_PERIOD, BILLING_DAY_BEYOND_RULES. */
  private async bookFor(asOf: CivilDate, knownAt?: string): Promise<RulesOfDay> {
    const opened = knownAt === undefined ? await this.books.current() : await this.books.knownAt(knownAt);
    const first = firstDayOf(opened.book.firstPeriod);
    if (asOf < first) throw new RejectedError(new Rejection('BILLING_BEFORE_FIRST_PERIOD', { asOf, first }));
    const to = capDecidedUntil(opened.book, asOf);
    if (to === null || asOf <= this.clock.today()) return { ...opened, penaltyThrough: to ?? asOf };
    const rule = 'penalty_cap_percent';
    throw new RejectedError(new Rejection('BILLING_DAY_BEYOND_RULES', { on: asOf, to, rule }));
  }

  private async aged(standing: AccountStandingRow, moment: Moment, opened: RulesOfDay): Promise<AgedAccount | null> {
    const { account } = standing;
    if (standing.openedOn > moment.asOf) return null;
    const base = await this.basePeriod(standing, moment, opened);
    if (base === null) return null;
    const backdated = [
      ...(await this.backdated(account, base.period, moment)),
      ...(await this.suspendedSince(standing, base.period, moment)),
    ];
    const ledgers = ledgersAsOf(base.stream, backdated, moment, opened.rules);
    if (ledgers === null) return null;
    const order = opened.book.utilities.map((utility) => utility.utility);
    const { penaltyThrough } = opened;
    const day = { on: moment.asOf, penaltyThrough };
    return {
      account,
      payees: PAYEES.map((payee) => ageLedger(payee, ledgers[payee], day, opened.rules, order)),
      ...(penaltyThrough === moment.asOf ? {} : { penaltyThrough }),
    };
  }

  /** The latest period up to that of the day that had been opened by the instant, with its stream. */
  private async basePeriod(standing: AccountStandingRow, moment: Moment, opened: OpenedBook) {
    if (standing.period === null) return null;
    const oldest = later(opened.book.firstPeriod, periodOf(standing.openedOn));
    let period = earlier(periodOf(moment.asOf), standing.period);
    for (; period >= oldest; period = previousPeriod(period)) {
      const stream = await this.store.readStream(accountPeriodStream(standing.account, period));
      const first = stream[0];
      if (first && first.metadata.recordedAt <= moment.knownAt) {
        return { period, stream: stream as unknown as readonly (RecordedEvent & AccountPeriodEvent)[] };
      }
    }
    return null;
  }

  /**
   * Payments and recalls of the day or earlier that stand in the streams of later periods, in the order recorded. The
   * base is the latest period up to the day that was open by then, so that each of them is of a month before its own.
   */
  private async backdated(account: string, base: BillingPeriod, moment: Moment): Promise<BackdatedFact[]> {
    const rows = await this.readModels.find(postingProjection, {
      where: {
        account,
        backdated: 1,
        effective_on: { to: moment.asOf },
        period: { above: base },
        recorded_at: { to: moment.knownAt },
      },
    });
    const facts: BackdatedFact[] = [];
    for (const { document } of rows.toSorted((left, right) => left.position - right.position)) {
      if (document.kind !== 'payment' && document.kind !== 'reversal') continue;
      const event = await this.store.findEvent(document.eventId);
      if (event) facts.push(factOf(event.data as (PaymentCredited | PaymentCreditReversed)['data']));
    }
    return facts;
  }

  /** What was recorded in later periods of days without penalty; few accounts ever had an agreement. */
  private async suspendedSince(
    { account, period: last }: AccountStandingRow,
    base: BillingPeriod,
    { asOf, knownAt }: Moment,
  ): Promise<BackdatedFact[]> {
    if (last === null || last <= base) return [];
    const agreements = await this.readModels.find(instalmentsProjection, { where: { account } });
    const began = agreements.map(({ document }) => periodOf(document.agreedOn)).sort()[0];
    const facts: BackdatedFact[] = [];
    if (began === undefined) return facts;
    for (let period = later(nextPeriod(base), began); period <= last; period = nextPeriod(period)) {
      const stream = await this.store.readStream(accountPeriodStream(account, period));
      for (const event of stream as unknown as readonly (RecordedEvent & AccountPeriodEvent)[]) {
        if (!isSuspension(event) || event.metadata.recordedAt > knownAt || !countsOn(event.data, asOf)) continue;
        facts.push(suspensionOf(event.data));
      }
    }
    return facts;
  }
}
