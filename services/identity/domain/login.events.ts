import { DomainEvent } from '#libs/kernel';

/** A login belongs to one account for ever. Stream `identity_login-<login>`. */
export type LoginReserved = DomainEvent<'LoginReserved', { readonly login: string; readonly account: string }>;

export type LoginEvent = LoginReserved;

export const LOGIN_EVENT_TYPES: readonly LoginEvent['type'][] = ['LoginReserved'];
