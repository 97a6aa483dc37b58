import { CivilDate } from '#libs/kernel';
import { MeteredAccountNoted } from './metered-account.events';

export type NoteMeteredAccount = { readonly kind: 'NoteMeteredAccount' } & Omit<
  MeteredAccountNoted['data'],
  'effectiveOn'
>;

export interface CloseMeteredAccount {
  readonly kind: 'CloseMeteredAccount';
  readonly account: string;
  readonly closedOn: CivilDate;
}

export type MeteredAccountCommand = NoteMeteredAccount | CloseMeteredAccount;

export function meteredAccountStream(account: string): string {
  return `metering_account-${account}`;
}
