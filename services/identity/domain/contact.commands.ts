import { ContactVerified, ContactWithdrawn } from './contact.events';

export type VerifyContact = { readonly kind: 'VerifyContact'; readonly contact: ContactVerified['data'] };
export type WithdrawContact = { readonly kind: 'WithdrawContact' } & Omit<ContactWithdrawn['data'], 'personId'>;

export type ContactCommand = VerifyContact | WithdrawContact;

export function contactsStream(account: string): string {
  return `identity_contacts-${account}`;
}
