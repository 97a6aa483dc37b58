import { PayerAccountNoted, PayerContactDropped, PayerContactNoted } from './payer-account.events';

export type NotePayerAccount = { readonly kind: 'NotePayerAccount' } & Omit<PayerAccountNoted['data'], 'effectiveOn'>;

export type NotePayerContact = { readonly kind: 'NotePayerContact' } & PayerContactNoted['data'];

export type DropPayerContact = { readonly kind: 'DropPayerContact' } & PayerContactDropped['data'];

export type PayerAccountCommand = NotePayerAccount | NotePayerContact | DropPayerContact;

export function payerAccountStream(account: string): string {
  return `payments_account-${account}`;
}
