import { deciderSpec } from '#libs/testing';
import { contactDecider, CONTACTS_PER_ACCOUNT_MAX } from './contact.decider';

const spec = deciderSpec(contactDecider);
const contact = (contactId: string) =>
  ({
    account: '0017',
    personId: 'p-1',
    contactId,
    kind: 'mail',
    verifiedOn: '2026-10-12',
    reason: 'came with a passport',
    actorRole: 'operator',
  }) as const;
const verified = (contactId: string) => ({ type: 'ContactVerified', version: 1, data: contact(contactId) }) as const;
const verify = (contactId: string) => ({ kind: 'VerifyContact', contact: contact(contactId) }) as const;
const BY = { withdrawnOn: '2026-10-20', reason: 'asked for it', actorRole: 'operator' } as const;
const withdraw = (contactId: string) => ({ kind: 'WithdrawContact', account: '0017', contactId, ...BY }) as const;

describe('a way to reach a person', () => {
  it('is verified once', () => {
    spec.when(verify('c-1')).then([verified('c-1')]);
    spec
      .given([verified('c-1')])
      .when(verify('c-1'))
      .thenNothing();
  });

  it('is one of so many', () => {
    const full = Array.from({ length: CONTACTS_PER_ACCOUNT_MAX }, (_, index) => verified(`c-${index}`));
    spec.given(full).when(verify('c-9')).thenRejected('IDENTITY_TOO_MANY_CONTACTS');
  });

  it('is withdrawn once, and names whose it was', () => {
    const withdrawn = {
      type: 'ContactWithdrawn',
      version: 1,
      data: { account: '0017', personId: 'p-1', contactId: 'c-1', ...BY },
    } as const;
    spec
      .given([verified('c-1')])
      .when(withdraw('c-1'))
      .then([withdrawn]);
    spec
      .given([verified('c-1'), withdrawn])
      .when(withdraw('c-1'))
      .thenNothing();
    spec.when(withdraw('c-1')).thenNothing();
  });
});
