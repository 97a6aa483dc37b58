import { Decider, Rejection, unreachable } from '#libs/kernel';
import { readLogin } from './access-code.policy';
import {
  AskForCode,
  CredentialCommand,
  IssueCredential,
  LockSignIn,
  NoteCabinetAccount,
  RecordCodePrint,
  ReissueCredential,
  RequestCodePrint,
  ResumeSignIn,
  RevokeCredential,
  SuspendSignIn,
} from './credential.commands';
import { CabinetAccountNoted, CredentialEvent } from './credential.events';

interface NotedAccount {
  readonly noted: CabinetAccountNoted['data'];
  /** Every code the account ever had; a code is never used again. */
  readonly codeIds: readonly string[];
}

export type CredentialState =
  | { readonly status: 'unknown' }
  | ({ readonly status: 'noted' } & NotedAccount)
  | ({
      readonly status: 'issued';
      readonly login: string;
      readonly codeId: string;
      /** How often the code in force has left the system on paper. */
      readonly timesOnPaper: number;
      /** The resident has frozen sign-in. */
      readonly suspended: boolean;
      /** The code is to stand on the next payment slip. */
      readonly printAsked: boolean;
    } & NotedAccount)
  | ({ readonly status: 'revoked'; readonly login: string; readonly codeId: string } & NotedAccount);

type KnownAccount = Exclude<CredentialState, { status: 'unknown' }>;
export type IssuedCredential = Extract<CredentialState, { status: 'issued' }>;

const REASON_CHARACTERS_LIMIT = 300;

export const credentialDecider: Decider<CredentialState, CredentialCommand, CredentialEvent> = {
  initialState: () => ({ status: 'unknown' }),
  evolve: evolveCredential,
  decide: decideCredential,
};

function decideCredential(command: CredentialCommand, state: CredentialState): readonly CredentialEvent[] | Rejection {
  const { account } = command;
  if (command.kind === 'NoteCabinetAccount') return noteCabinetAccount(command, state);
  if (state.status === 'unknown') return new Rejection('IDENTITY_UNKNOWN_ACCOUNT', { account });
  if (command.kind === 'IssueCredential') return issueCredential(command, state);
  if (state.status === 'noted') return new Rejection('IDENTITY_NO_CREDENTIAL', { account });
  if (command.kind === 'RevokeCredential') return revokeCredential(command, state);
  if (state.status === 'revoked') return new Rejection('IDENTITY_CREDENTIAL_REVOKED', { account });
  switch (command.kind) {
    case 'ReissueCredential':
      return reissueCredential(command, state);
    case 'RecordCodePrint':
      return recordCodePrint(command, state);
    case 'RequestCodePrint':
      return requestCodePrint(command, state);
    case 'AskForCode':
      return askForCode(command, state);
    case 'LockSignIn':
      return lockSignIn(command, state);
    case 'SuspendSignIn':
      return suspendSignIn(command, state);
    case 'ResumeSignIn':
      return resumeSignIn(command, state);
    default:
      return unreachable(command);
  }
}

/** Notes an account that billing has opened. Billing decides what is true of it: another note replaces the earlier. */
export function noteCabinetAccount(command: NoteCabinetAccount, state: CredentialState): readonly CredentialEvent[] {
  const { account, houseId, openedOn } = command;
  if (state.status !== 'unknown' && state.noted.houseId === houseId && state.noted.openedOn === openedOn) return [];
  return [{ type: 'CabinetAccountNoted', version: 1, data: { account, houseId, openedOn } }];
}

/** Gives an account its first credential, or a new one after the former was revoked. */
export function issueCredential(command: IssueCredential, state: KnownAccount): readonly CredentialEvent[] | Rejection {
  const { account, codeId, actorRole } = command;
  // Before the login: none is drawn for what is refused.
  const reason = reasonOf(command);
  if (reason instanceof Rejection) return reason;
  const login = readLogin(command.login);
  if (login === null) return new Rejection('IDENTITY_LOGIN_INVALID', { account });
  if (state.status === 'issued') {
    if (state.codeId === codeId && state.login === login) return [];
    return new Rejection('IDENTITY_CREDENTIAL_ALREADY_ISSUED', { account });
  }
  if (state.codeIds.includes(codeId)) return new Rejection('IDENTITY_CODE_USED_BEFORE', { account, codeId });
  return [{ type: 'CredentialIssued', version: 1, data: { account, codeId, login, reason, actorRole } }];
}

/** Replaces the code; the login stays. Only the office does this, a resident cannot. */
export function reissueCredential(
  command: ReissueCredential,
  state: IssuedCredential,
): readonly CredentialEvent[] | Rejection {
  const { account, codeId, actorRole } = command;
  const reason = reasonOf(command);
  if (reason instanceof Rejection) return reason;
  if (state.codeId === codeId) return [];
  if (state.codeIds.includes(codeId)) return new Rejection('IDENTITY_CODE_USED_BEFORE', { account, codeId });
  const data = { account, codeId, previousCodeId: state.codeId, reason, actorRole };
  return [{ type: 'CredentialReissued', version: 1, data }];
}

/** Ends the credential: nobody signs in with it any more. Revoked already, it stays so. */
export function revokeCredential(
  command: RevokeCredential,
  state: Exclude<KnownAccount, { status: 'noted' }>,
): readonly CredentialEvent[] | Rejection {
  const { account, actorRole } = command;
  const reason = reasonOf(command);
  if (reason instanceof Rejection) return reason;
  if (state.status === 'revoked') return [];
  return [{ type: 'CredentialRevoked', version: 1, data: { account, codeId: state.codeId, reason, actorRole } }];
}

