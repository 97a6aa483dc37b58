import { DomainEvent } from '#libs/kernel';
import { foldProjection, recordedEvents } from '#libs/testing';
import { staffMembers } from './staff-members.projection';

const AT = '2026-10-12T08:00:00.000Z';
const BY = { reason: 'works here', actorRole: 'chief' };
const told = (type: string, data: object = {}): DomainEvent => ({
  type,
  version: 1,
  data: { staffId: 'anna', ...BY, ...data },
});
const REGISTERED = told('StaffMemberRegistered', { companies: ['63'], role: 'operator', personId: 'staff:anna' });
const ENROLLED = [
  told('StaffLinkIssued', { linkId: 'l-1' }),
  told('StaffPasswordSet', { passwordId: 'p-1', linkId: 'l-1' }),
  told('SecondFactorEnrolled', { factorId: 'l-1', linkId: 'l-1' }),
];
const cardOf = (events: readonly DomainEvent[]) =>
  foldProjection(staffMembers, recordedEvents(events, { metadata: { recordedAt: AT } })).get('anna');

describe('the members of staff', () => {
  it('show who was registered, and nothing of a secret', () => {
    expect(cardOf([REGISTERED])).toEqual({
      document: {
        staffId: 'anna',
        personId: 'staff:anna',
        companies: ['63'],
        role: 'operator',
        suspended: false,
        passwordId: null,
        registeredAt: AT,
        lastSignedInAt: null,
      },
      columns: { has_password: 0 },
    });
  });

  it('show who can get in, until a chief takes it back', () => {
    expect(cardOf([REGISTERED, ...ENROLLED])?.columns).toEqual({ has_password: 1 });
    expect(cardOf([REGISTERED, ...ENROLLED, told('SecondFactorWithdrawn', { factorId: 'l-1' })])?.columns).toEqual({
      has_password: 0,
    });
  });

  it('show role, suspension and the last sign-in', () => {
    const changed = told('StaffRoleChanged', { role: 'chief', previousRole: 'operator' });
    const signedIn = told('StaffSignedIn', { visitId: 'v-1', device: 'Chrome', isNewDevice: true });
    const suspended = told('StaffMemberSuspended');
    expect(cardOf([REGISTERED, changed, signedIn, suspended])?.document).toMatchObject({
      role: 'chief',
      suspended: true,
      lastSignedInAt: AT,
    });
    expect(cardOf([REGISTERED, suspended, told('StaffMemberRestored')])?.document.suspended).toBe(false);
    expect(cardOf([REGISTERED, told('StaffSignInLocked')])).toEqual(cardOf([REGISTERED]));
  });
});
