import { PayerAccountClosed, PayerAccountNoted } from './payer-account.events';

export type NotePayerAccount = { readonly kind: 'NotePayerAccount' } & Omit<PayerAccountNoted['data'], 'effectiveOn'>;

export type ClosePayerAccount = { readonly kind: 'ClosePayerAccount' } & Omit<
  PayerAccountClosed['data'],
  'effectiveOn'
>;

export type PayerAccountCommand = NotePayerAccount | ClosePayerAccount;

export function payerAccountStream(account: string): string {
  return `payments_account-${account}`;
}
