import { Decider, firstDayOf, fold, lastDayOf, RejectedError, Rejection, unreachable } from '#libs/kernel';
import { sumKopecks } from '#libs/money';
import {
  AccountPeriodCommand,
  CalculateCharges,
  ClosePeriod,
  CreditPayment,
  OpenPeriod,
  ReversePaymentCredit,
  SuspendPenalty,
} from './account-period.commands';
import { AccountPeriodEvent, ChargesCalculated, PayeeFigures } from './account-period.events';
import { AccountPeriodState, evolveAccountPeriod, HeldFact, OpenedPeriod } from './account-period.state';
import { LedgerWork, moneyIdOf, withdrawPayment } from './allocation.policy';
import { NOTHING_RESTORED, restore } from './archive.policy';
import { Calculation } from './calculation';
import { calculationFingerprint } from './calculation-fingerprint';
import { closeLedger } from './close-ledger.policy';
import { LedgerDraft, Movement } from './ledger';
import { takePayment } from './money-in-order.policy';
import { ordersOf } from './order-charge.policy';
import { suspensionMovements } from './suspend-penalty.policy';
import { Payee, PAYEES } from './reference-book';

type Decision = readonly AccountPeriodEvent[] | Rejection;

export const accountPeriodDecider: Decider<AccountPeriodState, AccountPeriodCommand, AccountPeriodEvent> = {
  initialState: () => ({ status: 'not_opened' }),
  evolve: evolveAccountPeriod,
  decide(command, state) {
    if (command.kind === 'OpenPeriod') return openPeriod(command, state);
    if (state.status === 'not_opened') {
      return new Rejection('BILLING_PERIOD_NOT_OPENED', { account: command.account });
    }
    if (state.status === 'closed') {
      return new Rejection('BILLING_PERIOD_CLOSED', { account: state.account, period: state.period });
    }
    switch (command.kind) {
      case 'CalculateCharges':
        return calculateChargesOf(command, state);
      case 'CreditPayment':
        return creditPayment(command, state);
      case 'ReversePaymentCredit':
        return reversePaymentCredit(command, state);
      case 'SuspendPenalty':
        return suspendPenalty(command, state);
      case 'ClosePeriod':
        return closePeriod(command, state);
      default:
        return unreachable(command);
    }
  },
};

/**
 * Opens the period with what the one before carried forward, then takes what that one held, day by day: payments
 * before recalls, each by payment id. Opening it again changes nothing.
 */
export function openPeriod(command: OpenPeriod, state: AccountPeriodState): Decision {
  if (state.status !== 'not_opened') return [];
  const { account, houseId, period, carriedFrom, ledgers } = command;
  const effectiveOn = firstDayOf(period);
  const events: AccountPeriodEvent[] = [
    { type: 'PeriodOpened', version: 1, data: { account, houseId, period, effectiveOn, carriedFrom, ledgers } },
  ];
  for (const held of [...(command.held ?? [])].sort(compareHeld)) {
    const decided = accountPeriodDecider.decide(held, fold(accountPeriodDecider, events));
    if (decided instanceof Rejection) return decided;
    events.push(...decided);
  }
  return events;
}

function compareHeld(left: CreditPayment | ReversePaymentCredit, right: CreditPayment | ReversePaymentCredit): number {
  const keyOf = (held: CreditPayment | ReversePaymentCredit) =>
    held.kind === 'CreditPayment' ? `${held.receivedOn} 1 ${held.paymentId}` : `${held.reversedOn} 2 ${held.paymentId}`;
  return keyOf(left) < keyOf(right) ? -1 : 1;
}

/** The charges of an open period; the newest supersede the earlier ones, and the same once more are no event. */
export function calculateChargesOf(command: CalculateCharges, state: OpenedPeriod): Decision {
  return newsOf(command.calculation, state);
}

/** The lines of the calculation as an event; none where they are the same as the last ones. */
function newsOf(calculation: Calculation, state: OpenedPeriod): readonly ChargesCalculated[] {
  const fingerprint = calculationFingerprint(calculation);
  if (state.fingerprint === fingerprint) return [];
  const { account, period } = state;
  const { charges, recalculations, waivers } = calculation;
  const amountKopecks = sumKopecks([...charges, ...recalculations].map((line) => line.amountKopecks));
  const data = {
    account,
    period,
    amountKopecks,
    fingerprint,
    charges,
    recalculations,
    ...(waivers ? { waivers } : {}),
  };
  return [{ type: 'ChargesCalculated', version: 1, data }];
}

/**
 * Takes a payment into the ledger of its payee where its day has it; a payment that was taken already changes nothing. A payment of a later
 * month, which comes while the close of this one is late, is held for the period that it belongs to.
 */
export function creditPayment(command: CreditPayment, state: OpenedPeriod): Decision {
  const { account, paymentId, payee, amountKopecks, receivedOn, namedPeriod, refundedKopecks } = command;
  const rest = refundedKopecks === undefined ? {} : { refundedKopecks };
  const { period } = state;
  if (hasMoney(state, payee, paymentId) || holds(state, command)) return [];
  if (receivedOn > lastDayOf(period)) {
    const data = { account, period, payee, paymentId, amountKopecks, effectiveOn: receivedOn, namedPeriod, ...rest };
    return [{ type: 'PaymentHeld', version: 1, data }];
  }
  const work = new LedgerWork(new LedgerDraft(state.ledgers[payee]));
  const terms = { openPeriod: period, isBarred: command.rules.isBarred };
  const payment = { paymentId, receivedOn, amountKopecks, namedPeriod };
  // A rest was there before, as a part of what was given back: it changes the order of nothing.
  const taken = refundedKopecks === undefined ? state.taken.filter((one) => one.payee === payee) : [];
  takePayment(work, payment, taken, terms);
  return [
    {
      type: 'PaymentCredited',
      version: 1,
      data: {
        account,
        period,
        payee,
        paymentId,
        amountKopecks,
        effectiveOn: receivedOn,
        namedPeriod,
        ...rest,
        movements: work.movements,
      },
    },
  ];
}

