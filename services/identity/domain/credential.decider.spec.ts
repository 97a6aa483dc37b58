import { deciderSpec } from '#libs/testing';
import { loginOf } from './access-code.policy';
import { CredentialCommand, RecordCodePrint } from './credential.commands';
import { credentialDecider } from './credential.decider';
import { CredentialEvent, PrintOccasion } from './credential.events';

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
const printed = (codeId: string, occasion: PrintOccasion = 'in_person'): CredentialEvent => ({
  type: 'CodePrinted',
  version: 1,
  data: { account: '0017', codeId, occasion, actorRole: 'operator' },
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
const print = (codeId: string): RecordCodePrint => ({
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
  it('for paper asked for before is refused when the code was on paper since', () => {
    const asked = { ...print('code-1'), timesOnPaper: 0 };
    const history = [NOTED, issued('code-1')];
    spec
      .given(history)
      .when(asked)
      .then([printed('code-1')]);
    spec
      .given([...history, printed('code-1')])
      .when(asked)
      .thenRejected('IDENTITY_CODE_PRINTED_SINCE');
    spec
      .given([...history, printed('code-1')])
      .when({ ...asked, timesOnPaper: 1 })
      .then([printed('code-1')]);
    const shown = printed('code-1', 'one_time_link');
    // What the resident was shown is no paper.
    spec
      .given([...history, shown])
      .when(asked)
      .then([printed('code-1')]);
    // Another code has its own count.
    spec
      .given([...history, printed('code-1'), reissued('code-2', 'code-1')])
      .when({ ...print('code-2'), timesOnPaper: 0 })
      .then([printed('code-2')]);
  });

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

const ASKED: CredentialEvent = {
  type: 'CodePrintRequested',
  version: 1,
  data: { account: '0017', codeId: 'code-1', reason: 'by telephone', actorRole: 'operator' },
};
const askPrint = (reason = 'by telephone') =>
  ({ kind: 'RequestCodePrint', account: '0017', reason, actorRole: 'operator' }) as const;

describe('asking for a code on the next slip', () => {
  it('marks it once, until it was printed', () => {
    const history = [NOTED, issued('code-1')];
    spec.given(history).when(askPrint()).then([ASKED]);
    spec
      .given([...history, ASKED])
      .when(askPrint())
      .thenNothing();
    spec
      .given([...history, ASKED, printed('code-1')])
      .when(askPrint())
      .then([ASKED]);
  });

  it('is refused without a reason and without a credential', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(askPrint(''))
      .thenRejected('IDENTITY_REASON_REQUIRED');
    spec.given([NOTED]).when(askPrint()).thenRejected('IDENTITY_NO_CREDENTIAL');
  });

  it('by whoever forgot it is recorded each time; without a verified address the code goes into the next slip', () => {
    const ask = (channel: 'mail' | 'slip') =>
      ({ kind: 'AskForCode', account: '0017', channel, askedOn: '2026-10-12' }) as const;
    const asked = (channel: 'mail' | 'slip'): CredentialEvent => ({
      type: 'CodeAskedFor',
      version: 1,
      data: { account: '0017', codeId: 'code-1', channel, askedOn: '2026-10-12' },
    });
    const history = [NOTED, issued('code-1')];
    spec
      .given([...history, asked('slip')])
      .when(ask('slip'))
      .then([asked('slip')]);
    spec
      .given([...history, asked('slip')])
      .when(askPrint())
      .thenNothing();
    spec
      .given([...history, asked('mail')])
      .when(askPrint())
      .then([ASKED]);
  });
});

describe('freezing the cabinet', () => {
  const login = LOGIN;
  const SUSPENDED: CredentialEvent = { type: 'SignInSuspended', version: 1, data: { account: '0017', login } };
  const resume = (reason = 'came with a passport') =>
    ({ kind: 'ResumeSignIn', account: '0017', reason, actorRole: 'accountant' }) as const;
  const RESUMED: CredentialEvent = {
    type: 'SignInResumed',
    version: 1,
    data: { account: '0017', login, reason: 'came with a passport', actorRole: 'accountant' },
  };
  const suspend = { kind: 'SuspendSignIn', account: '0017' } as const;

  it('is done by the resident, once', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when(suspend)
      .then([SUSPENDED]);
    spec
      .given([NOTED, issued('code-1'), SUSPENDED])
      .when(suspend)
      .thenNothing();
  });

  it('is ended by the office, with a reason, and can be done again', () => {
    const frozen = [NOTED, issued('code-1'), SUSPENDED];
    spec.given(frozen).when(resume()).then([RESUMED]);
    spec.given(frozen).when(resume('')).thenRejected('IDENTITY_REASON_REQUIRED');
    spec
      .given([...frozen, RESUMED])
      .when(resume())
      .thenNothing();
    spec
      .given([...frozen, RESUMED])
      .when(suspend)
      .then([SUSPENDED]);
  });

  it('outlives a new code: only the office ends it', () => {
    spec
      .given([NOTED, issued('code-1'), SUSPENDED, reissued('code-2', 'code-1')])
      .when(suspend)
      .thenNothing();
  });
});

describe('too many wrong codes', () => {
  it('are recorded with how long sign-in waits', () => {
    spec
      .given([NOTED, issued('code-1')])
      .when({ kind: 'LockSignIn', account: '0017', failuresInARow: 8, minutes: 60 })
      .then([
        {
          type: 'SignInLocked',
          version: 1,
          data: { account: '0017', codeId: 'code-1', failuresInARow: 8, minutes: 60 },
        },
      ]);
  });
});
