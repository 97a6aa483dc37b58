import { Get, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Form, FormTokens, goTo, newFormKey, unlessAway } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { PERIODS_CLIENT, PeriodsClient } from '#services/billing/api/client';
import { AskToClose } from '../api/ask-to-close';
import { CloseOutlooks } from '../api/close-outlook';
import { ClosePreview } from '../api/close-preview';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { fieldOfClose } from './close-form';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { ClosableMonth, ClosePage } from './pages/close.page';

/** The close of a month: what is looked at before it, and the question to a second person. */
@OfficePage('period/close')
@ForRole('accountant')
export class OfficeCloseController {
  constructor(
    @Inject(PERIODS_CLIENT) private readonly periods: PeriodsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly toClose: AskToClose,
    private readonly preview: ClosePreview,
    private readonly outlooks: CloseOutlooks,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  page(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, {}, []);
  }

  @Post()
  async close(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(period|reason|despiteDoubts)$/);
    const insists = form['despiteDoubts'] === 'yes';
    try {
      const asks = { period: form['period'] ?? '', reason: form['reason'] ?? '', insists };
      const asked = await this.toClose.ask(officer, asks, origin);
      await this.untilSeen(asked.position);
      goTo(response, `/approvals/${asked.approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const { rejection } = error;
      const field = fieldOfClose(rejection, 'reason');
      await this.show(request, response, officer, form, [{ field, message: wordsOf(rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    typed: Form,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const month = await this.closable(officer);
    await this.pages.show(request, response, {
      title: 'Закрытие месяца',
      errors,
      children: ({ token }) => <ClosePage {...{ month, token, typed, errors }} newKey={newFormKey} />,
    });
  }

  /** Null where the month has not ended, the night closes it, or somebody has asked already. */
  private async closable(officer: Officer): Promise<ClosableMonth | null> {
    const standing = await this.periods.standing();
    if (standing === null || !standing.hasEnded || standing.closedBy === 'night') return null;
    const { period } = standing;
    if ((await this.toClose.underWay(officer, period)) !== null) return null;
    const [outlook, figures] = await Promise.all([this.outlooks.of(period), unlessAway(this.preview.totals(period))]);
    return { period, outlook, figures };
  }
}
