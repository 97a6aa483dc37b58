import { AccountShared, AccountSharingEnded } from './account-sharing.events';

export type ShareAccount = { readonly kind: 'ShareAccount' } & AccountShared['data'];
export type EndSharing = { readonly kind: 'EndSharing' } & AccountSharingEnded['data'];
export type EndEverySharing = { readonly kind: 'EndEverySharing' } & Pick<
  AccountSharingEnded['data'],
  'account' | 'by'
>;

export type AccountSharingCommand = ShareAccount | EndSharing | EndEverySharing;

/** On the side of the account that is shown: its own people hear of it, and end it, without asking anybody. */
export function accountSharingStream(account: string): string {
  return `identity_sharing-${account}`;
}
