import { DomainEvent } from '#libs/kernel';
import { Payee } from './payment.events';

/** Whose bank account a payment is to reach. */
export interface Recipient {
  readonly payee: Payee;
  readonly name: string;
  readonly inn: string;
  readonly kpp: string | null;
  readonly bankName: string;
  readonly bic: string;
  readonly bankAccount: string;
  readonly correspondentAccount: string;
}

export type RecipientsNoted = DomainEvent<
  'RecipientsNoted',
  { readonly companyId: string; readonly recipients: readonly Recipient[] }
>;

/** Where money goes, stream `payments_company-<companyId>`. */
export type RecipientsEvent = RecipientsNoted;

export const RECIPIENTS_EVENT_TYPES: readonly RecipientsEvent['type'][] = ['RecipientsNoted'];
