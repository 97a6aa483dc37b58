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

  it('tells the people of every other account that a sign-in opens, too', () => {
    const visit = { ...OWN, visitId: 'v-1', device: 'Chrome, Android', isNewDevice: true };
    const documents = journalOf([told('CabinetEntered', { ...visit, attachedAccounts: ['0018', '0019'] })]);
    const elsewhere = { at: AT, kind: 'entered_elsewhere', device: 'Chrome, Android', otherAccount: '0017' };
    expect(documents).toMatchObject([
      { document: { account: '0017', kind: 'entered', otherAccount: null } },
      { document: { ...elsewhere, account: '0018', isNewDevice: true }, columns: { account: '0018' } },
      { document: { ...elsewhere, account: '0019', isNewDevice: true }, columns: { account: '0019' } },
    ]);
  });

  it('tells who sees the account besides, and on which devices at once', () => {
    const shared = { account: '0018', toAccount: '0017', codeId: 'code-2', toCodeId: 'code-1', sharedOn: '2026-10-12' };
    const devices = ['Chrome, Android', 'Firefox, Windows'];
    const [one] = journalOf([told('AccountShared', { ...shared, devices })]);
    expect(one?.document).toMatchObject({
      account: '0018',
      kind: 'shared',
      otherAccount: '0017',
      device: 'Chrome, Android; Firefox, Windows',
    });
    const [ended] = journalOf([told('AccountSharingEnded', { account: '0018', toAccount: '0017', by: 'owner' })]);
    expect(ended?.document).toMatchObject({ account: '0018', kind: 'sharing_ended', otherAccount: '0017' });
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
