import { Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { isAtLeast } from '../../domain/staff-role.policy';
import { AuditAsked, AuditTrail } from '../staff/audit-trail';
import { StaffSessions } from '../staff/staff-sessions';
import { AuditClient } from './audit-client';

/** The trail in the same process. */
@Injectable()
export class EmbeddedAuditClient implements AuditClient {
  constructor(
    private readonly sessions: StaffSessions,
    private readonly audit: AuditTrail,
  ) {}

  async trail(session: string, asked: AuditAsked) {
    const reader = await this.sessions.require(session);
    if (!isAtLeast(reader.role, 'accountant')) throw new RejectedError(new Rejection('IDENTITY_APPROVAL_ROLE'));
    return this.audit.page(asked, reader);
  }
}
