import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { Clock, RejectedError } from '#libs/kernel';
import { CLOCK, IDENTIFIER_FORM, wordsOf } from '#libs/platform';
import { dayFault, dayTyped, FieldError, roublesTyped } from '#libs/web';
import {
  PAYMENTS_OFFICE_CLIENT,
  PaymentsOfficeClient,
  REGISTRIES_CLIENT,
  RegistriesClient,
} from '#services/payments/api/client';
import { AskToRefund } from '../api/ask-to-refund';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { DebtFigures } from './debt-figures';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { Correction, CorrectionPage, correctionInWords } from './pages/payment-correction.page';

interface Shown {
  readonly correction: Correction;
  readonly paymentId: string;
  readonly typed: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** What puts a payment right: a recall, a transfer to the right account, and a refund that a second person agrees to. */
@OfficePage('payments/:paymentId')
@ForRole('accountant')
export class OfficePaymentCorrectionsController {
  constructor(
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly scope: CompanyScope,
    private readonly figures: DebtFigures,
    private readonly toRefund: AskToRefund,
    private readonly pages: OfficePages,
  ) {}

  @Get('reversal')
  reversal(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    return this.show(request, response, officer, { correction: 'reversal', paymentId, typed: {}, errors: [] });
  }

  @Get('transfer')
  transfer(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    return this.show(request, response, officer, { correction: 'transfer', paymentId, typed: {}, errors: [] });
  }

  @Get('refund')
  async refund(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
    @Query('amount') amount: unknown,
  ): Promise<void> {
    const typed = typeof amount === 'string' ? { amount } : {};
    const errors = 'amount' in typed ? await this.errorsOfAmount(paymentId, typed.amount) : [];
    await this.show(request, response, officer, { correction: 'refund', paymentId, typed, errors });
  }

  @Post('reversal')
  async reverse(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(reversedOn|reason)$/);
    const shown = { correction: 'reversal', paymentId, typed: form } as const;
    const { reason = '' } = form;
    const reversedOn = dayTyped(form['reversedOn'] ?? '');
    if (reversedOn === null) {
      const message = dayFault(form['reversedOn'] ?? '', 'Укажите день.');
      const errors = [{ field: 'reversedOn', message }];
      return this.show(request, response, officer, { ...shown, errors });
    }
    await this.correct(request, response, officer, shown, async () => {
      await this.untilSeen((await this.registries.reverse(paymentId, { reversedOn, reason }, origin)).position);
      return `/payments/${encodeURIComponent(paymentId)}`;
    });
  }

  @Post('transfer')
  @AccountIsTyped()
  async move(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(account|reason)$/);
    const shown = { correction: 'transfer', paymentId, typed: form } as const;
    const { account = '', reason = '' } = form;
    const unknown = unknownAccount(request);
    if (unknown !== null) {
      const typed = { ...form, account: unknown.typed };
      return this.show(request, response, officer, { ...shown, typed, errors: [unknown.error] });
    }
    if (!IDENTIFIER_FORM.test(account)) {
      const errors = [{ field: 'account', message: 'Впишите номер лицевого счёта: цифры и буквы, без пробелов.' }];
      return this.show(request, response, officer, { ...shown, errors });
    }
    await this.correct(request, response, officer, shown, async () => {
      await this.untilSeen((await this.registries.transfer(paymentId, { account, reason }, origin)).position);
      return `/payments/${encodeURIComponent(paymentId)}`;
    });
  }

  @Post('refund')
  async askToRefund(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^(amount|reason)$/);
    const shown = { correction: 'refund', paymentId, typed: form } as const;
    const { amount = '', reason = '' } = form;
    const errors = await this.errorsOfAmount(paymentId, amount);
    if (errors.length > 0) return this.show(request, response, officer, { ...shown, errors });
    await this.correct(request, response, officer, shown, async () => {
      const asked = { paymentId, amountKopecks: roublesTyped(amount) ?? 0, reason };
      const { approvalId, position } = await this.toRefund.ask(officer, asked, origin);
      await this.untilSeen(position);
      return `/approvals/${approvalId}`;
    });
  }

  private async correct(
    request: Request,
    response: Response,
    officer: Officer,
    shown: Omit<Shown, 'errors'>,
    work: () => Promise<string>,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    try {
      goTo(response, await work());
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'PAYMENTS_UNKNOWN_PAYMENT') throw error;
      const errors = [{ field: 'reason', message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, { ...shown, errors });
    }
  }

  /** How much goes back is looked at before anything is shown of it. */
  private async errorsOfAmount(paymentId: string, amount: string): Promise<readonly FieldError[]> {
    const kopecks = roublesTyped(amount);
    if (kopecks === null) return [{ field: 'amount', message: 'Впишите сумму в рублях, например 1500,50.' }];
    try {
      await this.payments.proposeRefund(paymentId, kopecks, '');
      return [];
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      const isTooMuch = error.rejection.code === 'PAYMENTS_AMOUNT_OUT_OF_RANGE';
      const message = isTooMuch ? 'Вернуть можно не больше, чем заплачено. Исправьте сумму.' : wordsOf(error.rejection);
      return [{ field: 'amount', message }];
    }
  }

  private async show(request: Request, response: Response, officer: Officer, shown: Shown): Promise<void> {
    await this.scope.requireCompany(officer);
    const { correction, paymentId, typed, errors } = shown;
    const payment = await this.payments.payment(paymentId);
    const isAmountWrong = errors.some(({ field }) => field === 'amount');
    const back = correction === 'refund' ? roublesTyped(typed['amount'] ?? '') : payment.amountKopecks;
    const [allocation, change] = await Promise.all([
      this.figures.allocation(payment),
      back === null || isAmountWrong || payment.state === 'reversed' ? null : this.figures.change(payment, back),
    ]);
    const about = { correction, payment, allocation, change, typed, errors, today: this.clock.today() };
    await this.pages.show(request, response, {
      title: correctionInWords(correction),
      errors,
      children: ({ token }) => <CorrectionPage {...about} token={token} formKey={newFormKey()} />,
    });
  }
}
