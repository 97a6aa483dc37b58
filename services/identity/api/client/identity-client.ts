import { defineClient } from '#libs/clients';
import { CommandOrigin, CommandReceipt } from '#libs/platform';
import { JournalEntry } from '../../projections/sign-in-journal.projection';
import { CabinetAccessView } from '../access/cabinet-access';
import { ForgottenCodeAsked } from '../access/forgotten-code';
import { SignInAsked } from '../access/sign-in';

export type { JournalEntry, JournalKind } from '../../projections/sign-in-journal.projection';
export type { CabinetAccessView, DeviceView, SessionView, SharedWithView } from '../access/cabinet-access';
export type { AttachedAccountView } from '../access/attached-accounts';
export type { ForgottenCodeAsked } from '../access/forgotten-code';
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
  askForCode(asked: ForgottenCodeAsked): Promise<void>;
  /** Whether a one-time link is open in this browser; looking uses nothing up. */
  lookAtOneTimeLink(asked: { link: string; browserToken: string }): Promise<boolean>;
  /** Shows the code, once; null for a link that is used, old or another browser’s. */
  pressOneTimeLink(asked: { link: string; browserToken: string }): Promise<{ login: string; code: string } | null>;

  /** Each of the following throws IDENTITY_SESSION_ENDED. Accounts, sessions and devices of the sign-in. */
  access(sessionToken: string, deviceToken: string | null): Promise<CabinetAccessView>;
  /** Sign-ins and what was done with the code, the newest first. */
  journal(sessionToken: string): Promise<readonly JournalEntry[]>;
  /** Throws what `signIn` throws, IDENTITY_ACCOUNT_IS_OWN, IDENTITY_TOO_MANY_ATTACHED, IDENTITY_TOO_MANY_SHARED. */
  attachAccount(
    sessionToken: string,
    asked: Pick<SignInAsked, 'login' | 'code' | 'address' | 'deviceToken'>,
    origin: CommandOrigin,
  ): Promise<CommandReceipt & { readonly account: string }>;
  detachAccount(sessionToken: string, account: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** Another sign-in, by its account, shows the account of this one no more. */
  endSharing(sessionToken: string, toAccount: string, origin: CommandOrigin): Promise<CommandReceipt>;
  /** «Выйти везде», this session included, and with every other sign-in that shows the account. */
  signOutEverywhere(sessionToken: string, origin: CommandOrigin): Promise<CommandReceipt>;
  endSession(sessionToken: string, sessionId: string): Promise<void>;
  forgetDevice(sessionToken: string, deviceId: string): Promise<void>;
  /** Freezes the cabinet until the office lets people in again; ends every session. */
  suspendSignIn(sessionToken: string, origin: CommandOrigin): Promise<CommandReceipt>;
}

export const identityClient = defineClient<IdentityClient>()({
  name: 'identity',
  token: IDENTITY_CLIENT,
  operations: {
    signIn: 'once',
    session: 'ask',
    signOut: 'tell',
    askForCode: 'once',
    lookAtOneTimeLink: 'ask',
    pressOneTimeLink: 'once',
    access: 'ask',
    journal: 'ask',
    attachAccount: 'once',
    detachAccount: 'tell',
    endSharing: 'tell',
    signOutEverywhere: 'tell',
    endSession: 'tell',
    forgetDevice: 'tell',
    suspendSignIn: 'tell',
  },
});
