import { BillingPeriod, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { AccountPeriodCommand } from '../../domain/account-period.commands';
import { accountPeriodDecider } from '../../domain/account-period.decider';
import { AccountPeriodEvent, ChargesCalculated, PayeeFigures, PeriodClosed } from '../../domain/account-period.events';
import { AccountPeriodState, applyMovements } from '../../domain/account-period.state';
import { AccountEvent } from '../../domain/account.events';
import { moneyIdOf } from '../../domain/allocation.policy';
import { archivedFor, isArchiving, Restored } from '../../domain/archive.policy';
import { calculateCharges } from '../../domain/calculate-charges.policy';
import { Calculation } from '../../domain/calculation';
import { Ledgers, Movement } from '../../domain/ledger';
import { LedgerRules } from '../../domain/ledger-rules.policy';
import { Payee, PAYEES, ReferenceBook } from '../../domain/reference-book';
import { forgettableUpTo } from '../../domain/retention';
import { SUPPOSED } from '../../domain/what-if.policy';
import { DossierRow, wholeDossierAfter } from '../../projections/account-dossier.projection';

export type HistoryEvent = RecordedEvent & (AccountEvent | AccountPeriodEvent);

/** A closed period as it was charged and as it is charged now. */
export interface ReplayedMonth {
  readonly period: BillingPeriod;
  readonly recorded: { readonly calculation: ChargesCalculated['data']; readonly eventId: string };
  readonly recordedFigures: readonly PayeeFigures[];
  readonly calculation: Calculation;
  readonly figures: readonly PayeeFigures[];
}

export interface ReplayRules {
  readonly book: ReferenceBook;
  readonly rules: LedgerRules;
}

/**
 * Charges and closes the closed periods of an account anew, one after another, by the functions that bill: the facts
 * are those that each close knew, the rules are the given ones, and a later period builds on what the replay made of the
 * earlier. Writes nothing. `history` is all of the account's events in the order of the log.
 * Throws RejectedError where a rule is not in force.
 */
export function replayAccount(
  history: readonly HistoryEvent[],
  from: BillingPeriod,
  to: BillingPeriod,
  rules: ReplayRules,
): ReplayedMonth[] {
  const replay = new Replay(from, to, rules);
  for (const event of history) replay.take(event);
  return replay.months;
}

class Replay {
  readonly months: ReplayedMonth[] = [];
  private dossier: DossierRow | null = null;
  /** Facts of the account that no close has known of yet. */
  private told: HistoryEvent[] = [];
  private state: AccountPeriodState = { status: 'not_opened' };
  /** Everything that was ever on the ledgers, from which archived lines come back. */
  private whole: Ledgers | null = null;
  private calculated: ReplayedMonth['recorded'] | null = null;

  constructor(
    private readonly from: BillingPeriod,
    private readonly to: BillingPeriod,
    private readonly rules: ReplayRules,
  ) {}

  take(event: HistoryEvent): void {
    if (!isOfPeriod(event)) {
      this.told.push(event);
      return;
    }
    const { period } = event.data;
    if (period > this.to) return;
    if (period < this.from) this.remember(event);
    else this.again(event);
  }

  /** A period before the first that is replayed stays as it is. */
  private remember(event: RecordedEvent & AccountPeriodEvent): void {
    this.keepWhole(event);
    if (event.type !== 'PeriodClosed') return;
    this.learnWhatWasKnown(event);
    this.dossier = wholeDossierAfter(this.dossier, event);
  }

  /** What was told before a close that did not know it comes after it here. */
  private learnWhatWasKnown({ data: { factsUpTo = Infinity } }: PeriodClosed): void {
    for (const fact of this.told.filter(({ revision }) => revision <= factsUpTo)) {
      this.dossier = wholeDossierAfter(this.dossier, fact);
    }
    this.told = this.told.filter(({ revision }) => revision > factsUpTo);
  }

  private again(event: RecordedEvent & AccountPeriodEvent): void {
    const { account } = event.data;
    const { rules } = this.rules;
    switch (event.type) {
      case 'PeriodOpened':
        this.open(event);
        return;
      case 'ChargesCalculated':
        this.calculated = { calculation: event.data, eventId: event.eventId };
        return;
      case 'PaymentCredited': {
        const { payee, paymentId, amountKopecks, effectiveOn: receivedOn, namedPeriod } = event.data;
        this.states({
          kind: 'CreditPayment',
          ...{ account, payee, paymentId, amountKopecks, receivedOn, namedPeriod, rules },
        });
        return;
      }
      case 'PaymentCreditReversed': {
        const { payee, paymentId, amountKopecks, effectiveOn: reversedOn, reason } = event.data;
        const restored = this.restored(payee, [], moneyIdOf(paymentId));
        this.states({
          kind: 'ReversePaymentCredit',
          ...{ account, payee, paymentId, amountKopecks, reversedOn, reason, restored },
        });
        return;
      }
      case 'PeriodClosed':
        this.close(event);
        return;
      case 'PenaltySuspended':
      case 'PenaltyResumed': {
        const { payee, months, agreementId, from, until, effectiveOn: statedOn } = event.data;
        const suspension = { agreementId, from, until };
        this.states({ kind: 'SuspendPenalty', account, payee, months, suspension, statedOn });
        return;
      }
      case 'PaymentHeld':
      case 'PaymentReversalHeld':
        // The next period has it among its own events.
        return;
    }
  }

  private open(event: RecordedEvent & Extract<AccountPeriodEvent, { type: 'PeriodOpened' }>): void {
    const { account, houseId, period, carriedFrom } = event.data;
    this.calculated = null;
    if (this.state.status === 'closed') {
      const { ledgers } = this.state;
      this.state = { status: 'not_opened' };
      this.states({ kind: 'OpenPeriod', account, houseId, period, carriedFrom, ledgers });
      return;
    }
    this.whole ??= event.data.ledgers;
    this.state = accountPeriodDecider.evolve({ status: 'not_opened' }, event);
  }

  private close(event: RecordedEvent & PeriodClosed): void {
    const { account, period, payees } = event.data;
    this.learnWhatWasKnown(event);
    if (this.dossier === null || this.calculated === null) {
      throw new Error(`${period} of ${account} was closed without charges`);
    }
    const calculation = calculateCharges(this.dossier, this.rules.book, period);
    const { rules } = this.rules;
    const restored = this.restoredFor(calculation, period);
    const events = this.states({ kind: 'ClosePeriod', account, calculation, rules, restored });
    const closed = events.find((one): one is PeriodClosed => one.type === 'PeriodClosed');
    if (!closed) throw new Error(`${period} of ${account} was not closed`);
    this.dossier = wholeDossierAfter(this.dossier, asRecorded(closed));
    const figures = { recordedFigures: payees, figures: closed.data.payees };
    this.months.push({ period, recorded: this.calculated, calculation, ...figures });
  }

  /** Archived lines that recalculations of old periods may lower. */
  private restoredFor(calculation: Calculation, period: BillingPeriod): Partial<Record<Payee, Restored>> | undefined {
    const upTo = forgettableUpTo(period);
    const old = calculation.recalculations.filter((line) => line.ofPeriod <= upTo);
    if (old.length === 0) return undefined;
    const restored: Partial<Record<Payee, Restored>> = {};
    for (const payee of PAYEES) {
      const periods = old.filter((line) => line.payee === payee).map((line) => line.ofPeriod);
      restored[payee] = this.restored(payee, periods, null);
    }
    return restored;
  }

  private restored(payee: Payee, periods: readonly BillingPeriod[], moneyId: string | null): Restored {
    if (this.whole === null || this.state.status === 'not_opened') return { lines: [], money: [] };
    return archivedFor(this.whole[payee], this.state.ledgers[payee], { periods, moneyId });
  }

  /** States a command to the period that is replayed. Throws RejectedError. */
  private states(command: AccountPeriodCommand): readonly AccountPeriodEvent[] {
    const decided = accountPeriodDecider.decide(command, this.state);
    if (decided instanceof Rejection) throw new RejectedError(decided);
    for (const event of decided) {
      this.state = accountPeriodDecider.evolve(this.state, event);
      this.keepWhole(event);
    }
    return decided;
  }

  private keepWhole(event: AccountPeriodEvent): void {
    if (event.type === 'PeriodOpened') {
      this.whole ??= event.data.ledgers;
      return;
    }
    if (this.whole === null || !('movements' in event.data)) return;
    const whole: Record<Payee, Ledgers[Payee]> = { ...this.whole };
    for (const payee of PAYEES) {
      const kept = movementsTo(payee, event).filter((movement) => !isArchiving(movement));
      whole[payee] = applyMovements(whole[payee], kept);
    }
    this.whole = whole;
  }
}

function isOfPeriod(event: HistoryEvent): event is RecordedEvent & AccountPeriodEvent {
  return event.stream.startsWith('billing_account_period-');
}

function movementsTo(payee: Payee, event: AccountPeriodEvent): readonly Movement[] {
  if (event.type === 'PeriodClosed') return event.data.movements[payee] ?? [];
  if (event.type !== 'PaymentCredited' && event.type !== 'PaymentCreditReversed') return [];
  return event.data.payee === payee ? event.data.movements : [];
}

/** An event that nobody recorded, in the form in which a projection takes it. */
export function asRecorded(event: AccountPeriodEvent): RecordedEvent {
  const metadata = {
    recordedAt: '',
    actor: SUPPOSED,
    correlationId: SUPPOSED,
    causationId: null,
    commandId: null,
    commandHash: null,
  };
  return { ...event, eventId: SUPPOSED, stream: SUPPOSED, revision: 0, position: 0, metadata };
}
