import { CivilDate } from '#libs/kernel';
import { ActorRole, CabinetAccountNoted, CodeChannel, PrintOccasion } from './credential.events';

export type NoteCabinetAccount = { readonly kind: 'NoteCabinetAccount' } & CabinetAccountNoted['data'];

export interface IssueCredential {
  readonly kind: 'IssueCredential';
  readonly account: string;
  /** Names the code in the vault, where it was put before. */
  readonly codeId: string;
  /** Reserved for the account before (see `login.decider.ts`). */
  readonly login: string;
  readonly reason: string;
  readonly actorRole: ActorRole;
}

export interface ReissueCredential {
  readonly kind: 'ReissueCredential';
  readonly account: string;
  readonly codeId: string;
  readonly reason: string;
  readonly actorRole: ActorRole;
}

export interface RevokeCredential {
  readonly kind: 'RevokeCredential';
  readonly account: string;
  readonly reason: string;
  readonly actorRole: ActorRole;
}

/** States that the code was printed: so often it was printed, so often it was stated. */
export interface RecordCodePrint {
  readonly kind: 'RecordCodePrint';
  readonly account: string;
  readonly codeId: string;
  /** How often it was on paper when this paper was asked for; absent where it is printed however often it was. */
  readonly timesOnPaper?: number;
  readonly occasion: PrintOccasion;
  readonly actorRole: ActorRole;
}

/** The code in force is to stand on the next payment slip. */
export interface RequestCodePrint {
  readonly kind: 'RequestCodePrint';
  readonly account: string;
  readonly reason: string;
  readonly actorRole: ActorRole;
}

export interface AskForCode {
  readonly kind: 'AskForCode';
  readonly account: string;
  readonly channel: CodeChannel;
  readonly askedOn: CivilDate;
}

export interface LockSignIn {
  readonly kind: 'LockSignIn';
  readonly account: string;
  readonly failuresInARow: number;
  readonly minutes: number | null;
}

export interface SuspendSignIn {
  readonly kind: 'SuspendSignIn';
  readonly account: string;
}

export interface ResumeSignIn {
  readonly kind: 'ResumeSignIn';
  readonly account: string;
  readonly reason: string;
  readonly actorRole: ActorRole;
}

export type CredentialCommand =
  | NoteCabinetAccount
  | IssueCredential
  | ReissueCredential
  | RevokeCredential
  | RecordCodePrint
  | RequestCodePrint
  | AskForCode
  | LockSignIn
  | SuspendSignIn
  | ResumeSignIn;

export function credentialStream(account: string): string {
  return `identity_credential-${account}`;
}
