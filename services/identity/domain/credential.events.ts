import { CivilDate, DomainEvent } from '#libs/kernel';

/** Who acted, as the office knows the person; `system` for what the system does by itself. */
export type ActorRole = 'operator' | 'accountant' | 'chief' | 'system';

export const ACTOR_ROLES: readonly ActorRole[] = ['operator', 'accountant', 'chief', 'system'];

/** An account whose payer may be given a way into the cabinet. */
export type CabinetAccountNoted = DomainEvent<
  'CabinetAccountNoted',
  { readonly account: string; readonly houseId: string; readonly openedOn: CivilDate }
>;

/** The code itself is nowhere in the log: `codeId` names it in the vault of codes. */
export type CredentialIssued = DomainEvent<
  'CredentialIssued',
  {
    readonly account: string;
    readonly codeId: string;
    readonly login: string;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

/** Another code under the same login; the one before is void from now on. */
export type CredentialReissued = DomainEvent<
  'CredentialReissued',
  {
    readonly account: string;
    readonly codeId: string;
    readonly previousCodeId: string;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

export type CredentialRevoked = DomainEvent<
  'CredentialRevoked',
  {
    readonly account: string;
    readonly codeId: string;
    readonly reason: string;
    readonly actorRole: ActorRole;
  }
>;

/** The code left the system on paper: handed over in person, or with a payment slip. */
export type CodePrinted = DomainEvent<
  'CodePrinted',
  {
    readonly account: string;
    readonly codeId: string;
    readonly occasion: PrintOccasion;
    readonly actorRole: ActorRole;
  }
>;

/** Handed over in person; with a payment slip; on a sheet of a print run; on the screen of a one-time link. */
export type PrintOccasion = 'in_person' | 'slip' | 'sheet' | 'one_time_link';

/** Somebody asked the office for the code: it goes into the next payment slip, and stays the same. */
export type CodePrintRequested = DomainEvent<
  'CodePrintRequested',
  { readonly account: string; readonly codeId: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/**
 * «Я не помню пароль»: whoever knows the login asked for the code. By mail a link was sent to the verified address;
 * otherwise the code goes into the next payment slip. The code in force stays as it is.
 */
export type CodeAskedFor = DomainEvent<
  'CodeAskedFor',
  { readonly account: string; readonly codeId: string; readonly channel: CodeChannel; readonly askedOn: CivilDate }
>;

export type CodeChannel = 'mail' | 'slip';

/** Too many wrong codes in a row: sign-in from devices that are not known waits, or, without minutes, is over. */
export type SignInLocked = DomainEvent<
  'SignInLocked',
  {
    readonly account: string;
    readonly codeId: string;
    readonly failuresInARow: number;
    /** How long it waits; null: until the code is replaced. */
    readonly minutes: number | null;
  }
>;

/** The resident has frozen the cabinet: nobody signs in until the office lets people in again. */
export type SignInSuspended = DomainEvent<'SignInSuspended', { readonly account: string; readonly login: string }>;

export type SignInResumed = DomainEvent<
  'SignInResumed',
  { readonly account: string; readonly login: string; readonly reason: string; readonly actorRole: ActorRole }
>;

/** Stream `identity_credential-<account>`. */
export type CredentialEvent =
  | CabinetAccountNoted
  | CredentialIssued
  | CredentialReissued
  | CredentialRevoked
  | CodePrinted
  | CodePrintRequested
  | CodeAskedFor
  | SignInLocked
  | SignInSuspended
  | SignInResumed;

export const CREDENTIAL_EVENT_TYPES: readonly CredentialEvent['type'][] = [
  'CabinetAccountNoted',
  'CredentialIssued',
  'CredentialReissued',
  'CredentialRevoked',
  'CodePrinted',
  'CodePrintRequested',
  'CodeAskedFor',
  'SignInLocked',
  'SignInSuspended',
  'SignInResumed',
];
