import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { ValidationFailedError, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { isAtLeast } from '#services/identity/api/client';
import { ATTENTION_FINDINGS, AttentionVerdict, PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { oneOf } from './asked';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { AttentionPage } from './pages/attention.page';

const VERDICTS = Object.keys(ATTENTION_FINDINGS) as readonly AttentionVerdict[];

/** Online payments that wait for a person, and what the person has found at the bank. */
@OfficePage('payments/attention')
export class OfficeAttentionController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, []);
  }

  @Post(':paymentId')
  @ForRole('accountant')
  async close(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(verdict|finding)$/);
    await this.scope.requireCompany(officer);
    const verdict = oneOf(VERDICTS, form['verdict']);
    const finding = verdict === undefined ? undefined : oneOf(ATTENTION_FINDINGS[verdict], form['finding']);
    if (verdict === undefined || finding === undefined) {
      throw new ValidationFailedError([{ field: 'finding', rule: 'isIn', message: 'выберите из списка' }]);
    }
    try {
      await this.untilSeen(await this.payments.closeAttention(paymentId, verdict, finding, origin));
      goTo(response, '/payments/attention');
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'PAYMENTS_UNKNOWN_ONLINE_PAYMENT') throw error;
      await this.show(request, response, officer, [
        { field: `payment-${paymentId}`, message: wordsOf(error.rejection) },
      ]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const attention = await this.payments.needingAttention();
    const mayClose = isAtLeast(officer.role, 'accountant');
    await this.pages.show(request, response, {
      title: 'Платежи, по которым нужно решение',
      errors,
      children: ({ token }) => <AttentionPage {...{ attention, token, mayClose, errors }} newKey={newFormKey} />,
    });
  }
}
