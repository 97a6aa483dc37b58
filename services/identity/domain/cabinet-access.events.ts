import { DomainEvent } from '#libs/kernel';

/** Another account is shown under this sign-in: whoever attached it knew its login and code. */
export type AccountAttached = DomainEvent<
  'AccountAttached',
  {
    readonly login: string;
    /** The account of the login. */
    readonly account: string;
    readonly attachedAccount: string;
    /** The code that was known: with another one the account is shown no more. */
    readonly codeId: string;
    /**
     * The code of the sign-in itself at that moment: whoever is given another one, the next owner of the flat perhaps,
     * does not find what somebody else has attached. Absent in what was attached before sign-ins kept it.
     */
    readonly byCodeId?: string;
  }
>;

export type AccountDetached = DomainEvent<
  'AccountDetached',
  { readonly login: string; readonly account: string; readonly attachedAccount: string }
>;

/** «Выйти везде», or the office has ended them. */
export type SessionsEnded = DomainEvent<
  'SessionsEnded',
  { readonly login: string; readonly account: string; readonly endId: string; readonly cause: SessionsEndCause }
>;

export type SessionsEndCause = 'everywhere' | 'suspended';

/** Stream `identity_access-<login>`. */
export type CabinetAccessEvent = AccountAttached | AccountDetached | SessionsEnded;

export const CABINET_ACCESS_EVENT_TYPES: readonly CabinetAccessEvent['type'][] = [
  'AccountAttached',
  'AccountDetached',
  'SessionsEnded',
];
