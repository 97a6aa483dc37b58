import { deciderSpec } from '#libs/testing';
import { ATTACHED_ACCOUNTS_MAX, cabinetAccessDecider } from './cabinet-access.decider';

const spec = deciderSpec(cabinetAccessDecider);
const OWN = { login: '123456789', account: '0017' };
const attach = (attachedAccount: string, codeId = 'code-8', byCodeId = 'code-1') =>
  ({ kind: 'AttachAccount', ...OWN, attachedAccount, codeId, byCodeId }) as const;
const attached = (attachedAccount: string, codeId = 'code-8', byCodeId = 'code-1') =>
  ({ type: 'AccountAttached', version: 1, data: { ...OWN, attachedAccount, codeId, byCodeId } }) as const;
const detach = (attachedAccount: string) => ({ kind: 'DetachAccount', ...OWN, attachedAccount }) as const;
const detached = (attachedAccount: string) =>
  ({ type: 'AccountDetached', version: 1, data: { ...OWN, attachedAccount } }) as const;

describe('accounts under one sign-in', () => {
  it('are attached once, and anew with another code', () => {
    spec.when(attach('0018')).then([attached('0018')]);
    spec
      .given([attached('0018')])
      .when(attach('0018'))
      .thenNothing();
    spec
      .given([attached('0018')])
      .when(attach('0018', 'code-9'))
      .then([attached('0018', 'code-9')]);
  });

  it('are attached by the code of the sign-in: with another one all begins anew, the number of them too', () => {
    spec
      .given([attached('0018')])
      .when(attach('0018', 'code-8', 'code-2'))
      .then([attached('0018', 'code-8', 'code-2')]);
    const full = Array.from({ length: ATTACHED_ACCOUNTS_MAX }, (_, index) => attached(`1${index}`));
    spec
      .given([...full, attached('0018', 'code-8', 'code-2')])
      .when(attach('0019', 'code-8', 'code-2'))
      .then([attached('0019', 'code-8', 'code-2')]);
  });

  it('are attached anew where the log is older than what they are attached by', () => {
    const old = {
      type: 'AccountAttached',
      version: 1,
      data: { ...OWN, attachedAccount: '0018', codeId: 'code-8' },
    } as const;
    spec
      .given([old])
      .when(attach('0018'))
      .then([attached('0018')]);
  });

  it('are other accounts than that of the login', () => {
    spec.when(attach('0017')).thenRejected('IDENTITY_ACCOUNT_IS_OWN');
  });

  it('are so many at most; one of them is still attached anew', () => {
    const full = Array.from({ length: ATTACHED_ACCOUNTS_MAX }, (_, index) => attached(`1${index}`));
    spec.given(full).when(attach('0018')).thenRejected('IDENTITY_TOO_MANY_ATTACHED');
    spec
      .given(full)
      .when(attach('10', 'code-9'))
      .then([attached('10', 'code-9')]);
  });

  it('are detached, and then attached again', () => {
    spec
      .given([attached('0018')])
      .when(detach('0018'))
      .then([detached('0018')]);
    spec.when(detach('0018')).thenNothing();
    spec
      .given([attached('0018'), detached('0018')])
      .when(attach('0018'))
      .then([attached('0018')]);
  });

  it('stay when all sessions are ended', () => {
    const ended = { ...OWN, endId: 'e-1', cause: 'everywhere' } as const;
    spec.when({ kind: 'EndSessions', ...ended }).then([{ type: 'SessionsEnded', version: 1, data: ended }]);
    spec
      .given([attached('0018'), { type: 'SessionsEnded', version: 1, data: ended }])
      .when(attach('0018'))
      .thenNothing();
  });
});
