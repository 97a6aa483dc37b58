import { Get, Inject, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { AUDIT_CLIENT, AuditClient } from '#services/identity/api/client';
import { AuditAnswer, AuditQuery } from './audit.dto';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';

/** Who did what, and when. Nothing can be taken out of it: it is the log. */
@OfficeApi('audit', 'audit')
export class ApiAuditController {
  constructor(
    @Inject(AUDIT_CLIENT) private readonly audit: AuditClient,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What people did, the newest first, with what it was before' })
  @ApiOkResponse({ type: AuditAnswer })
  @OfficeQuery('accountant', 'BACK_OFFICE_NO_COMPANY')
  async trail(@SignedIn() officer: Officer, @Query() asked: AuditQuery): Promise<AuditAnswer> {
    await this.scope.requireCompany(officer);
    return this.audit.trail(officer.sessionToken, asked);
  }
}
