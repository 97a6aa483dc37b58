import { AccountAttached, AccountDetached, SessionsEnded } from './cabinet-access.events';

export type AttachAccount = { readonly kind: 'AttachAccount' } & Required<AccountAttached['data']>;
export type DetachAccount = { readonly kind: 'DetachAccount' } & AccountDetached['data'];
export type EndSessions = { readonly kind: 'EndSessions' } & SessionsEnded['data'];

export type CabinetAccessCommand = AttachAccount | DetachAccount | EndSessions;

export function cabinetAccessStream(login: string): string {
  return `identity_access-${login}`;
}
