import { Get, Inject, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { AUDIT_CLIENT, AuditClient } from '#services/identity/api/client';
import { FieldError } from '#libs/web';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { askedText } from './asked';
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
    const [subject, staff] = [askedText(request.query, 'subject'), askedText(request.query, 'staff')];
    const number = staff.replace(/^staff:/, '');
    const before = Number(askedText(request.query, 'before'));
    const errors = wrongIn({ subject, staff: number });
    const found = {
      subject: subject || undefined,
      actor: number === '' ? undefined : `staff:${number}`,
      before: Number.isSafeInteger(before) && before > 0 ? before : undefined,
    };
    const page = errors.length > 0 ? null : await this.audit.trail(officer.sessionToken, found);
    await this.pages.show(request, response, {
      title: 'Журнал действий',
      errors,
      children: ({ timeZone }) => <AuditPage {...{ page, subject, errors, timeZone }} staff={number} />,
    });
  }
}

/** What no entry can be about is told: the whole journal would look like an answer. */
function wrongIn(asked: Readonly<Record<'subject' | 'staff', string>>): FieldError[] {
  const wrong = (field: keyof typeof asked) => asked[field] !== '' && !SUBJECT_FORM.test(asked[field]);
  const errors: FieldError[] = [];
  if (wrong('subject')) {
    const message =
      'По таким словам в журнале ничего не найти: имён и адресов в нём нет. Введите номер лицевого счёта, дома, сотрудника или согласования.';
    errors.push({ field: 'subject', message });
  }
  if (wrong('staff')) errors.push({ field: 'staff', message: 'Введите номер сотрудника: имён в журнале нет.' });
  return errors;
}
