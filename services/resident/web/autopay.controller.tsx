import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { unlessAway } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { FieldError, roublesTyped } from '#libs/web';
import { BILLING_CLIENT, BillingClient } from '#services/billing/api/client';
import { AutopayTrigger, Payee, PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { FormTokens } from '../api/form-token';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { Form, readCommandForm } from './form';
import { leadToBank } from './lead-to-bank';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { AutopayPage } from './pages/autopay.page';
import { refusedAt } from './payment-client-errors';
import { balanceOf } from './sums';
import { faultOfSum } from './typed-sum';

const PAYEES: readonly Payee[] = ['main', 'capital_repair'];
/** The least that banks charge: with it the method is kept where nothing is owed. */
const LEAST_KOPECKS = 1_00;

/** Where a refusal is put right. */
const FIELDS: Readonly<Record<string, string>> = {
  PAYMENTS_AUTOPAY_DAY_INVALID: 'day',
  PAYMENTS_AUTOPAY_NEEDS_ADDRESS: 'address',
};

interface AutopayTyped {
  readonly payee: Payee;
  readonly limitKopecks: number;
  readonly trigger: AutopayTrigger;
}

/** An agreement to be charged: its terms, what it did, and its end. */
@ApiExcludeController()
@Controller('autopay')
export class AutopayController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly pages: Pages,
  ) {}

  @Get()
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() { account }: Visitor): Promise<void> {
    await this.show(request, response, account, {}, []);
  }

  @Post()
  async agree(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(payee|limit|when|day|consent)$/);
    const { account } = visitor;
    const typed = typedIn(form);
    if ('errors' in typed) return this.show(request, response, account, form, typed.errors);
    try {
      const owed = await this.owed(account);
      const firstAmountKopecks = Math.max(LEAST_KOPECKS, owed.get(typed.payee) ?? 0);
      const started = await this.payments.requestAutopay(
        { account, ...typed, firstAmountKopecks },
        originOf(request, visitor, form.key),
      );
      await this.untilSeen(started.position);
      await leadToBank(response, this.payments, started);
    } catch (error) {
      const fault = refusedAt(error, (code) => FIELDS[code] ?? 'limit');
      await this.show(request, response, account, form, [fault]);
    }
  }

  @Post('withdraw')
  async withdraw(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^payee$/);
    const payee = PAYEES.find((one) => one === form['payee']);
    if (payee === undefined) throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
    const origin = originOf(request, visitor, form.key);
    await this.untilSeen(await this.payments.withdrawAutopay(visitor.account, payee, origin));
    goTo(response, '/autopay');
  }

  private async owed(account: string): Promise<ReadonlyMap<Payee, number>> {
    const { debt } = await this.billing.overview(account);
    return new Map(debt.payees.map((payee) => [payee.payee, balanceOf(payee)]));
  }

  private async show(
    request: Request,
    response: Response,
    account: string,
    typed: Readonly<Record<string, string>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    const [agreements, canGiveNotice, owed, online] = await Promise.all([
      this.payments.autopay(account),
      this.payments.canGiveNotice(account),
      unlessAway(this.owed(account)),
      this.payments.online(),
    ]);
    await this.pages.show(request, response, {
      title: 'Автоплатёж',
      errors,
      children: ({ token }) => (
        <AutopayPage
          account={account}
          token={token}
          newKey={newFormKey}
          isOnline={online.isOffered}
          agreements={agreements}
          canGiveNotice={canGiveNotice}
          owed={owed}
          typed={typed}
          errors={errors}
        />
      ),
    });
  }
}

/** The terms, or what is wrong with what was typed. */
function typedIn(form: Form): AutopayTyped | { readonly errors: readonly FieldError[] } {
  const payee = PAYEES.find((one) => one === form['payee']);
  const limitKopecks = roublesTyped(form['limit'] ?? '');
  const when = form['when'];
  const day = /^\d{1,2}$/.test(form['day'] ?? '') ? Number(form['day']) : null;
  const errors: FieldError[] = [
    ...(payee === undefined ? [{ field: 'payee', message: 'Выберите, кому платить автоматически.' }] : []),
    ...(limitKopecks === null ? [{ field: 'limit', message: faultOfSum(form['limit'] ?? '', '6000') }] : []),
    ...(when !== 'day' && when !== 'slip' ? [{ field: 'when', message: 'Выберите, когда платить.' }] : []),
    ...(when === 'day' && day === null ? [{ field: 'day', message: 'Введите день месяца числом, от 1 до 28.' }] : []),
    ...(form['consent'] === 'yes' ? [] : [{ field: 'consent', message: 'Без Вашего согласия списывать нельзя.' }]),
  ];
  if (payee === undefined || limitKopecks === null || errors.length > 0) return { errors };
  return { payee, limitKopecks, trigger: when === 'day' && day !== null ? { kind: 'day', day } : { kind: 'slip' } };
}
