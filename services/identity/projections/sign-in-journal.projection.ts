import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { CabinetAccessEvent } from '../domain/cabinet-access.events';
import { CredentialEvent } from '../domain/credential.events';
import { VisitEvent } from '../domain/visit.events';

/** What the resident reads of who came and what was done with the code; staff read the same. */
export interface JournalEntry {
  readonly account: string;
  /** UTC instant. */
  readonly at: string;
  readonly kind: JournalKind;
  /** In words, where somebody signed in. */
  readonly device: string | null;
  readonly isNewDevice: boolean;
  /** Another account, where it is about one. */
  readonly otherAccount: string | null;
  /** How long sign-in waits, where it was locked; null: for good. */
  readonly minutes: number | null;
}

export type JournalKind =
  | 'entered'
  | 'account_attached'
  | 'account_detached'
  | 'sessions_ended'
  | 'locked'
  | 'suspended'
  | 'resumed'
  | 'code_asked'
  | 'code_issued'
  | 'code_replaced'
  | 'code_revoked'
  | 'code_printed'
  | 'code_shown';

type Told = VisitEvent | CabinetAccessEvent | Exclude<CredentialEvent, { type: 'CabinetAccountNoted' }>;

const HANDLED: readonly Told['type'][] = [
  'CabinetEntered',
  'AccountAttached',
  'AccountDetached',
  'SessionsEnded',
  'SignInLocked',
  'SignInSuspended',
  'SignInResumed',
  'CodeAskedFor',
  'CodePrintRequested',
  'CredentialIssued',
  'CredentialReissued',
  'CredentialRevoked',
  'CodePrinted',
];

/** Who signed in to an account, and what happened to its code? One document for each event. */
export const signInJournal: Projection<JournalEntry> = {
  name: 'identity.sign-in-journal',
  version: 1,
  handles: HANDLED,
  keysOf: (event) => [event.eventId],
  evolve(_document, event) {
    const told = event as Told & RecordedEvent;
    const { account } = told.data;
    return { ...NOTHING_MORE, account, at: told.metadata.recordedAt, ...sayingOf(told) };
  },
  columns: { account: 'text' },
  columnsOf: ({ account }) => ({ account }),
  indexes: [['account']],
};

const NOTHING_MORE = { device: null, isNewDevice: false, otherAccount: null, minutes: null };

function sayingOf(event: Told): Partial<JournalEntry> & { readonly kind: JournalKind } {
  switch (event.type) {
    case 'CabinetEntered':
      return { kind: 'entered', device: event.data.device, isNewDevice: event.data.isNewDevice };
    case 'AccountAttached':
      return { kind: 'account_attached', otherAccount: event.data.attachedAccount };
    case 'AccountDetached':
      return { kind: 'account_detached', otherAccount: event.data.attachedAccount };
    case 'SessionsEnded':
      return { kind: 'sessions_ended' };
    case 'SignInLocked':
      return { kind: 'locked', minutes: event.data.minutes };
    case 'SignInSuspended':
      return { kind: 'suspended' };
    case 'SignInResumed':
      return { kind: 'resumed' };
    case 'CodeAskedFor':
    case 'CodePrintRequested':
      return { kind: 'code_asked' };
    case 'CredentialIssued':
      return { kind: 'code_issued' };
    case 'CredentialReissued':
      return { kind: 'code_replaced' };
    case 'CredentialRevoked':
      return { kind: 'code_revoked' };
    case 'CodePrinted':
      return { kind: event.data.occasion === 'one_time_link' ? 'code_shown' : 'code_printed' };
    default:
      return unreachable(event);
  }
}
