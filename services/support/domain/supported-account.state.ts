import { BillingPeriod, CivilDate, lastDayOf, unreachable } from '#libs/kernel';
import { comesAlways, NotificationKind } from './notification-kinds';
import {
  AgreedPart,
  DuePaid,
  HeldLetter,
  InstalmentsEnded,
  OwedAgain,
  PayeeSums,
  SupportedAccountEvent,
  SupportedAccountNoted,
} from './supported-account.events';

export interface Contact {
  readonly contactId: string;
  readonly personId: string;
  readonly verifiedOn: CivilDate;
}

/** Whether letters of a kind are wanted, and since when. */
export interface Choice {
  readonly on: boolean;
  readonly chosenOn: CivilDate;
}

export interface Due {
  readonly period: BillingPeriod;
  readonly dueOn: CivilDate;
  readonly owedKopecks: PayeeSums;
  readonly closedAt?: string | undefined;
}

/** An agreement to pay by parts. */
export interface SupportedInstalments {
  readonly payee: keyof PayeeSums;
  readonly agreedOn: CivilDate;
  readonly parts: readonly AgreedPart[];
  /** Of all parts, when last told. */
  readonly leftKopecks: number;
  readonly state: 'running' | InstalmentsEnded['data']['because'];
}

/** An account as its stream tells. Its contacts and its payments may be told of before the account is: topics keep no common order. */
export interface SupportedAccount {
  /** Null until billing has told of the account. */
  readonly noted: SupportedAccountNoted['data'] | null;
  readonly closedOn: CivilDate | null;
  readonly contacts: readonly Contact[];
  /** Kinds about which a person has said something; all others are on. */
  readonly choices: Readonly<Partial<Record<NotificationKind, Choice>>>;
  readonly due: Due | null;
  /** Payments that came since, and count against what is due. */
  readonly payments: readonly DuePaid['data'][];
  /** What was recalled since, of the closing sum and of the payments. */
  readonly recalled: readonly (OwedAgain & Pick<DuePaid['data'], 'paymentId'>)[];
  /** The latest month of which a reading is known. */
  readonly readingsOf: BillingPeriod | null;
  /** By agreement. */
  readonly instalments: Readonly<Record<string, SupportedInstalments>>;
  /** Letters for which nobody was known when their news came. */
  readonly held: readonly HeldLetter[];
}

/** Whether letters of the kind are wanted. What belongs to an agreement comes, also where it was turned off before. */
export function isChosen({ choices }: Pick<SupportedAccount, 'choices'>, kind: NotificationKind): boolean {
  return comesAlways(kind) || (choices[kind]?.on ?? true);
}

/** What is left to be paid of the last closed month, kopecks. */
export function leftToPay({
  due,
  payments,
  recalled,
}: Pick<SupportedAccount, 'due' | 'payments' | 'recalled'>): number {
  if (due === null) return 0;
  const sumOf = (payee: keyof PayeeSums, list: readonly Pick<OwedAgain, 'payee' | 'amountKopecks'>[]) =>
    list.reduce((sum, one) => (one.payee === payee ? sum + one.amountKopecks : sum), 0);
  const left = (payee: keyof PayeeSums) => due.owedKopecks[payee] - sumOf(payee, payments) + sumOf(payee, recalled);
  return Math.max(0, left('main')) + Math.max(0, left('capital_repair'));
}

/**
 * Whether a payment that was told before a close stands in its sum: billing says to which month it was credited. Of payments
 * that were noted before billing said so, what was known when the month was closed does, by the instants where they were noted.
 */
function isInClosing(
  { period: creditedTo, receivedOn, recordedAt }: DuePaid['data'],
  { period, closedAt }: Due,
): boolean {
  if (creditedTo !== undefined) return creditedTo <= period;
  if (receivedOn > lastDayOf(period)) return false;
  return recordedAt === undefined || closedAt === undefined || recordedAt <= closedAt;
}

/** An account of which nothing was told. */
export const UNTOLD_ACCOUNT: SupportedAccount = {
  noted: null,
  closedOn: null,
  contacts: [],
  choices: {},
  due: null,
  payments: [],
  recalled: [],
  readingsOf: null,
  instalments: {},
  held: [],
};

/** One fold for the decider and for the read model of accounts. */
export function evolveAccount(state: SupportedAccount, event: SupportedAccountEvent): SupportedAccount {
  switch (event.type) {
    case 'SupportedAccountNoted':
      return { ...state, noted: event.data };
    case 'SupportedAccountClosed':
      return { ...state, closedOn: event.data.closedOn };
    case 'ContactNoted': {
      const { contactId, personId, verifiedOn } = event.data;
      const others = state.contacts.filter((one) => one.contactId !== contactId);
      return { ...state, contacts: [...others, { contactId, personId, verifiedOn }] };
    }
    case 'ContactDropped':
      return { ...state, contacts: state.contacts.filter(({ contactId }) => contactId !== event.data.contactId) };
    case 'NotificationsChosen': {
      const { kind, on, chosenOn } = event.data;
      return { ...state, choices: { ...state.choices, [kind]: { on, chosenOn } } };
    }
    case 'DueNoted': {
      const { account, ...due } = event.data;
      void account;
      const payments = state.payments.filter((payment) => !isInClosing(payment, due));
      return { ...state, due, payments, recalled: state.recalled.filter(({ period }) => period > due.period) };
    }
    case 'DuePaid':
      return { ...state, payments: [...state.payments, event.data] };
    case 'DuePaymentRecalled': {
      const { paymentId, owedAgain } = event.data;
      if (owedAgain !== undefined) return { ...state, recalled: [...state.recalled, { paymentId, ...owedAgain }] };
      return { ...state, payments: state.payments.filter((payment) => payment.paymentId !== paymentId) };
    }
    case 'ReadingsNoted':
      return { ...state, readingsOf: event.data.period };
    case 'InstalmentsNoted': {
      const { agreementId, payee, agreedOn, parts } = event.data;
      const leftKopecks = parts.reduce((sum, { amountKopecks }) => sum + amountKopecks, 0);
      const noted = { payee, agreedOn, parts, leftKopecks, state: 'running' } as const;
      return { ...state, instalments: { ...state.instalments, [agreementId]: noted } };
    }
    case 'InstalmentsLeftNoted':
      return withInstalments(state, event.data.agreementId, { leftKopecks: event.data.leftKopecks });
    case 'InstalmentsEnded':
      return withInstalments(state, event.data.agreementId, { state: event.data.because });
    case 'InstalmentsResumed': {
      const { agreementId, leftKopecks } = event.data;
      const left = leftKopecks === undefined ? {} : { leftKopecks };
      return withInstalments(state, agreementId, { state: 'running', ...left });
    }
    case 'LetterHeld': {
      const { account, ...letter } = event.data;
      void account;
      return { ...state, held: [...state.held.filter(({ expiresOn }) => expiresOn >= letter.happenedOn), letter] };
    }
    default:
      return unreachable(event);
  }
}

function withInstalments(
  state: SupportedAccount,
  agreementId: string,
  changes: Partial<SupportedInstalments>,
): SupportedAccount {
  const known = state.instalments[agreementId];
  if (known === undefined) return state;
  return { ...state, instalments: { ...state.instalments, [agreementId]: { ...known, ...changes } } };
}
