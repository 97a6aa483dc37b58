import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { NIGHTS_CLIENT, NightsClient } from '#services/billing/api/client';
import { APPROVALS_CLIENT, ApprovalsClient } from '#services/identity/api/client';
import { CompanyScope } from '../api/company-scope';
import { NIGHTS_SHOWN } from '../api/jobs.controller';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_JOBS, OFFICE_WAITS_UNTIL_SEEN, ReadJobs, WaitUntilSeen } from '../settings';
import { actorsOf } from './approval-words';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { JobsPage } from './pages/jobs.page';

/** What the process does by itself, and the accounts that it could not do. */
@OfficePage('jobs')
@ForRole('accountant')
export class OfficeJobsController {
  constructor(
    @Inject(NIGHTS_CLIENT) private readonly nights: NightsClient,
    @Inject(APPROVALS_CLIENT) private readonly approvals: ApprovalsClient,
    @Inject(OFFICE_JOBS) private readonly jobs: ReadJobs,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  board(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, []);
  }

  @Post('retry')
  async retry(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^account$/);
    const account = form['account'] ?? '';
    try {
      const { position } = await this.nights.retry(account, origin);
      await this.untilSeen(position);
      goTo(response, `/jobs?tried=${encodeURIComponent(account)}#parked`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, [{ field: 'parked', message: wordsOf(error.rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const [runs, parked, jobs, progress, approvals] = await Promise.all([
      this.nights.runs(NIGHTS_SHOWN),
      this.nights.parked(),
      this.jobs(),
      this.nights.progress(),
      this.approvals.approvals(officer.sessionToken),
    ]);
    const closes = approvals.filter(({ kind, state }) => kind === 'close-period' && state === 'carried_out');
    const asked = runs.flatMap((run) => run.asked.map(({ by }) => by));
    const names = await this.approvals.names(officer.sessionToken, [...asked, ...actorsOf(closes)]);
    const { tried } = request.query;
    await this.pages.show(request, response, {
      title: 'Задания',
      errors,
      children: ({ token, timeZone }) => (
        <JobsPage
          {...{ runs, parked, jobs, progress, closes, names, token, timeZone, errors }}
          tried={typeof tried === 'string' ? tried : null}
          newKey={newFormKey}
        />
      ),
    });
  }
}
