import { Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { FormTokens, goTo, newFormKey } from '#libs/gateway';
import { RejectedError } from '#libs/kernel';
import { wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { isAtLeast } from '#services/identity/api/client';
import { ORDER_REFUNDS_CLIENT, OrderRefundsClient } from '#services/support/api/client';
import { AskToRefundOrder } from '../api/ask-to-refund-order';
import { CompanyScope } from '../api/company-scope';
import { ForRole, OfficePage } from '../api/office-api';
import { Officer, SignedIn } from '../api/officer';
import { OFFICE_FORM_TOKENS, OFFICE_WAITS_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { readOfficeCommand } from './office-form';
import { OfficePages } from './pages';
import { OrderRefundsPage } from './pages/order-refunds.page';

/** Orders that were paid at once and of which money has to go back. */
@OfficePage('payments/orders')
export class OfficeOrderRefundsController {
  constructor(
    @Inject(ORDER_REFUNDS_CLIENT) private readonly orders: OrderRefundsClient,
    @Inject(OFFICE_FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(OFFICE_WAITS_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly toRefund: AskToRefundOrder,
    private readonly scope: CompanyScope,
    private readonly pages: OfficePages,
  ) {}

  @Get()
  list(@Req() request: Request, @Res() response: Response, @SignedIn() officer: Officer): Promise<void> {
    return this.show(request, response, officer, []);
  }

  @Post(':orderId')
  @ForRole('accountant')
  async ask(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() officer: Officer,
    @Param('orderId') orderId: string,
  ): Promise<void> {
    const { form, origin } = readOfficeCommand(request, this.tokens, /^reason$/);
    try {
      const asked = { orderId, reason: form['reason'] ?? '' };
      const { approvalId, position } = await this.toRefund.ask(officer, asked, origin);
      await this.untilSeen(position);
      goTo(response, `/approvals/${approvalId}`);
    } catch (error) {
      if (!(error instanceof RejectedError) || error.rejection.code === 'SUPPORT_UNKNOWN_ORDER') throw error;
      await this.show(request, response, officer, [{ field: `reason-${orderId}`, message: wordsOf(error.rejection) }]);
    }
  }

  private async show(
    request: Request,
    response: Response,
    officer: Officer,
    errors: readonly FieldError[],
  ): Promise<void> {
    await this.scope.requireCompany(officer);
    const mayAsk = isAtLeast(officer.role, 'accountant');
    const refunds = await this.orders.refunds();
    await this.pages.show(request, response, {
      title: 'Возвраты за заказы',
      errors,
      children: ({ token }) => <OrderRefundsPage {...{ refunds, mayAsk, token, errors }} newKey={newFormKey} />,
    });
  }
}
