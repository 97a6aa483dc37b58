import { Body, Get, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { ORDER_REFUNDS_CLIENT, OrderRefunds, OrderRefundsClient } from '#services/support/api/client';
import { ApprovalReceiptAnswer } from './approvals.dto';
import { AskToRefundOrder } from './ask-to-refund-order';
import { CompanyScope } from './company-scope';
import { OfficeApi, OfficeCommand, officeOriginOf, OfficeQuery } from './office-api';
import { Officer, SignedIn } from './officer';
import { OrderRefundPath, OrderRefundsAnswer } from './order-refunds.dto';
import { ReasonBody } from './staff.dto';

/** Orders that were paid at once and of which money has to go back. */
@OfficeApi('payments', 'order-refunds')
export class ApiOrderRefundsController {
  constructor(
    @Inject(ORDER_REFUNDS_CLIENT) private readonly orders: OrderRefundsClient,
    private readonly toRefund: AskToRefundOrder,
    private readonly scope: CompanyScope,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Orders of which money has to go back: to be asked for, and agreed to and waited for' })
  @ApiOkResponse({ type: OrderRefundsAnswer })
  @OfficeQuery('operator', 'BACK_OFFICE_NO_COMPANY')
  async list(@SignedIn() officer: Officer): Promise<OrderRefunds> {
    await this.scope.requireCompany(officer);
    return this.orders.refunds();
  }

  @Post(':orderId/requests')
  @ApiOperation({ summary: 'Asks a second person to agree that the money of an order goes back' })
  @ApiCreatedResponse({ type: ApprovalReceiptAnswer })
  @OfficeCommand(
    'accountant',
    'BACK_OFFICE_NO_COMPANY',
    'SUPPORT_UNKNOWN_ORDER',
    'SUPPORT_ORDER_NO_REFUND_DUE',
    'IDENTITY_APPROVAL_ROLE',
    'IDENTITY_APPROVAL_ASKED_ALREADY',
    'IDENTITY_APPROVAL_TAKEN',
    'IDENTITY_REASON_REQUIRED',
  )
  ask(
    @Req() request: Request,
    @SignedIn() officer: Officer,
    @Param() { orderId }: OrderRefundPath,
    @Body() { reason }: ReasonBody,
  ): Promise<ApprovalReceiptAnswer> {
    return this.toRefund.ask(officer, { orderId, reason }, officeOriginOf(request, officer));
  }
}
