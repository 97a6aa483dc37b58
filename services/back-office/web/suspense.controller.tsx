import { Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { isBillingPeriod, RejectedError } from '#libs/kernel';
import { CommandReceipt, IDENTIFIER_FORM, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import {
  AccountPayment,
  PAYMENTS_OFFICE_CLIENT,
  PaymentsOfficeClient,
  REGISTRIES_CLIENT,
  RegistriesClient,
  SET_ASIDE_STATUSES,
  SetAsidePayment,
} from '#services/payments/api/client';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { AccountIsTyped, unknownAccount } from '../api/typed-account';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { oneOf, TableQuery } from './asked';
import { DebtFigures } from './debt-figures';
import { OfficeForm, readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { Candidate, SetAsidePage } from './pages/set-aside.page';
import { SuspensePage } from './pages/suspense.page';

const PAYMENTS_A_PAGE = 200;

interface Typed {
  readonly account: string | null;
  readonly form: Readonly<Record<string, string>>;
  readonly errors: readonly FieldError[];
}

/** Payments that stand aside, and what a person decides of each. */
@OfficePage('suspense')
@ForRole('accountant')
export class OfficeSuspenseController {
  constructor(
    @Inject(REGISTRIES_CLIENT) private readonly registries: RegistriesClient,
    @Inject(PAYMENTS_OFFICE_CLIENT) private readonly payments: PaymentsOfficeClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly scope: CompanyScope,
    private readonly figures: DebtFigures,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  async all(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Query() query: TableQuery,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const status = oneOf(SET_ASIDE_STATUSES, query['status']) ?? 'waiting';
    const kind = oneOf(['unknown', 'conflict'] as const, query['kind']) ?? null;
    const asked = query['registryId'];
    const registryId = typeof asked === 'string' && IDENTIFIER_FORM.test(asked) ? asked : null;
    const unknown = ['unknown_account', 'wrong_check_digit'] as const;
    const page = await this.registries.setAside({
      status,
      ...(kind === null ? {} : { because: kind === 'conflict' ? ['conflict'] : unknown }),
      ...(registryId === null ? {} : { registryId }),
      limit: PAYMENTS_A_PAGE,
    });
    await this.pages.show(request, response, {
      title: 'Невыясненные платежи',
      children: () => <SuspensePage {...{ page, status, kind, registryId }} />,
    });
  }

  @Get(':paymentId')
  @AccountIsTyped()
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
    @Query('account') account: unknown,
  ): Promise<void> {
    const unknown = unknownAccount(request);
    const chosen = typeof account === 'string' && IDENTIFIER_FORM.test(account) ? account : null;
    const typed =
      unknown === null ? { form: {}, errors: [] } : { form: { account: unknown.typed }, errors: [unknown.error] };
    await this.show(request, response, officer, paymentId, { account: chosen, ...typed });
  }

  @Post(':paymentId/assignment')
  @AccountIsTyped()
  assign(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const read = readOfficeCommand(request, this.tokens, /^(account|namedPeriod|reason)$/);
    const { account = '', namedPeriod = '', reason = '' } = read.form;
    const unknown = unknownAccount(request);
    if (unknown !== null) {
      const typed = { account: null, form: { ...read.form, account: unknown.typed }, errors: [unknown.error] };
      return this.show(request, response, officer, paymentId, typed);
    }
    if (!IDENTIFIER_FORM.test(account)) {
      const errors = [{ field: 'account', message: 'Впишите номер лицевого счёта: цифры и буквы, без пробелов.' }];
      return this.show(request, response, officer, paymentId, { account: null, form: read.form, errors });
    }
    if (namedPeriod !== '' && !isBillingPeriod(namedPeriod)) {
      const errors = [{ field: 'namedPeriod', message: 'Месяц записан с ошибкой. Нужен вид 2026-09.' }];
      return this.show(request, response, officer, paymentId, { account, form: read.form, errors });
    }
    const asked = { account, reason, ...(namedPeriod === '' ? {} : { namedPeriod }) };
    return this.decide(request, response, officer, paymentId, read, 'reason', () =>
      this.registries.assign(paymentId, asked, read.origin),
    );
  }

  @Post(':paymentId/return')
  giveBack(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const read = readOfficeCommand(request, this.tokens, /^(to|returnReason)$/);
    const { to, returnReason: reason = '' } = read.form;
    return this.decide(request, response, officer, paymentId, read, 'returnReason', () =>
      this.registries.giveBack(paymentId, { to: to === 'payer' ? 'payer' : 'bank', reason }, read.origin),
    );
  }

  @Post(':paymentId/refusal')
  refuse(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const read = readOfficeCommand(request, this.tokens, /^refusalReason$/);
    return this.decide(request, response, officer, paymentId, read, 'refusalReason', () =>
      this.registries.refuse(paymentId, read.form['refusalReason'] ?? '', read.origin),
    );
  }

  private async decide(
    request: Request,
    response: Response,
    officer: Officer,
    paymentId: string,
    { form }: OfficeForm,
    field: string,
    work: () => Promise<CommandReceipt>,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    try {
      await this.untilSeen((await work()).position);
      goTo(response, `/suspense/${paymentId}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'PAYMENTS_UNKNOWN_SET_ASIDE') throw error;
      const errors = [{ field, message: wordsOf(error.rejection) }];
      await this.show(request, response, officer, paymentId, { account: form['account'] ?? null, form, errors });
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    paymentId: string,
    { account, form, errors }: Typed,
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const payment = await this.registries.setAsideOne(paymentId);
    const [known, candidates, chosen] = await Promise.all([
      this.knownOf(payment),
      this.candidatesOf(payment),
      account === null ? null : this.figures.brief(account, payment.payee),
    ]);
    await this.pages.show(request, response, {
      title: 'Невыясненный платёж',
      errors,
      children: ({ token }) => (
        <SetAsidePage {...{ payment, known, candidates, chosen, token, errors }} typed={form} newKey={newFormKey} />
      ),
    });
  }

  /** Null also where the one that it contradicts stands aside itself. */
  private async knownOf({ conflictsWith }: SetAsidePayment): Promise<AccountPayment | null> {
    if (conflictsWith === null) return null;
    return this.payments.payment(conflictsWith).catch((error: unknown) => {
      if (error instanceof RejectedError) return null;
      throw error;
    });
  }

  private async candidatesOf({ status, statedAccount, payee }: SetAsidePayment): Promise<readonly Candidate[]> {
    if (status !== 'waiting') return [];
    const like = await this.registries.likeAccounts(statedAccount);
    return Promise.all(
      like.map(async ({ account, slips }) => ({ ...(await this.figures.brief(account, payee)), slips })),
    );
  }
}
