import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { PERIODS_CLIENT, PeriodsClient, PreviewedClose } from '#services/billing/api/client';
import { AskToClose } from '../api/ask-to-close';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { PeriodPage } from './pages/period.page';

/** The open period: what its close would do, and the question to a second person. */
@OfficePage('period')
@ForRole('accountant')
export class OfficePeriodController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  period(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, {}, []);
  }

  @Post('close')
  async close(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(period|reason)$/);
    try {
      const asked = await this.toClose.ask(officer, form['period'] ?? '', form['reason'] ?? '', origin);
      await this.untilSeen(asked.position);
      goTo(response, `/approvals/${asked.approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await this.show(request, response, officer, form, [{ field: 'reason', message: wordsOf(error.rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const standing = await this.periods.standing();
    const preview: readonly PreviewedClose[] =
      standing?.hasEnded === true ? await this.periods.previewClose(standing.period) : [];
    await this.pages.show(request, response, {
      title: 'Месяц',
      errors,
      children: ({ token }) => <PeriodPage {...{ standing, preview, token, typed, errors }} formKey={newFormKey()} />,
    });
  }
}
