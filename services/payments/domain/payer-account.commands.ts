import { PayerAccountNoted } from './payer-account.events';

export type NotePayerAccount = { readonly kind: 'NotePayerAccount' } & Omit<PayerAccountNoted['data'], 'effectiveOn'>;

export type PayerAccountCommand = NotePayerAccount;

export function payerAccountStream(account: string): string {
  return `payments_account-${account}`;
}
