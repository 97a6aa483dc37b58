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

export type PrintOccasion = 'in_person' | 'slip';

/** Stream `identity_credential-<account>`. */
export type CredentialEvent =
  CabinetAccountNoted | CredentialIssued | CredentialReissued | CredentialRevoked | CodePrinted;

export const CREDENTIAL_EVENT_TYPES: readonly CredentialEvent['type'][] = [
  'CabinetAccountNoted',
  'CredentialIssued',
  'CredentialReissued',
  'CredentialRevoked',
  'CodePrinted',
];
