import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import QRCode from 'qrcode';
import { unlessAway } from '#libs/gateway';
import { RejectedError, Rejection } from '#libs/kernel';
import { FieldError, roublesTyped } from '#libs/web';
import {
  BILLING_CLIENT,
  BillingClient,
  INSTALMENTS_CLIENT,
  InstalmentsClient,
  SLIPS_CLIENT,
  SlipsClient,
} from '#services/billing/api/client';
import { Payee, PAYMENTS_CLIENT, PaymentsClient, PaymentStand } from '#services/payments/api/client';
import { FormTokens } from '../api/form-token';
import { PaymentsUnderWay } from '../api/payments-under-way';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { readCommandForm } from './form';
import { leadToBank } from './lead-to-bank';
import { newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { amountField, PayeeToPay, PayPage } from './pages/pay.page';
import { PayResultPage } from './pages/pay-result.page';
import { refusedAt } from './payment-client-errors';
import { balanceOf, sum } from './sums';
import { faultOfSum } from './typed-sum';

const PAYEES: readonly Payee[] = ['main', 'capital_repair'];
/** Pixels of a module: a code of ordinary length is about five centimetres on a screen. */
const QR_SCALE = 5;
const QR_QUIET_MODULES = 4;

/** Paying: what is owed, the codes and requisites, the bank's page, and how the payment ended. */
@ApiExcludeController()
@Controller('pay')
export class PayController {
  constructor(
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(BILLING_CLIENT) private readonly billing: BillingClient,
    @Inject(INSTALMENTS_CLIENT) private readonly instalments: InstalmentsClient,
    @Inject(SLIPS_CLIENT) private readonly slips: SlipsClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly underWay: PaymentsUnderWay,
    private readonly pages: Pages,
  ) {}

  @Get()
  async form(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    await this.show(request, response, visitor, {}, []);
  }

  @Post()
  async pay(@Req() request: Request, @Res() response: Response, @SignedIn() visitor: Visitor): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(payee|amount-(main|capital_repair))$/);
    const payee = PAYEES.find((one) => one === form['payee']);
    if (payee === undefined) throw new RejectedError(new Rejection('MALFORMED_REQUEST'));
    const field = amountField(payee);
    const typed = form[field] ?? '';
    const amountKopecks = roublesTyped(typed);
    const { account } = visitor;
    if (amountKopecks === null) {
      return this.show(request, response, visitor, { [payee]: typed }, [{ field, message: faultOfSum(typed) }]);
    }
    try {
      const origin = originOf(request, visitor, form.key);
      const started = await this.payments.startPayment({ account, payee, amountKopecks }, origin);
      await this.untilSeen(started.position);
      await leadToBank(response, this.payments, started);
    } catch (error) {
      await this.show(request, response, visitor, { [payee]: typed }, [refusedAt(error, () => field)]);
    }
  }

  @Get('qr/:payee')
  async code(
    @Res() response: Response,
    @SignedIn() { account }: Visitor,
    @Param('payee') whom: string,
    @Query('amount') amount: unknown,
  ): Promise<void> {
    const payee = PAYEES.find((one) => one === whom);
    if (payee === undefined) throw new RejectedError(new Rejection('NOT_FOUND'));
    const sum = typeof amount === 'string' && /^[1-9]\d{0,10}$/.test(amount) ? Number(amount) : undefined;
    const { base64 } = await this.slips.slipPaymentQr(account, payee, sum);
    const picture = await QRCode.toBuffer([{ data: Buffer.from(base64, 'base64'), mode: 'byte' }], {
      errorCorrectionLevel: 'M',
      margin: QR_QUIET_MODULES,
      scale: QR_SCALE,
    });
    response.setHeader('Cache-Control', 'no-store').type('png').send(picture);
  }

  @Get('result/:paymentId')
  async result(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('paymentId') paymentId: string,
  ): Promise<void> {
    const stand = await this.standOf(visitor, paymentId);
    await this.untilSeen(stand.position);
    const left = await unlessAway(this.billing.overview(stand.account));
    await this.pages.show(request, response, {
      title: 'Платёж',
      children: () => <PayResultPage stand={stand} left={left} />,
    });
  }

  /** A payer may have chosen another account meanwhile: the payment is looked for in all that the sign-in opens. */
  private async standOf({ accounts, login }: Visitor, paymentId: string): Promise<PaymentStand> {
    const asked = await Promise.allSettled(
      accounts.map((account) => this.payments.payment(account, paymentId, { actor: `resident:${login}` })),
    );
    const found = asked.find((one) => one.status === 'fulfilled');
    if (found !== undefined) return found.value;
    const failed = asked.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown);
    // That one account does not know the payment says nothing while another could not be asked.
    const telling = failed.find((reason) => !isUnknown(reason)) ?? failed[0];
    throw telling instanceof Error ? telling : new RejectedError(new Rejection('NOT_FOUND'));
  }

  private async show(
    request: Request,
    response: Response,
    visitor: Visitor,
    typed: Readonly<Partial<Record<Payee, string>>>,
    errors: readonly FieldError[],
  ): Promise<void> {
    const { account } = visitor;
    // First, so that what the bank confirms upon it is no debt any more.
    const underWay = await this.underWay.found(visitor);
    const [{ debt, card, lastStatement, asOf }, running] = await Promise.all([
      this.billing.overview(account),
      this.instalments.all({ account, state: 'running' }),
    ]);
    const toPay = await Promise.all(
      card.payees.map(async ({ payee }): Promise<PayeeToPay> => {
        const balance = debt.payees.find((one) => one.payee === payee);
        const owedKopecks = balance === undefined ? 0 : balanceOf(balance);
        // Of what the bank has seen no payment of, nothing is on its way.
        const ofPayee = underWay.filter((one) => one.payee === payee && one.stage !== 'unpaid');
        const underWayKopecks = sum(ofPayee.map(({ amountKopecks }) => amountKopecks));
        const leftKopecks = Math.max(owedKopecks - underWayKopecks, 0);
        const { requisites } = await this.slips.slipPaymentQr(account, payee, leftKopecks || undefined);
        const sums = { owedKopecks, underWayKopecks, leftKopecks };
        const instalments = running.filter((one) => one.payee === payee);
        return { payee, ...sums, instalments, requisites, typed: typed[payee] ?? null };
      }),
    );
    const { isOffered: isOnline } = await this.payments.online();
    await this.pages.show(request, response, {
      title: 'Оплата',
      errors,
      children: ({ token }) => (
        <PayPage
          account={account}
          token={token}
          newKey={newFormKey}
          isOnline={isOnline}
          toPay={toPay}
          underWay={underWay}
          dueDate={lastStatement?.dueDate ?? null}
          debt={debt}
          today={asOf}
          errors={errors}
        />
      ),
    });
  }
}

function isUnknown(reason: unknown): boolean {
  return reason instanceof RejectedError && reason.rejection.code === 'PAYMENTS_UNKNOWN_ONLINE_PAYMENT';
}
