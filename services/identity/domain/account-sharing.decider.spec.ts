import { deciderSpec } from '#libs/testing';
import { accountSharingDecider, SHARED_WITH_MAX } from './account-sharing.decider';

const spec = deciderSpec(accountSharingDecider);
const data = (toAccount: string, codeId = 'code-8', toCodeId = 'code-1') => ({
  account: '0018',
  toAccount,
  codeId,
  toCodeId,
  sharedOn: '2026-10-12',
  devices: ['Chrome, Android'],
});
const share = (...of: Parameters<typeof data>) => ({ kind: 'ShareAccount', ...data(...of) }) as const;
const shared = (...of: Parameters<typeof data>) => ({ type: 'AccountShared', version: 1, data: data(...of) }) as const;
const end = (toAccount: string) => ({ kind: 'EndSharing', account: '0018', toAccount, by: 'owner' }) as const;
const ended = (toAccount: string) =>
  ({ type: 'AccountSharingEnded', version: 1, data: { account: '0018', toAccount, by: 'owner' } }) as const;
const endEvery = { kind: 'EndEverySharing', account: '0018', by: 'owner' } as const;
const full = Array.from({ length: SHARED_WITH_MAX }, (_, index) => shared(`1${String(index)}`));

describe('an account that another sign-in shows', () => {
  it('is shared once by a code, and anew by another', () => {
    spec.when(share('0017')).then([shared('0017')]);
    spec
      .given([shared('0017')])
      .when(share('0017'))
      .thenNothing();
    spec
      .given([shared('0017')])
      .when(share('0017', 'code-9'))
      .then([shared('0017', 'code-9')]);
  });

  it('is shared anew after the other sign-in was given another code, in its own place', () => {
    const full = Array.from({ length: SHARED_WITH_MAX - 1 }, (_, index) => shared(`1${String(index)}`));
    spec
      .given([...full, shared('0017')])
      .when(share('0017', 'code-8', 'code-2'))
      .then([shared('0017', 'code-8', 'code-2')]);
  });

  it('is shared with so many by one code; those of an earlier code take no place', () => {
    spec.given(full).when(share('0017')).thenRejected('IDENTITY_TOO_MANY_SHARED');
    spec
      .given(full)
      .when(share('0017', 'code-9'))
      .then([shared('0017', 'code-9')]);
  });

  it('is shared no more when its own people end it, and can be shared again', () => {
    spec
      .given([shared('0017')])
      .when(end('0017'))
      .then([ended('0017')]);
    spec.when(end('0017')).thenNothing();
    spec
      .given([shared('0017'), ended('0017')])
      .when(share('0017'))
      .then([shared('0017')]);
  });

  it('is shared with nobody after all was ended at once', () => {
    spec
      .given([shared('0017'), shared('0019')])
      .when(endEvery)
      .then([ended('0017'), ended('0019')]);
    spec
      .given([shared('0017'), ended('0017')])
      .when(endEvery)
      .thenNothing();
  });
});
