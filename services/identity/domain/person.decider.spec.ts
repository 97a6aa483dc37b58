import { deciderSpec } from '#libs/testing';
import { personStream } from './person.commands';
import { personDecider } from './person.decider';

const spec = deciderSpec(personDecider);
const erasure = { personId: 'p-1', erasedOn: '2026-10-12', reason: 'demand no. 5', actorRole: 'chief' } as const;
const ERASED = { type: 'PersonErased', version: 1, data: erasure } as const;

describe('erasing a person', () => {
  it('is recorded once', () => {
    spec.when({ kind: 'ErasePerson', ...erasure }).then([ERASED]);
    spec
      .given([ERASED])
      .when({ kind: 'ErasePerson', ...erasure })
      .thenNothing();
    expect(personStream('p-1')).toBe('identity_person-p-1');
  });

  it('needs a reason', () => {
    spec.when({ kind: 'ErasePerson', ...erasure, reason: '' }).thenRejected('IDENTITY_REASON_REQUIRED');
  });
});
