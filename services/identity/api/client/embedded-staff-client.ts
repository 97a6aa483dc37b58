import { Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { CommandOrigin } from '#libs/platform';
import { isAtLeast } from '../../domain/staff-role.policy';
import { StaffRole } from '../../domain/staff.events';
import { StaffEnrolment } from '../staff/staff-enrolment';
import { NewStaffMember, StaffOffice } from '../staff/staff-office';
import { byStaff, StaffSession, StaffSessions } from '../staff/staff-sessions';
import { StaffCodeAsked, StaffPasswordAsked, StaffSignIn } from '../staff/staff-sign-in';
import { StaffClient } from './staff-client';

/** The back-office’s identity in the same process. */
@Injectable()
export class EmbeddedStaffClient implements StaffClient {
  constructor(
    private readonly way: StaffSignIn,
    private readonly sessions: StaffSessions,
    private readonly enrolment: StaffEnrolment,
    private readonly office: StaffOffice,
  ) {}

  password(asked: StaffPasswordAsked) {
    return this.way.password(asked);
  }

  secondFactor(asked: StaffCodeAsked) {
    return this.way.secondFactor(asked);
  }

  session(sessionToken: string) {
    return this.sessions.current(sessionToken);
  }

  signOut(sessionToken: string) {
    return this.sessions.end(sessionToken);
  }

  invitation(link: string) {
    return this.enrolment.look(link);
  }

  enrol(asked: { readonly link: string; readonly password: string; readonly code: string }) {
    return this.enrolment.enrol(asked);
  }

  async colleagues(sessionToken: string) {
    const members = await this.office.list(await this.sessions.require(sessionToken));
    return members
      .filter(({ state }) => state === 'active')
      .map(({ staffId, name, role }) => ({ staffId, name, role }));
  }

  async staff(sessionToken: string) {
    return this.office.list(await this.chief(sessionToken));
  }

  async register(session: string, member: NewStaffMember, reason: string, origin: CommandOrigin) {
    const chief = await this.chief(session);
    return this.office.register(member, chief, reason, byStaff(chief, origin));
  }

  async changeRole(
    session: string,
    { staffId, role }: { readonly staffId: string; readonly role: StaffRole },
    reason: string,
    origin: CommandOrigin,
  ) {
    const chief = await this.chief(session);
    return this.office.changeRole(staffId, role, chief, reason, byStaff(chief, origin));
  }

  async suspend(session: string, staffId: string, reason: string, origin: CommandOrigin) {
    const chief = await this.chief(session);
    return this.office.suspend(staffId, chief, reason, byStaff(chief, origin));
  }

  async restore(session: string, staffId: string, reason: string, origin: CommandOrigin) {
    const chief = await this.chief(session);
    return this.office.restore(staffId, chief, reason, byStaff(chief, origin));
  }

  async issueLink(session: string, staffId: string, reason: string, origin: CommandOrigin) {
    const chief = await this.chief(session);
    return this.office.issueLink(staffId, chief, reason, byStaff(chief, origin));
  }

  private async chief(sessionToken: string): Promise<StaffSession> {
    const session = await this.sessions.require(sessionToken);
    if (!isAtLeast(session.role, 'chief')) throw new RejectedError(new Rejection('IDENTITY_STAFF_CHIEF_ONLY'));
    return session;
  }
}
