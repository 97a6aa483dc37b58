import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiCommand, ApiProblems, CommandOrigin, FreshEnough, MinPositionQuery, Origin } from '#libs/platform';
import { OrderCard, orders } from '../projections/orders.projection';
import { AccountPath } from './conversations.dto';
import { OrderDesk } from './order-desk';
import {
  CancelOrderBody,
  CompleteOrderBody,
  OrderAnswer,
  OrderPath,
  OrderReceiptAnswer,
  ORDERS_PAGE_LIMIT,
  OrdersAnswer,
  OrdersRequest,
  RescheduleOrderBody,
} from './orders.dto';
import { FoundOrders, OrdersQuery } from './orders.query';

/** Under this name the reactions of support follow the others (`automation/support-consumer.ts`). */
const CONSUMER = 'kvitok.support';

/** Orders for additional services as the office works on them. */
@ApiTags('support')
@Controller('support')
export class OrdersController {
  constructor(
    private readonly query: OrdersQuery,
    private readonly desk: OrderDesk,
  ) {}

  @Get('orders')
  @ApiOperation({ summary: 'Orders by the day of the visit' })
  @ApiOkResponse({ type: OrdersAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [orders], consumer: CONSUMER })
  async byVisit(@Query() { limit = ORDERS_PAGE_LIMIT, state, refund, from, to }: OrdersRequest): Promise<OrdersAnswer> {
    return answerOf(await this.query.byVisit({ state, refund, from, to, limit }));
  }

  @Get('accounts/:account/orders')
  @ApiOperation({ summary: 'The orders of an account, the latest visit first' })
  @ApiOkResponse({ type: OrdersAnswer })
  @ApiProblems()
  @FreshEnough({ projections: [orders], consumer: CONSUMER })
  async ofAccount(@Param() { account }: AccountPath, @Query() _query: MinPositionQuery): Promise<OrdersAnswer> {
    return answerOf(await this.query.ofAccount(account, ORDERS_PAGE_LIMIT));
  }

  @Get('orders/:orderId')
  @ApiOperation({ summary: 'An order with its history; what the resident wrote stays sealed' })
  @ApiOkResponse({ type: OrderAnswer })
  @ApiProblems('SUPPORT_UNKNOWN_ORDER')
  @FreshEnough({ projections: [orders], consumer: CONSUMER })
  async one(@Param() { orderId }: OrderPath, @Query() _query: MinPositionQuery): Promise<OrderAnswer> {
    return withoutComment(await this.query.one(orderId));
  }

  @Post('orders/:orderId/confirmation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Accepts an order for its day' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ApiCommand('SUPPORT_UNKNOWN_ORDER', 'SUPPORT_ORDER_COMPLETED', 'SUPPORT_ORDER_CANCELLED')
  confirm(@Param() { orderId }: OrderPath, @Origin() origin: CommandOrigin): Promise<OrderReceiptAnswer> {
    return this.desk.confirm(orderId, origin);
  }

  @Post('orders/:orderId/rescheduling')
  @HttpCode(200)
  @ApiOperation({ summary: 'Moves an order to another day that has room' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ApiCommand(
    'SUPPORT_UNKNOWN_ORDER',
    'SUPPORT_ORDER_COMPLETED',
    'SUPPORT_ORDER_CANCELLED',
    'SUPPORT_ORDER_DAY_OVER',
    'SUPPORT_NO_FREE_SLOT',
  )
  reschedule(
    @Param() { orderId }: OrderPath,
    @Body() { visitOn, partOfDay }: RescheduleOrderBody,
    @Origin() origin: CommandOrigin,
  ): Promise<OrderReceiptAnswer> {
    return this.desk.reschedule(orderId, { visitOn, partOfDay, by: 'office' }, origin);
  }

  @Post('orders/:orderId/cancellation')
  @HttpCode(200)
  @ApiOperation({ summary: 'Cancels an order; what was charged for it is taken back' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ApiCommand('SUPPORT_UNKNOWN_ORDER')
  cancel(
    @Param() { orderId }: OrderPath,
    @Body() { because }: CancelOrderBody,
    @Origin() origin: CommandOrigin,
  ): Promise<OrderReceiptAnswer> {
    return this.desk.cancel(orderId, { because, by: 'office' }, origin);
  }

  @Post('orders/:orderId/completion')
  @HttpCode(200)
  @ApiOperation({ summary: 'The work is done: what is not paid goes on the slip of that day’s month' })
  @ApiOkResponse({ type: OrderReceiptAnswer })
  @ApiCommand('SUPPORT_UNKNOWN_ORDER', 'SUPPORT_ORDER_CANCELLED', 'SUPPORT_ORDER_COMPLETION_DAY')
  complete(
    @Param() { orderId }: OrderPath,
    @Body() { completedOn }: CompleteOrderBody,
    @Origin() origin: CommandOrigin,
  ): Promise<OrderReceiptAnswer> {
    return this.desk.complete(orderId, completedOn, origin);
  }
}

function answerOf({ orders: found, more }: FoundOrders): OrdersAnswer {
  return { orders: found.map(withoutComment), more };
}

function withoutComment({ comment, payments, refundAgreedKopecks, ...card }: OrderCard): OrderAnswer {
  void payments;
  void refundAgreedKopecks;
  return { ...card, commented: comment !== null };
}
