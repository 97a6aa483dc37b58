import { deciderSpec } from '#libs/testing';
import { StaffCommand } from './staff.commands';
import { staffDecider } from './staff.decider';
import { StaffEvent } from './staff.events';

const spec = deciderSpec(staffDecider);
const BY = { reason: 'works here', actorRole: 'chief' } as const;
const CHIEF = { ...BY, by: 'staff:boss' } as const;
const registered: StaffEvent = {
  type: 'StaffMemberRegistered',
  version: 1,
  data: { staffId: 'anna', companies: ['6316000000'], role: 'operator', personId: 'staff:anna', ...BY },
};
const linked = (linkId: string): StaffEvent => ({
  type: 'StaffLinkIssued',
  version: 1,
  data: { staffId: 'anna', linkId, ...BY },
});
const enrolled = (linkId: string): readonly StaffEvent[] => [
  { type: 'StaffPasswordSet', version: 1, data: { staffId: 'anna', passwordId: `p-${linkId}`, linkId } },
  { type: 'SecondFactorEnrolled', version: 1, data: { staffId: 'anna', factorId: linkId, linkId } },
];
const suspended: StaffEvent = { type: 'StaffMemberSuspended', version: 1, data: { staffId: 'anna', ...BY } };
const register: StaffCommand = {
  kind: 'RegisterStaffMember',
  ...registered.data,
  companies: ['6316000000', '6316000000'],
  by: 'staff:boss',
};
const link = (linkId: string): StaffCommand => ({ kind: 'IssueStaffLink', staffId: 'anna', linkId, ...CHIEF });
const enrol = (linkId: string): StaffCommand => ({
  kind: 'EnrolStaffMember',
  staffId: 'anna',
  linkId,
  passwordId: `p-${linkId}`,
});
const role = (to: 'operator' | 'chief'): StaffCommand => ({
  kind: 'ChangeStaffRole',
  staffId: 'anna',
  role: to,
  ...CHIEF,
});
const suspend: StaffCommand = { kind: 'SuspendStaffMember', staffId: 'anna', ...CHIEF };
const restore: StaffCommand = { kind: 'RestoreStaffMember', staffId: 'anna', ...CHIEF };

describe('a member of staff', () => {
  it('is registered once, for companies that are named once each', () => {
    spec.when(register).then([registered]);
    spec.given([registered]).when(register).thenRejected('IDENTITY_STAFF_TAKEN');
    spec.when({ ...register, companies: [] }).thenRejected('IDENTITY_STAFF_COMPANIES');
    spec.when(suspend).thenRejected('IDENTITY_UNKNOWN_STAFF');
  });

  it.each<[string, StaffCommand]>([
    ['registered', register],
    ['given another role', role('chief')],
    ['suspended', suspend],
    ['restored', restore],
    ['given a link', link('l-1')],
  ])('is %s by a chief alone, by another person, with a reason', (_what, command) => {
    const given = spec.given(command.kind === 'RegisterStaffMember' ? [] : [registered]);
    given.when({ ...command, actorRole: 'accountant' } as StaffCommand).thenRejected('IDENTITY_STAFF_CHIEF_ONLY');
    given.when({ ...command, by: 'staff:anna' } as StaffCommand).thenRejected('IDENTITY_STAFF_OWN_ACCESS');
    given.when({ ...command, reason: '' } as StaffCommand).thenRejected('IDENTITY_REASON_REQUIRED');
  });

  it('has the role that was given last; the log says which one it was before', () => {
    const changed: StaffEvent = {
      type: 'StaffRoleChanged',
      version: 1,
      data: { staffId: 'anna', role: 'chief', previousRole: 'operator', ...BY },
    };
    spec.given([registered]).when(role('chief')).then([changed]);
    spec.given([registered, changed]).when(role('chief')).thenNothing();
  });

  it('is suspended and restored, each once', () => {
    const restored: StaffEvent = { type: 'StaffMemberRestored', version: 1, data: { staffId: 'anna', ...BY } };
    spec.given([registered]).when(suspend).then([suspended]);
    spec.given([registered, suspended]).when(suspend).thenNothing();
    spec.given([registered, suspended]).when(restore).then([restored]);
    spec.given([registered]).when(restore).thenNothing();
  });
});

describe('a link of a member of staff', () => {
  it('sets password and second factor together, once, and only the newest one does', () => {
    const twice = [registered, linked('l-1'), linked('l-2')];
    spec
      .given([registered])
      .when(link('l-1'))
      .then([linked('l-1')]);
    spec.given(twice).when(enrol('l-1')).thenRejected('IDENTITY_STAFF_LINK_SPENT');
    spec.given(twice).when(enrol('l-2')).then(enrolled('l-2'));
    spec
      .given([...twice, ...enrolled('l-2')])
      .when(enrol('l-2'))
      .thenRejected('IDENTITY_STAFF_LINK_SPENT');
  });

  it('issued again takes back what there was: a lost telephone opens nothing', () => {
    const history = [registered, linked('l-1'), ...enrolled('l-1')];
    const withdrawn: StaffEvent = {
      type: 'SecondFactorWithdrawn',
      version: 1,
      data: { staffId: 'anna', factorId: 'l-1', ...BY },
    };
    spec
      .given(history)
      .when(link('l-2'))
      .then([withdrawn, linked('l-2')]);
    spec
      .given([...history, withdrawn, linked('l-2')])
      .when(link('l-3'))
      .then([linked('l-3')]);
  });

  it('is neither issued to nor used by whoever is suspended', () => {
    spec.given([registered, suspended]).when(link('l-1')).thenRejected('IDENTITY_STAFF_SUSPENDED');
    spec
      .given([registered, linked('l-1'), suspended])
      .when(enrol('l-1'))
      .thenRejected('IDENTITY_STAFF_SUSPENDED');
  });
});
