import { BillingPeriod, CivilDate } from '#libs/kernel';
import { NotificationKind } from './notification-kinds';
import { AgreedPart, HeldLetter, InstalmentsEnded, PayeeSums } from './supported-account.events';

export interface NoteSupportedAccount {
  readonly kind: 'NoteSupportedAccount';
  readonly account: string;
  /** The payer as billing knows them; null where it knows nobody. */
  readonly payerId: string | null;
  readonly openedOn: CivilDate;
  readonly windowFromDay: number;
  readonly windowToDay: number;
}

export interface CloseSupportedAccount {
  readonly kind: 'CloseSupportedAccount';
  readonly account: string;
  readonly closedOn: CivilDate;
}

export interface NoteContact {
  readonly kind: 'NoteContact';
  readonly account: string;
  readonly contactId: string;
  readonly personId: string;
  readonly verifiedOn: CivilDate;
}

export interface DropContact {
  readonly kind: 'DropContact';
  readonly account: string;
  readonly contactId: string;
  readonly droppedOn: CivilDate;
}

export interface ChooseNotifications {
  readonly kind: 'ChooseNotifications';
  readonly account: string;
  readonly choices: readonly { readonly kind: NotificationKind; readonly on: boolean }[];
  readonly chosenOn: CivilDate;
  readonly by: 'preferences' | 'letter';
}

export interface NoteDue {
  readonly kind: 'NoteDue';
  readonly account: string;
  readonly period: BillingPeriod;
  readonly dueOn: CivilDate;
  /** What the month leaves with each payee; below zero it is an advance. */
  readonly closingKopecks: PayeeSums;
}

export interface NoteDuePayment {
  readonly kind: 'NoteDuePayment';
  readonly account: string;
  readonly paymentId: string;
  readonly payee: keyof PayeeSums;
  readonly amountKopecks: number;
  readonly receivedOn: CivilDate;
  /** The month to which billing credited it. */
  readonly period: BillingPeriod;
}

export interface RecallDuePayment {
  readonly kind: 'RecallDuePayment';
  readonly account: string;
  readonly paymentId: string;
  readonly payee: keyof PayeeSums;
  readonly amountKopecks: number;
  /** The month in which billing took it off. */
  readonly period: BillingPeriod;
}

export interface NoteReadings {
  readonly kind: 'NoteReadings';
  readonly account: string;
  readonly takenOn: CivilDate;
}

export interface NoteInstalments {
  readonly kind: 'NoteInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly agreedOn: CivilDate;
  readonly payee: keyof PayeeSums;
  readonly parts: readonly AgreedPart[];
}

export interface NoteInstalmentsLeft {
  readonly kind: 'NoteInstalmentsLeft';
  readonly account: string;
  readonly agreementId: string;
  /** From 1. */
  readonly part: number;
  readonly leftKopecks: number;
}

export interface EndInstalments {
  readonly kind: 'EndInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly because: InstalmentsEnded['data']['because'];
  readonly endedOn: CivilDate;
}

export interface ResumeInstalments {
  readonly kind: 'ResumeInstalments';
  readonly account: string;
  readonly agreementId: string;
  readonly resumedOn: CivilDate;
  /** What is left since a payment was recalled; absent where none was. */
  readonly leftKopecks?: number | undefined;
}

export interface HoldLetter {
  readonly kind: 'HoldLetter';
  readonly account: string;
  readonly letter: HeldLetter;
}

export type SupportedAccountCommand =
  | NoteSupportedAccount
  | CloseSupportedAccount
  | NoteContact
  | DropContact
  | ChooseNotifications
  | NoteDue
  | NoteDuePayment
  | RecallDuePayment
  | NoteReadings
  | NoteInstalments
  | NoteInstalmentsLeft
  | EndInstalments
  | ResumeInstalments
  | HoldLetter;

export function supportedAccountStream(account: string): string {
  return `support_account-${account}`;
}

/** Where billing knows no payer, what is written about an account is sealed for this person. */
export function correspondentOf(account: string): string {
  return `correspondent-${account}`;
}
