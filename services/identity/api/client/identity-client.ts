import { SignInAsked } from '../access/sign-in';

export type { SignInAsked } from '../access/sign-in';

export const IDENTITY_CLIENT = Symbol('IDENTITY_CLIENT');

/** What a session opens: the account of the login first, then those attached to it. */
export interface CabinetSession {
  readonly accounts: readonly string[];
  readonly login: string;
}

export interface OpenedCabinet {
  readonly sessionToken: string;
  readonly deviceToken: string | null;
  readonly accounts: readonly string[];
}

/** What a gateway asks of identity. In one process a direct call; between processes HTTP. Throws RejectedError. */
export interface IdentityClient {
  /** Throws IDENTITY_SIGN_IN_MISTYPED, …_WRONG, …_LOCKED, …_CLOSED, …_SUSPENDED, IDENTITY_ADDRESS_BLOCKED. */
  signIn(asked: SignInAsked): Promise<OpenedCabinet>;
  /** Null for a session that has ended; asking makes it last. */
  session(sessionToken: string): Promise<CabinetSession | null>;
  signOut(sessionToken: string): Promise<void>;
  /** «Я не помню пароль»: the same answer, whoever asks and whatever login. */
  askForCode(asked: { login: string; address: string; browserToken: string }): Promise<void>;
  /** Whether a one-time link is open in this browser; looking uses nothing up. */
  lookAtOneTimeLink(asked: { link: string; browserToken: string }): Promise<boolean>;
  /** Shows the code, once; null for a link that is used, old or another browser’s. */
  pressOneTimeLink(asked: { link: string; browserToken: string }): Promise<{ login: string; code: string } | null>;
}