/**
 * Records a print of the code in force. A code that was replaced is not printed any more, nor one that has been printed
 * since its paper was asked for: paper prepared many times over would be copies that nobody agreed to.
 */
export function recordCodePrint(
  { account, codeId, timesOnPaper, occasion, actorRole }: RecordCodePrint,
  state: IssuedCredential,
): readonly CredentialEvent[] | Rejection {
  if (state.codeId !== codeId) return new Rejection('IDENTITY_CODE_SUPERSEDED', { account, codeId });
  if (timesOnPaper !== undefined && timesOnPaper !== state.timesOnPaper) {
    return new Rejection('IDENTITY_CODE_PRINTED_SINCE', { account });
  }
  return [{ type: 'CodePrinted', version: 1, data: { account, codeId, occasion, actorRole } }];
}

/** Marks the code for the next payment slip: asked by telephone, it is told to nobody. Marked already, it stays so. */
export function requestCodePrint(
  command: RequestCodePrint,
  state: IssuedCredential,
): readonly CredentialEvent[] | Rejection {
  const { account, actorRole } = command;
  const reason = reasonOf(command);
  if (reason instanceof Rejection) return reason;
  if (state.printAsked) return [];
  return [{ type: 'CodePrintRequested', version: 1, data: { account, codeId: state.codeId, reason, actorRole } }];
}

/** Records that the code was asked for by whoever knows the login. It changes nothing for whoever has the code. */
export function askForCode(
  { account, channel, askedOn }: AskForCode,
  state: IssuedCredential,
): readonly CredentialEvent[] {
  return [{ type: 'CodeAskedFor', version: 1, data: { account, codeId: state.codeId, channel, askedOn } }];
}

export function lockSignIn(
  { account, failuresInARow, minutes }: LockSignIn,
  state: IssuedCredential,
): readonly CredentialEvent[] {
  return [{ type: 'SignInLocked', version: 1, data: { account, codeId: state.codeId, failuresInARow, minutes } }];
}

/** The resident may shut the door without asking; only the office opens it again. */
export function suspendSignIn({ account }: SuspendSignIn, state: IssuedCredential): readonly CredentialEvent[] {
  if (state.suspended) return [];
  return [{ type: 'SignInSuspended', version: 1, data: { account, login: state.login } }];
}

export function resumeSignIn(command: ResumeSignIn, state: IssuedCredential): readonly CredentialEvent[] | Rejection {
  const { account, actorRole } = command;
  const reason = reasonOf(command);
  if (reason instanceof Rejection) return reason;
  if (!state.suspended) return [];
  return [{ type: 'SignInResumed', version: 1, data: { account, login: state.login, reason, actorRole } }];
}

/** Whether it can stand in the log as the reason of something: there is one, and it is no letter. */
export function isReason(reason: string): boolean {
  return reason !== '' && [...reason].length <= REASON_CHARACTERS_LIMIT;
}

function reasonOf({ account, reason }: { readonly account: string; readonly reason: string }): string | Rejection {
  if (isReason(reason)) return reason;
  return new Rejection('IDENTITY_REASON_REQUIRED', { account, charactersLimit: REASON_CHARACTERS_LIMIT });
}

function evolveCredential(state: CredentialState, event: CredentialEvent): CredentialState {
  if (event.type === 'CabinetAccountNoted') {
    return state.status === 'unknown'
      ? { status: 'noted', noted: event.data, codeIds: [] }
      : { ...state, noted: event.data };
  }
  if (state.status === 'unknown') return state;
  const { noted, codeIds } = state;
  switch (event.type) {
    case 'CredentialIssued': {
      const { login, codeId } = event.data;
      const fresh = { timesOnPaper: 0, suspended: false, printAsked: false };
      return { status: 'issued', login, codeId, noted, codeIds: [...codeIds, codeId], ...fresh };
    }
    case 'CredentialReissued': {
      const { codeId } = event.data;
      return state.status === 'issued' ? { ...state, codeId, timesOnPaper: 0, codeIds: [...codeIds, codeId] } : state;
    }
    case 'CredentialRevoked':
      return state.status === 'issued'
        ? { status: 'revoked', login: state.login, codeId: state.codeId, noted, codeIds }
        : state;
    default:
      return state.status === 'issued' ? evolveIssued(state, event) : state;
  }
}

type EventOfIssued = Exclude<
  CredentialEvent,
  { type: 'CabinetAccountNoted' | 'CredentialIssued' | 'CredentialReissued' | 'CredentialRevoked' }
>;

function evolveIssued(state: IssuedCredential, event: EventOfIssued): CredentialState {
  switch (event.type) {
    case 'CodePrinted':
      // A link shows the code to whoever opens it; whoever waits for paper still gets it.
      if (event.data.occasion === 'one_time_link') return state;
      return { ...state, printAsked: false, timesOnPaper: state.timesOnPaper + 1 };
    case 'CodePrintRequested':
      return { ...state, printAsked: true };
    case 'CodeAskedFor':
      return event.data.channel === 'slip' ? { ...state, printAsked: true } : state;
    case 'SignInSuspended':
      return { ...state, suspended: true };
    case 'SignInResumed':
      return { ...state, suspended: false };
    case 'SignInLocked':
      return state;
    default:
      return unreachable(event);
  }
}
