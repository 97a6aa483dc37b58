import { RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { AccountSharingEvent } from '../domain/account-sharing.events';
import { CabinetAccessEvent } from '../domain/cabinet-access.events';
import { CredentialEvent } from '../domain/credential.events';
import { VisitEvent } from '../domain/visit.events';

/** What the resident reads of who came and what was done with the code; staff read the same. */
export interface JournalEntry {
  readonly account: string;
  /** UTC instant. */
  readonly at: string;
  readonly kind: JournalKind;
  /** In words, where somebody signed in; several where they came to see the account at once. */
  readonly device: string | null;
  readonly isNewDevice: boolean;
  /** Another account, where it is about one. */
  readonly otherAccount: string | null;
  /** How long sign-in waits, where it was locked; null: for good. */
  readonly minutes: number | null;
}

export type JournalKind =
  | 'entered'
  /** By the sign-in of another account, which shows this one. */
  | 'entered_elsewhere'
  | 'shared'
  | 'sharing_ended'
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

type Told =
  VisitEvent | CabinetAccessEvent | AccountSharingEvent | Exclude<CredentialEvent, { type: 'CabinetAccountNoted' }>;

const HANDLED: readonly Told['type'][] = [
  'CabinetEntered',
  'AccountAttached',
  'AccountDetached',
  'AccountShared',
  'AccountSharingEnded',
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

/**
 * Who signed in to an account, and what happened to its code? One document for each event, and one more for each other
 * account that a sign-in opens: a stranger who has attached an account is seen by its own people.
 */
export const signInJournal: Projection<JournalEntry> = {
  name: 'identity.sign-in-journal',
  version: 2,
  handles: HANDLED,
  keysOf: ({ eventId, ...event }) => [
    eventId,
    ...othersOf(event as Told).map((account) => `${eventId}${OF_ACCOUNT}${account}`),
  ],
  evolve(_document, event, key) {
    const told = event as Told & RecordedEvent;
    const at = told.metadata.recordedAt;
    const [, other] = key.split(OF_ACCOUNT);
    if (other !== undefined && told.type === 'CabinetEntered') {
      const { account: otherAccount, device, isNewDevice } = told.data;
      return { ...NOTHING_MORE, account: other, at, kind: 'entered_elsewhere', device, isNewDevice, otherAccount };
    }
    return { ...NOTHING_MORE, account: told.data.account, at, ...sayingOf(told) };
  },
  columns: { account: 'text' },
  columnsOf: ({ account }) => ({ account }),
  indexes: [['account']],
};

const NOTHING_MORE = { device: null, isNewDevice: false, otherAccount: null, minutes: null };

/** Stands in no id of an event. */
const OF_ACCOUNT = '|';

function othersOf(event: Told): readonly string[] {
  return event.type === 'CabinetEntered' ? (event.data.attachedAccounts ?? []) : [];
}

function sayingOf(event: Told): Partial<JournalEntry> & { readonly kind: JournalKind } {
  switch (event.type) {
    case 'CabinetEntered':
      return { kind: 'entered', device: event.data.device, isNewDevice: event.data.isNewDevice };
    case 'AccountAttached':
      return { kind: 'account_attached', otherAccount: event.data.attachedAccount };
    case 'AccountDetached':
      return { kind: 'account_detached', otherAccount: event.data.attachedAccount };
    case 'AccountShared': {
      const { toAccount: otherAccount, devices } = event.data;
      return { kind: 'shared', otherAccount, device: devices.length === 0 ? null : devices.join('; ') };
    }
    case 'AccountSharingEnded':
      return { kind: 'sharing_ended', otherAccount: event.data.toAccount };
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
