import { accountShared, contactVerified, contactWithdrawn, personErased } from '#libs/contracts';
import { DomainEvent } from '#libs/kernel';
import { recordedEvents } from '#libs/testing';
import { IDENTITY_RELAY } from './publish-identity.relay';

const publish = (event: DomainEvent) => IDENTITY_RELAY.translate(recordedEvents([event])[0]!);
const CONTACT = { account: '0017', contactId: 'c-1' };
const VERIFIED = { ...CONTACT, personId: 'p-1', kind: 'mail', verifiedOn: '2026-10-12' };

describe('what identity tells the others', () => {
  it.each([
    ['ContactVerified', contactVerified, VERIFIED, { reason: 'came with a passport', actorRole: 'operator' }],
    [
      'ContactWithdrawn',
      contactWithdrawn,
      { ...CONTACT, withdrawnOn: '2026-10-20' },
      { personId: 'p-1', reason: 'asked for it', actorRole: 'operator' },
    ],
    [
      'AccountShared',
      accountShared,
      { account: '0017', sharedOn: '2026-10-12' },
      { toAccount: '0018', codeId: 'code-1', toCodeId: 'code-2', devices: ['Chrome, Android'] },
    ],
  ] as const)('%s is published as its contract says, and no more', (type, contract, says, besides) => {
    const message = publish({ type, version: 1, data: { ...says, ...besides } });
    expect(message).toEqual({ contract: contract.name, key: '0017', data: says });
    expect(contract.schema.strict().parse(message?.data)).toEqual(says);
  });

  it('is that a person was erased, and not why', () => {
    const says = { personId: 'p-1', erasedOn: '2026-10-20' };
    const besides = { reason: 'demand no. 5', actorRole: 'chief' };
    const message = publish({ type: 'PersonErased', version: 1, data: { ...says, ...besides } });
    expect(message).toEqual({ contract: personErased.name, key: 'p-1', data: says });
    expect(personErased.schema.strict().parse(message?.data)).toEqual(says);
  });

  it('is nothing of codes and sign-ins', () => {
    expect(publish({ type: 'CredentialIssued', version: 1, data: { account: '0017' } })).toBeNull();
  });
});
