import { BillingPeriod } from '#libs/kernel';
import { addKopecks, Kopecks, subtractKopecks } from '#libs/money';
import { AccountPeriodEvent } from './account-period.events';
import { CreditPayment, ReversePaymentCredit } from './account-period.commands';
import { balanceOf, LedgerDraft, Ledgers, Movement } from './ledger';
import { takenPayment, takenRecall, TakenMoney } from './money-in-order.policy';
import { Payee } from './reference-book';

/** A payment or a recall of a later month, which the next period takes. */
export type HeldFact = Omit<CreditPayment, 'rules'> | ReversePaymentCredit;

/** An account in a billing period as its stream tells. */
export type AccountPeriodState =
  | { readonly status: 'not_opened' }
  | {
      readonly status: 'open' | 'closed';
      readonly account: string;
      readonly houseId: string;
      readonly period: BillingPeriod;
      readonly openingKopecks: Readonly<Record<Payee, Kopecks>>;
      readonly paymentsKopecks: Readonly<Record<Payee, Kopecks>>;
      readonly ledgers: Ledgers;
      /** The fingerprint of the last calculation; null before the first. */
      readonly fingerprint: string | null;
      /** In the order recorded. */
      readonly held: readonly HeldFact[];
      /** Payments and recalls that the period has taken, in the order recorded. */
      readonly taken: readonly TakenMoney[];
    };

export type OpenedPeriod = Exclude<AccountPeriodState, { status: 'not_opened' }>;

export function evolveAccountPeriod(state: AccountPeriodState, event: AccountPeriodEvent): AccountPeriodState {
  if (event.type === 'PeriodOpened') {
    const { account, houseId, period, ledgers } = event.data;
    return {
      status: 'open',
      account,
      houseId,
      period,
      openingKopecks: { main: balanceOf(ledgers.main), capital_repair: balanceOf(ledgers.capital_repair) },
      paymentsKopecks: { main: 0, capital_repair: 0 },
      ledgers,
      fingerprint: null,
      held: [],
      taken: [],
    };
  }
  if (state.status === 'not_opened') return state;
  switch (event.type) {
    case 'ChargesCalculated':
      return { ...state, fingerprint: event.data.fingerprint };
    case 'PaymentCredited':
      return {
        ...withPayment(state, event.data, event.data.amountKopecks),
        taken: [...state.taken, takenPayment(event.data, state.taken)],
      };
    case 'PaymentCreditReversed':
      return {
        ...withPayment(state, event.data, -event.data.amountKopecks),
        taken: [...state.taken, takenRecall(event.data)],
      };
    case 'PenaltySuspended':
    case 'PenaltyResumed':
      return { ...state, ledgers: moved(state, event.data) };
    case 'PaymentHeld': {
      const { account, payee, paymentId, amountKopecks, namedPeriod, refundedKopecks } = event.data;
      const { effectiveOn: receivedOn } = event.data;
      const rest = refundedKopecks === undefined ? {} : { refundedKopecks };
      const payment = { account, payee, paymentId, amountKopecks, namedPeriod, receivedOn, ...rest };
      return { ...state, held: [...state.held, { kind: 'CreditPayment', ...payment }] };
    }
    case 'PaymentReversalHeld': {
      const { account, payee, paymentId, amountKopecks, reason, restored, effectiveOn: reversedOn } = event.data;
      const recall = { account, payee, paymentId, amountKopecks, reason, restored, reversedOn };
      return { ...state, held: [...state.held, { kind: 'ReversePaymentCredit', ...recall }] };
    }
    case 'PeriodClosed': {
      const { main = [], capital_repair = [] } = event.data.movements;
      const ledgers = {
        main: applyMovements(state.ledgers.main, main),
        capital_repair: applyMovements(state.ledgers.capital_repair, capital_repair),
      };
      return { ...state, status: 'closed', ledgers };
    }
  }
}

interface PayeeFact {
  readonly payee: Payee;
  readonly movements: readonly Movement[];
}

function withPayment(state: OpenedPeriod, fact: PayeeFact, amountKopecks: Kopecks): OpenedPeriod {
  const { payee } = fact;
  return {
    ...state,
    paymentsKopecks: {
      ...state.paymentsKopecks,
      [payee]:
        amountKopecks > 0
          ? addKopecks(state.paymentsKopecks[payee], amountKopecks)
          : subtractKopecks(state.paymentsKopecks[payee], -amountKopecks),
    },
    ledgers: moved(state, fact),
  };
}

function moved(state: OpenedPeriod, { payee, movements }: PayeeFact): Ledgers {
  return { ...state.ledgers, [payee]: applyMovements(state.ledgers[payee], movements) };
}

/** The ledger after the movements that an event carries. */
export function applyMovements(ledger: Ledgers[Payee], movements: readonly Movement[]): Ledgers[Payee] {
  if (movements.length === 0) return ledger;
  const draft = new LedgerDraft(ledger);
  for (const movement of movements) draft.apply(movement);
  return draft.ledger();
}
