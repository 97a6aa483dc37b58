import { EventStore } from '#libs/event-store';
import { BillingPeriod, periodOf, periodsBetween, RecordedEvent } from '#libs/kernel';
import { accountStream } from '../domain/account.commands';
import { accountPeriodStream } from '../domain/account-period.commands';
import { AccountPeriodEvent, PayeeMovements } from '../domain/account-period.events';
import { applyMovements } from '../domain/account-period.state';
import { isArchiving } from '../domain/archive.policy';
import { Ledgers } from '../domain/ledger';
import { Payee, PAYEES } from '../domain/reference-book';
import { DossierRow, wholeDossier } from '../projections/account-dossier.projection';

type PeriodEvent = RecordedEvent & AccountPeriodEvent;

/** An account as its whole history tells, with nothing archived or forgotten: slow, and rarely needed. */
export interface WholeHistory {
  readonly ledgers: Ledgers;
  readonly dossier: DossierRow;
}

/** Folds every event of an account up to its present period. Throws where there is no such account. */
export async function wholeHistory(store: EventStore, account: string, present: BillingPeriod): Promise<WholeHistory> {
  const facts = await store.readStream(accountStream(account));
  const opened = facts[0]?.data as { openedOn: string } | undefined;
  if (!opened) throw new Error(`The account ${account} has no beginning`);
  const streams = periodsBetween(periodOf(opened.openedOn), present).map((period) =>
    accountPeriodStream(account, period),
  );
  const read = await store.readStreams(streams);
  const periods = streams.flatMap((stream) => read.get(stream) ?? []) as readonly PeriodEvent[];
  const events = [...facts, ...periods].sort((left, right) => left.position - right.position);
  const dossier = wholeDossier(events);
  const ledgers = foldLedgers(periods);
  if (!dossier || !ledgers) throw new Error(`The account ${account} has no period`);
  return { ledgers, dossier };
}

type MovingEvent = Extract<
  PeriodEvent,
  { type: 'PaymentCredited' | 'PaymentCreditReversed' | 'PenaltySuspended' | 'PenaltyResumed' | 'PeriodClosed' }
>;

function isMoving(event: PeriodEvent): event is MovingEvent {
  return 'movements' in event.data;
}

function foldLedgers(events: readonly PeriodEvent[]): Ledgers | null {
  let ledgers: Record<Payee, Ledgers[Payee]> | null = null;
  for (const event of events) {
    if (event.type === 'PeriodOpened') {
      ledgers ??= { ...event.data.ledgers };
      continue;
    }
    if (ledgers === null || !isMoving(event)) continue;
    const movements: PayeeMovements =
      event.type === 'PeriodClosed' ? event.data.movements : { [event.data.payee]: event.data.movements };
    for (const payee of PAYEES) {
      const kept = (movements[payee] ?? []).filter((movement) => !isArchiving(movement));
      ledgers[payee] = applyMovements(ledgers[payee], kept);
    }
  }
  return ledgers;
}
