import { deciderSpec } from '#libs/testing';
import { loginOf } from './access-code.policy';
import { CredentialCommand } from './credential.commands';
import { credentialDecider } from './credential.decider';
import { CredentialEvent } from './credential.events';

const spec = deciderSpec(credentialDecider);

const LOGIN = loginOf(Uint8Array.from([1, 2, 3, 4, 5, 6, 7, 8]));
const NOTE = { account: '0017', houseId: 'h-1', openedOn: '2026-01-01' };
const NOTED: CredentialEvent = { type: 'CabinetAccountNoted', version: 1, data: NOTE };
const issued = (codeId: string): CredentialEvent => ({
  type: 'CredentialIssued',
  version: 1,
  data: { account: '0017', codeId, login: LOGIN, reason: 'moved in', actorRole: 'accountant' },
});
const reissued = (codeId: string, previousCodeId: string): CredentialEvent => ({
  type: 'CredentialReissued',
  version: 1,
  data: { account: '0017', codeId, previousCodeId, reason: 'lost', actorRole: 'accountant' },
});
const REVOKED: CredentialEvent = {
  type: 'CredentialRevoked',
  version: 1,
  data: { account: '0017', codeId: 'code-1', reason: 'misuse', actorRole: 'chief' },
};
const printed = (codeId: string): CredentialEvent => ({
  type: 'CodePrinted',
  version: 1,
  data: { account: '0017', codeId, occasion: 'in_person', actorRole: 'operator' },
});
const issue = (codeId: string, said: { login?: string; reason?: string } = {}): CredentialCommand => ({
  kind: 'IssueCredential',
  account: '0017',
  codeId,
  login: LOGIN,
  reason: 'moved in',
  actorRole: 'accountant',
  ...said,
});
const reissue = (codeId: string, reason = 'lost'): CredentialCommand => ({
  kind: 'ReissueCredential',
  account: '0017',
  codeId,
  reason,
  actorRole: 'accountant',
});
const revoke = (reason = 'misuse'): CredentialCommand => ({
  kind: 'RevokeCredential',
  account: '0017',
  reason,
  actorRole: 'chief',
});
const print = (codeId: string): CredentialCommand => ({
  kind: 'RecordCodePrint',
  account: '0017',
  codeId,
  occasion: 'in_person',
  actorRole: 'operator',
});

describe('an account of the cabinet', () => {
  it('is noted when billing has opened it, once, and anew with another house', () => {
    spec.when({ kind: 'NoteCabinetAccount', ...NOTE }).then([NOTED]);
    spec
      .given([NOTED])
      .when({ kind: 'NoteCabinetAccount', ...NOTE })
      .thenNothing();
    spec
      .given([NOTED, issued('code-1')])
      .when({ kind: 'NoteCabinetAccount', ...NOTE, houseId: 'h-2' })
      .then([{ ...NOTED, data: { ...NOTE, houseId: 'h-2' } }]);
  });
});

describe('issuing a credential', () => {
  it('gives an account its login and its first code', () => {
    spec
      .given([NOTED])
      .when(issue('code-1'))
      .then([issued('code-1')]);
  });

  it('is refused for an account that nobody has opened', () => {
    spec.when(issue('code-1')).thenRejected('IDENTITY_UNKNOWN_ACCOUNT', { account: '0017' });
  });

  it('again with the same code changes nothing; another code is a replacement', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(issue('code-1'))
      .thenNothing();
    spec
      .given([NOTED, issued('code-1')])
      .when(issue('code-2'))
      .thenRejected('IDENTITY_CREDENTIAL_ALREADY_ISSUED');
  });

  it('after a revocation takes a code that was never used', () => {
    const history = [NOTED, issued('code-1'), REVOKED];
    spec
      .given(history)
      .when(issue('code-2'))
      .then([issued('code-2')]);
    spec.given(history).when(issue('code-1')).thenRejected('IDENTITY_CODE_USED_BEFORE');
  });

  it('needs a login whose check digit holds', () => {
    spec
      .given([NOTED])
      .when(issue('code-1', { login: '123456780' }))
      .thenRejected('IDENTITY_LOGIN_INVALID');
  });

  it.each(['', 'x'.repeat(301)])('needs a reason of at most 300 characters, not %j', (reason) => {
    spec.given([NOTED]).when(issue('code-1', { reason })).thenRejected('IDENTITY_REASON_REQUIRED');
  });
});

describe('replacing a code', () => {
  it('keeps the login and names the code that is void now', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(reissue('code-2'))
      .then([reissued('code-2', 'code-1')]);
  });

  it('again with the code in force changes nothing, with an old code it is refused', () => {
    const history = [NOTED, issued('code-1'), reissued('code-2', 'code-1')];
    spec.given(history).when(reissue('code-2')).thenNothing();
    spec.given(history).when(reissue('code-1')).thenRejected('IDENTITY_CODE_USED_BEFORE');
  });

  it('is refused without a credential, after a revocation and without a reason', () => {
    spec.given([NOTED]).when(reissue('code-2')).thenRejected('IDENTITY_NO_CREDENTIAL');
    spec
      .given([NOTED, issued('code-1'), REVOKED])
      .when(reissue('code-2'))
      .thenRejected('IDENTITY_CREDENTIAL_REVOKED');
    spec
      .given([NOTED, issued('code-1')])
      .when(reissue('code-2', ''))
      .thenRejected('IDENTITY_REASON_REQUIRED');
  });
});

describe('revoking a credential', () => {
  it('ends the code in force, once', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(revoke())
      .then([REVOKED]);
    spec
      .given([NOTED, issued('code-1'), REVOKED])
      .when(revoke('again'))
      .thenNothing();
  });

  it('is refused where there is none', () => {
    spec.given([NOTED]).when(revoke()).thenRejected('IDENTITY_NO_CREDENTIAL');
    spec.when(revoke()).thenRejected('IDENTITY_UNKNOWN_ACCOUNT');
  });
});

describe('printing a code', () => {
  it('is recorded each time', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(print('code-1'))
      .then([printed('code-1')]);
    spec
      .given([NOTED, issued('code-1'), printed('code-1')])
      .when(print('code-1'))
      .then([printed('code-1')]);
  });

  it('is refused for a code that was replaced or revoked', () => {
    spec
      .given([NOTED, issued('code-1'), reissued('code-2', 'code-1')])
      .when(print('code-1'))
      .thenRejected('IDENTITY_CODE_SUPERSEDED');
    spec
      .given([NOTED, issued('code-1'), REVOKED])
      .when(print('code-1'))
      .thenRejected('IDENTITY_CREDENTIAL_REVOKED');
  });
});
