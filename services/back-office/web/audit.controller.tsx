import { Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AUDIT_CLIENT, AuditClient } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OfficePages } from './pages';
import { AuditPage } from './pages/audit.page';

const SUBJECT_FORM = /^[0-9A-Za-z_.:-]{1,64}$/;

/** «Кто, что, когда»: read from the log. */
@OfficePage('audit')
@ForRole('accountant')
export class OfficeAuditController {
  constructor(
    @Inject(AUDIT_CLIENT) private readonly audit: AuditClient,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async trail(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    await this.scope.requireCompany(officer);
    const asked = (name: string) => {
      const text = request.query[name];
      return typeof text === 'string' && SUBJECT_FORM.test(text.trim()) ? text.trim() : undefined;
    };
    const staff = asked('staff')?.replace(/^staff:/, '');
    const [subject, before] = [asked('subject'), Number(asked('before') ?? 0)];
    const page = await this.audit.trail(officer.sessionToken, {
      subject,
      actor: staff === undefined ? undefined : `staff:${staff}`,
      before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
    });
    await this.pages.show(request, response, {
      title: 'Журнал действий',
      children: ({ timeZone }) => (
        <AuditPage page={page} subject={subject ?? ''} staff={staff ?? ''} timeZone={timeZone} />
      ),
    });
  }
}
