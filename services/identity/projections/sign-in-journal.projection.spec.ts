import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { signInJournal } from './sign-in-journal.projection';

const AT = '2026-10-12T08:00:00.000Z';
const OWN = { login: '123456789', account: '0017' };
const CODE = { account: '0017', codeId: 'code-1' };
const BY = { reason: 'lost', actorRole: 'operator' };

const told = (type: string, data: object): DomainEvent => ({ type, version: 1, data });

function journalOf(events: readonly DomainEvent[]) {
  const recorded = recordedEvents(events, { metadata: { recordedAt: AT } });
  return [...foldProjection(signInJournal, recorded).values()];
}

describe('the journal of an account', () => {
  it('tells who signed in, when, and whether the device was new', () => {
    const visit = { ...OWN, visitId: 'v-1', device: 'Chrome, Android', isNewDevice: true };
    expect(journalOf([told('CabinetEntered', visit)])).toEqual([
      {
        document: {
          account: '0017',
          at: AT,
          kind: 'entered',
          device: 'Chrome, Android',
          isNewDevice: true,
          otherAccount: null,
          minutes: null,
        },
        columns: { account: '0017' },
      },
    ]);
  });

  it.each([
    ['AccountAttached', { ...OWN, attachedAccount: '0018', codeId: 'code-2' }, 'account_attached'],
    ['AccountDetached', { ...OWN, attachedAccount: '0018' }, 'account_detached'],
    ['SessionsEnded', { ...OWN, endId: 'e-1', cause: 'everywhere' }, 'sessions_ended'],
    ['SignInLocked', { ...CODE, failuresInARow: 8, minutes: 60 }, 'locked'],
    ['SignInSuspended', OWN, 'suspended'],
    ['SignInResumed', { ...OWN, ...BY }, 'resumed'],
    ['CodeAskedFor', { ...CODE, channel: 'slip', askedOn: '2026-10-12' }, 'code_asked'],
    ['CodePrintRequested', { ...CODE, ...BY }, 'code_asked'],
    ['CredentialIssued', { ...CODE, login: OWN.login, ...BY }, 'code_issued'],
    ['CredentialReissued', { ...CODE, previousCodeId: 'code-0', ...BY }, 'code_replaced'],
    ['CredentialRevoked', { ...CODE, ...BY }, 'code_revoked'],
    ['CodePrinted', { ...CODE, occasion: 'slip', actorRole: 'operator' }, 'code_printed'],
    ['CodePrinted', { ...CODE, occasion: 'one_time_link', actorRole: 'system' }, 'code_shown'],
  ])('tells of %s %j as %s', (type, data, kind) => {
    expect(journalOf([told(type, data)]).map(({ document }) => document)).toMatchObject([{ account: '0017', kind }]);
  });

  it('has no place for a code or its id', () => {
    const all = journalOf([told('CredentialIssued', { ...CODE, login: OWN.login, ...BY })]);
    expect(JSON.stringify(all)).not.toContain('code-1');
  });
});
