import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { BillingPeriod, fold, RecordedEvent, RejectedError } from '#libs/kernel';
import { EVENT_STORE } from '#libs/platform';
import { accountStream } from '../../domain/account.commands';
import { AccountOpened } from '../../domain/account.events';
import { accountPeriodStream } from '../../domain/account-period.commands';
import { AccountPeriodEvent, ChargesCalculated, PeriodClosed } from '../../domain/account-period.events';
import { AccountPeriodState, evolveAccountPeriod } from '../../domain/account-period.state';
import { instalmentStream } from '../../domain/instalment.commands';
import { AgreementState, instalmentDecider } from '../../domain/instalment.decider';
import { InstalmentEvent } from '../../domain/instalment.events';
import { SlipContent } from '../../domain/slip-content';
import { slipContent } from '../../domain/slip-content.policy';
import { wholeDossier } from '../../projections/account-dossier.projection';
import { OpenedBook, ReferenceBooks } from '../../projections/reference-books';

/** A closed period as a slip tells it, and up to which event facts were counted. */
export interface SlipSnapshot {
  readonly content: SlipContent;
  readonly snapshotPosition: number;
}

type PeriodEvent = RecordedEvent & AccountPeriodEvent;

/**
 * Reads what slips are made of from the log: an account as it was known at the close of the period, so that a slip says
 * the same whenever it is issued.
 */
@Injectable()
export class SlipSource {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    private readonly books: ReferenceBooks,
  ) {}

  /** Snapshots by account; absent where the account has not closed the period. Throws RejectedError. */
  async snapshots(accounts: readonly string[], period: BillingPeriod): Promise<ReadonlyMap<string, SlipSnapshot>> {
    const opened = await this.books.current();
    const streams = await this.store.readStreams(
      accounts.flatMap((account) => [
        accountStream(account),
        accountPeriodStream(account, period),
        instalmentStream(account),
      ]),
    );
    const snapshots = new Map<string, SlipSnapshot>();
    for (const account of accounts) {
      const facts = streams.get(accountStream(account)) ?? [];
      const events = (streams.get(accountPeriodStream(account, period)) ?? []) as unknown as readonly PeriodEvent[];
      const agreed = streams.get(instalmentStream(account)) ?? [];
      const snapshot = snapshotOf(facts, events, agreed, opened);
      if (snapshot !== null) snapshots.set(account, snapshot);
    }
    return snapshots;
  }
}

function snapshotOf(
  facts: readonly RecordedEvent[],
  events: readonly PeriodEvent[],
  agreed: readonly RecordedEvent[],
  { book, rules, row }: OpenedBook,
): SlipSnapshot | null {
  const closed = events.findLast((event): event is RecordedEvent & PeriodClosed => event.type === 'PeriodClosed');
  if (!closed) return null;
  const snapshotPosition = closed.position;
  const dossier = wholeDossier(facts.filter(({ position }) => position < snapshotPosition));
  const ledgers = stateOf(events);
  const calculated = events.findLast(
    (event): event is RecordedEvent & ChargesCalculated => event.type === 'ChargesCalculated',
  );
  const opening = facts.find((event) => event.type === 'AccountOpened')?.data as AccountOpened['data'] | undefined;
  if (dossier === null || ledgers === null || opening === undefined)
    throw new Error(`The period ${closed.stream} has no account`);
  const { charges = [], recalculations = [] } = calculated?.data ?? {};
  const content = slipContent({
    period: closed.data.period,
    payerId: opening.personId,
    dossier,
    lines: { charges, recalculations },
    closed: closed.data,
    ledgers: ledgers.ledgers,
    agreements: agreementsOf(agreed.filter(({ position }) => position < snapshotPosition)),
    book,
    rules,
    requisites: row.payees,
  });
  if ('code' in content) throw new RejectedError(content);
  return { content, snapshotPosition };
}

function agreementsOf(agreed: readonly RecordedEvent[]): readonly AgreementState[] {
  return Object.values(fold(instalmentDecider, agreed as unknown as readonly InstalmentEvent[]));
}

function stateOf(events: readonly PeriodEvent[]): Exclude<AccountPeriodState, { status: 'not_opened' }> | null {
  let state: AccountPeriodState = { status: 'not_opened' };
  for (const event of events) state = evolveAccountPeriod(state, event);
  return state.status === 'not_opened' ? null : state;
}
