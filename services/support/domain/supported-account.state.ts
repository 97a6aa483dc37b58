import { BillingPeriod, CivilDate, lastDayOf, unreachable } from '#libs/kernel';
import { comesAlways, NotificationKind } from './notification-kinds';
import {
  AgreedPart,
  DuePaid,
  HeldLetter,
  InstalmentsEnded,
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
  /** Payments that count against what is due. */
  readonly payments: readonly DuePaid['data'][];
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
export function leftToPay({ due, payments }: Pick<SupportedAccount, 'due' | 'payments'>): number {
  if (due === null) return 0;
  const left = (payee: keyof PayeeSums) =>
    payments.reduce(
      (owed, payment) => (payment.payee === payee ? owed - payment.amountKopecks : owed),
      due.owedKopecks[payee],
    );
  return Math.max(0, left('main')) + Math.max(0, left('capital_repair'));
}

/**
 * Whether a payment stands in the closing sum of a month already: it is of that month or earlier, and was known when the month
 * was closed. The topics of payments and of billing come in any order, so that their own instants decide; which of the two was
 * told first decides where they say nothing.
 */
export function isInClosing(
  { receivedOn, recordedAt }: Pick<DuePaid['data'], 'receivedOn' | 'recordedAt'>,
  { period, closedAt }: Pick<Due, 'period' | 'closedAt'>,
  wasToldBefore: boolean,
): boolean {
  if (receivedOn > lastDayOf(period)) return false;
  if (recordedAt === undefined || closedAt === undefined || recordedAt === closedAt) return wasToldBefore;
  return recordedAt < closedAt;
}

/** An account of which nothing was told. */
export const UNTOLD_ACCOUNT: SupportedAccount = {
  noted: null,
  closedOn: null,
  contacts: [],
  choices: {},
  due: null,
  payments: [],
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
      return { ...state, due, payments: state.payments.filter((payment) => !isInClosing(payment, due, true)) };
    }
    case 'DuePaid':
      return { ...state, payments: [...state.payments, event.data] };
    case 'DuePaymentRecalled':
      return { ...state, payments: state.payments.filter(({ paymentId }) => paymentId !== event.data.paymentId) };
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
