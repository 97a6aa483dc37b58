import { Body, Get, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Request } from 'express';
import { StartedPayment } from '#services/payments/api/client';
import {
  FreeDaysAnswer,
  OfferedServicesAnswer,
  OrderReceipt,
  OrderReceiptAnswer,
  ORDERS_CLIENT,
  OrdersClient,
  OwnOrder,
} from '#services/support/api/client';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { Ordering } from './ordering';
import {
  AccountOrderPath,
  AccountServicePath,
  OwnOrderAnswer,
  OwnOrdersAnswer,
  PlaceOrderBody,
  RescheduleOwnOrderBody,
} from './orders.dto';
import { PAYING_REFUSALS } from './payments.controller';
import { StartedPaymentAnswer } from './payments.dto';
import { ResidentApi, ResidentCommand, residentOriginOf, ResidentQuery } from './resident-api';
import { AccountPath } from './resident.dto';
import { SignedIn, Visitor } from './visitor';

const NOT_OFFERED = ['SUPPORT_UNKNOWN_SERVICE', 'SUPPORT_SERVICE_WITHDRAWN'];
const NO_SUCH_DAY = ['SUPPORT_ORDER_DAY', 'SUPPORT_NO_FREE_SLOT'];
const TOO_LATE = ['SUPPORT_UNKNOWN_ORDER', 'SUPPORT_ORDER_TOO_LATE', 'SUPPORT_ORDER_COMPLETED'];

/** Additional services: what is offered, ordering it, and what becomes of orders. */
@ResidentApi('additional services')
export class ApiOrdersController {
  constructor(
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    private readonly ordering: Ordering,
  ) {}

  @Get('services')
  @ApiOperation({ summary: 'What can be ordered today, with prices' })
  @ApiOkResponse({ type: OfferedServicesAnswer })
  @ResidentQuery()
  async services(@Param() _path: AccountPath): Promise<OfferedServicesAnswer> {
    return { services: await this.orders.services() };
  }

  @Get('services/:serviceId/days')
  @ApiOperation({ summary: 'Days for which a service can be ordered now' })
  @ApiOkResponse({ type: FreeDaysAnswer })
  @ResidentQuery(...NOT_OFFERED)
  async days(@Param() { serviceId }: AccountServicePath): Promise<FreeDaysAnswer> {
    return { serviceId, days: await this.orders.freeDays(serviceId) };
  }

  @Get('orders')
  @ApiOperation({ summary: 'The orders of the account, with their states' })
  @ApiOkResponse({ type: OwnOrdersAnswer })
  @ResidentQuery()
  async all(@Param() { account }: AccountPath): Promise<OwnOrdersAnswer> {
    return { orders: await this.orders.orders(account) };
  }

  @Get('orders/:orderId')
  @ApiOperation({ summary: 'An order and what happened to it' })
  @ApiOkResponse({ type: OwnOrderAnswer })
  @ResidentQuery('SUPPORT_UNKNOWN_ORDER')
  one(@Param() { account, orderId }: AccountOrderPath): Promise<OwnOrder> {
    return this.orders.order(account, orderId);
  }

  @Post('orders')
  @ApiOperation({ summary: 'Orders a service for a day that has room; the same key again is the same order' })
  @ApiCreatedResponse({ type: OrderReceiptAnswer })
  @ResidentCommand(
    ...NOT_OFFERED,
    ...NO_SUCH_DAY,
    'SUPPORT_ORDER_QUANTITY',
    'SUPPORT_ORDER_COMMENT_TOO_LONG',
    'SUPPORT_ORDER_EXISTS',
    'SUPPORT_TOO_MANY_ORDERS',
    'SUPPORT_TOO_MANY_OPEN_ORDERS',
    'IDENTITY_PERSON_ERASED',
  )
  place(
    @Param() { account }: AccountPath,
    @Body() { comment = '', ...wish }: PlaceOrderBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<OrderReceipt> {
    return this.ordering.place({ ...wish, account, comment }, residentOriginOf(request, visitor));
  }

  @Post('orders/:orderId/reschedulings')
  @HttpCode(200)
  @ApiOperation({ summary: 'Moves an order to another day that has room, while there is time' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ResidentCommand(...NOT_OFFERED, ...TOO_LATE, ...NO_SUCH_DAY, 'SUPPORT_ORDER_CANCELLED', 'SUPPORT_ORDER_DAY_OVER')
  async reschedule(
    @Param() { account, orderId }: AccountOrderPath,
    @Body() to: RescheduleOwnOrderBody,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<OrderReceipt> {
    return this.seen(
      await this.orders.rescheduleOrder(account, orderId, { ...to }, residentOriginOf(request, visitor)),
    );
  }

  @Post('orders/:orderId/cancellations')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancels an order, while there is time' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ResidentCommand(...TOO_LATE)
  async cancel(
    @Param() { account, orderId }: AccountOrderPath,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<OrderReceipt> {
    return this.seen(await this.orders.cancelOrder(account, orderId, residentOriginOf(request, visitor)));
  }

  @Post('orders/:orderId/payments')
  @ApiOperation({ summary: 'Begins a payment of an order at the bank, with the sum that the order names' })
  @ApiCreatedResponse({ type: StartedPaymentAnswer })
  @ResidentCommand('SUPPORT_UNKNOWN_ORDER', 'CABINET_ORDER_NOT_PAYABLE', ...PAYING_REFUSALS)
  pay(
    @Param() { account, orderId }: AccountOrderPath,
    @Req() request: Request,
    @SignedIn() visitor: Visitor,
  ): Promise<StartedPayment> {
    return this.ordering.pay(account, orderId, residentOriginOf(request, visitor));
  }

  private async seen(receipt: OrderReceipt): Promise<OrderReceipt> {
    await this.untilSeen(receipt.position);
    return receipt;
  }
}