/**
 * Recalls a payment: everything that was made of it vanishes; a second recall changes nothing. A recall of a later
 * month is held like a payment.
 */
export function reversePaymentCredit(command: ReversePaymentCredit, state: OpenedPeriod): Decision {
  const { account, paymentId, payee, amountKopecks, reversedOn, reason, restored = NOTHING_RESTORED } = command;
  const { period } = state;
  if (reversedOn > lastDayOf(period)) {
    const isOwn = restored.money.some((money) => money.paymentId === paymentId);
    const isThere = isOwn || hasMoney(state, payee, paymentId) || holds(state, { ...command, kind: 'CreditPayment' });
    if (!isThere || holds(state, command)) return [];
    const data = { account, period, payee, paymentId, amountKopecks, effectiveOn: reversedOn, reason, restored };
    return [{ type: 'PaymentReversalHeld', version: 1, data }];
  }
  const work = new LedgerWork(new LedgerDraft(state.ledgers[payee]));
  restore(work, restored);
  const moneyId = moneyIdOf(paymentId);
  if (!work.draft.money.some((money) => money.moneyId === moneyId)) return [];
  withdrawPayment(work, paymentId);
  return [
    {
      type: 'PaymentCreditReversed',
      version: 1,
      data: {
        account,
        period,
        payee,
        paymentId,
        amountKopecks,
        effectiveOn: reversedOn,
        reason,
        movements: work.movements,
      },
    },
  ];
}

/** What an agreement to pay by parts does to penalty; lines that have it already, or are settled, stay as they are. */
export function suspendPenalty(command: SuspendPenalty, state: OpenedPeriod): Decision {
  const { account, payee, months, suspension, statedOn: effectiveOn, countsFrom } = command;
  const movements = suspensionMovements(state.ledgers[payee], months, suspension);
  if (movements.length === 0) return [];
  const type = suspension.until === null ? 'PenaltySuspended' : 'PenaltyResumed';
  const since = countsFrom === undefined ? {} : { countsFrom };
  const data = { account, period: state.period, payee, effectiveOn, months, ...suspension, ...since, movements };
  return [{ type, version: 1, data }];
}

function hasMoney(state: OpenedPeriod, payee: Payee, paymentId: string): boolean {
  const moneyId = moneyIdOf(paymentId);
  return state.ledgers[payee].money.some((money) => money.moneyId === moneyId);
}

function holds(state: OpenedPeriod, fact: Pick<HeldFact, 'kind' | 'payee' | 'paymentId'>): boolean {
  const { kind, payee, paymentId } = fact;
  return state.held.some((held) => held.kind === kind && held.payee === payee && held.paymentId === paymentId);
}

/**
 * Closes the period: the last calculation where it is news, then the postings of both payees. A rule that is needed
 * and not in force refuses the close: nothing is guessed.
 */
export function closePeriod(command: ClosePeriod, state: OpenedPeriod): Decision {
  try {
    return closedBy(command, state);
  } catch (error) {
    if (error instanceof RejectedError) return error.rejection;
    throw error;
  }
}

function closedBy(command: ClosePeriod, state: OpenedPeriod): readonly AccountPeriodEvent[] {
  const { calculation, rules } = command;
  const figures: PayeeFigures[] = [];
  const movements: Partial<Record<Payee, readonly Movement[]>> = {};
  for (const payee of PAYEES) {
    const close = closeLedger(
      state.ledgers[payee],
      {
        payee,
        period: state.period,
        charges: calculation.charges.filter((line) => line.payee === payee),
        recalculations: calculation.recalculations.filter((line) => line.payee === payee),
        waivers: calculation.waivers?.filter((waiver) => waiver.payee === payee),
        restored: command.restored?.[payee],
      },
      rules,
    );
    if (close.movements.length > 0) movements[payee] = close.movements;
    figures.push({
      payee,
      openingKopecks: state.openingKopecks[payee],
      chargedKopecks: close.chargedKopecks,
      recalculatedKopecks: close.recalculatedKopecks,
      penaltyKopecks: close.penaltyKopecks,
      paymentsKopecks: state.paymentsKopecks[payee],
      closingKopecks: close.closingKopecks,
    });
  }
  const orders = ordersOf(calculation);
  const closed: AccountPeriodEvent = {
    type: 'PeriodClosed',
    version: 1,
    data: {
      account: state.account,
      period: state.period,
      effectiveOn: lastDayOf(state.period),
      dueOn: rules.dueOn(state.period),
      payees: figures,
      movements,
      records: calculation.records,
      recordCorrections: calculation.recordCorrections,
      ...(command.factsUpTo === undefined ? {} : { factsUpTo: command.factsUpTo }),
      ...(orders === null ? {} : { orders }),
      ...(calculation.recalculationIds ? { recalculationIds: calculation.recalculationIds } : {}),
    },
  };
  return [...newsOf(calculation, state), closed];
}
