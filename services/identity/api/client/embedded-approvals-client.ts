import { Injectable } from '@nestjs/common';
import { CommandOrigin } from '#libs/platform';
import { ApprovalAsked, Approvals } from '../staff/approvals';
import { StaffOffice } from '../staff/staff-office';
import { byStaff, StaffSessions } from '../staff/staff-sessions';
import { ApprovalsClient } from './approvals-client';

/** Approvals in the same process. */
@Injectable()
export class EmbeddedApprovalsClient implements ApprovalsClient {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly office: Approvals,
    private readonly staff: StaffOffice,
  ) {}

  async approvals(session: string) {
    return this.office.list(await this.sessions.require(session));
  }

  async approval(session: string, approvalId: string) {
    return this.office.one(approvalId, await this.sessions.require(session));
  }

  async names(session: string, actors: readonly string[]) {
    await this.sessions.require(session);
    return this.staff.namesOfActors([...new Set(actors)]);
  }

  async request(session: string, asked: ApprovalAsked, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.request(asked, who, byStaff(who, origin));
  }

  async grant(session: string, approvalId: string, planHash: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.grant(approvalId, planHash, who, byStaff(who, origin));
  }

  async refuse(session: string, approvalId: string, reason: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.refuse(approvalId, reason, who, byStaff(who, origin));
  }

  async withdraw(session: string, approvalId: string, reason: string, origin: CommandOrigin) {
    const who = await this.sessions.require(session);
    return this.office.withdraw(approvalId, reason, who, byStaff(who, origin));
  }
}
