import { Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { unlessAway } from '#libs/gateway';
import { Clock, isCivilDate, RejectedError } from '#libs/kernel';
import { CLOCK, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import { FreeDay, ORDERS_CLIENT, OrdersClient, OwnOrder, PARTS_OF_DAY } from '#services/support/api/client';
import { FormTokens } from '../api/form-token';
import { Ordering } from '../api/ordering';
import { SignedIn, Visitor } from '../api/visitor';
import { WAIT_UNTIL_SEEN, WaitUntilSeen } from '../settings';
import { FORM_TOKENS } from '../tokens';
import { readCommandForm } from './form';
import { leadToBank } from './lead-to-bank';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { refusedAt } from './payment-client-errors';
import { OrderNews, OrderPage, OrdersPage } from './pages/orders.page';

const NEWS: readonly OrderNews[] = ['placed', 'unpaid', 'cancelled', 'moved'];

/** What was ordered, how it stands, and changing it while there is time. */
@ApiExcludeController()
@Controller('orders')
export class OrdersPagesController {
  constructor(
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    @Inject(WAIT_UNTIL_SEEN) private readonly untilSeen: WaitUntilSeen,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly ordering: Ordering,
    private readonly pages: Pages,
  ) {}

  @Get()
  async all(@Req() request: Request, @Res() response: Response, @SignedIn() { account }: Visitor): Promise<void> {
    const orders = await this.orders.orders(account);
    await this.pages.show(request, response, {
      title: 'Мои заказы',
      children: () => <OrdersPage orders={orders} />,
    });
  }

  @Get(':orderId')
  async one(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('orderId') orderId: string,
    @Query() query: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const order = await this.orders.order(visitor.account, orderId);
    const news = NEWS.find((one) => one === query['done']) ?? null;
    await this.show(request, response, visitor, { order, news, typed: placeOf(order), errors: [] });
  }

  @Post(':orderId/cancel')
  async cancel(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('orderId') orderId: string,
  ): Promise<void> {
    const { key } = readCommandForm(request, this.tokens, /^$/);
    const { position } = await this.orders.cancelOrder(visitor.account, orderId, originOf(request, visitor, key));
    await this.untilSeen(position);
    goTo(response, `/orders/${orderId}?done=cancelled`);
  }

  @Post(':orderId/reschedule')
  async reschedule(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('orderId') orderId: string,
  ): Promise<void> {
    const form = readCommandForm(request, this.tokens, /^(visitOn|partOfDay)$/);
    const order = await this.orders.order(visitor.account, orderId);
    const { visitOn = '', partOfDay: part = '' } = form;
    const refuse = (message: string) =>
      this.show(request, response, visitor, {
        order,
        news: null,
        typed: { visitOn, partOfDay: part },
        errors: [{ field: 'visitOn', message }],
      });
    const partOfDay = PARTS_OF_DAY.find((one) => one === part);
    if (!isCivilDate(visitOn) || partOfDay === undefined) return refuse('Выберите день из списка.');
    try {
      const origin = originOf(request, visitor, form.key);
      const { position } = await this.orders.rescheduleOrder(visitor.account, orderId, { visitOn, partOfDay }, origin);
      await this.untilSeen(position);
      goTo(response, `/orders/${orderId}?done=moved`);
    } catch (error) {
      if (!(error instanceof RejectedError)) throw error;
      await refuse(wordsOf(error.rejection));
    }
  }

  /** Leads to the bank with the sum that the order itself names. */
  @Post(':orderId/pay')
  async pay(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('orderId') orderId: string,
  ): Promise<void> {
    const { key } = readCommandForm(request, this.tokens, /^$/);
    const { account } = visitor;
    try {
      const started = await this.ordering.pay(account, orderId, originOf(request, visitor, key));
      await leadToBank(response, this.payments, started);
    } catch (error) {
      // Paid, charged or cancelled meanwhile: the page says so, and nothing is paid twice.
      if (isRefusedBy(error, 'CABINET_ORDER_NOT_PAYABLE')) return goTo(response, `/orders/${orderId}`);
      if (isRefusedBy(error, 'SUPPORT_UNKNOWN_ORDER')) throw error;
      const order = await this.orders.order(account, orderId);
      const errors = [refusedAt(error, () => 'pay')];
      await this.show(request, response, visitor, { order, news: null, typed: placeOf(order), errors });
    }
  }

  private async show(
    request: Request,
    response: Response,
    { account }: Visitor,
    shown: {
      readonly order: OwnOrder;
      readonly news: OrderNews | null;
      readonly typed: { readonly visitOn: string; readonly partOfDay: string };
      readonly errors: readonly FieldError[];
    },
  ): Promise<void> {
    const [days, online] = await Promise.all([this.daysFor(shown.order), unlessAway(this.payments.online())]);
    await this.pages.show(request, response, {
      title: `Заказ: ${shown.order.title}`,
      errors: shown.errors,
      children: ({ token, timeZone }) => (
        <OrderPage
          {...shown}
          days={days}
          today={this.clock.today()}
          timeZone={timeZone}
          token={token}
          account={account}
          newKey={newFormKey}
          isOnline={online?.isOffered ?? false}
        />
      ),
    });
  }

  /** Days that have room, and the order's own: on that one it may move to another part of the day. */
  private async daysFor({ serviceId, state, visitOn, changeableUntil }: OwnOrder): Promise<readonly FreeDay[]> {
    const isOpen = (state === 'placed' || state === 'confirmed') && this.clock.today() <= changeableUntil;
    if (!isOpen) return [];
    try {
      const days = await this.orders.freeDays(serviceId);
      return days.filter(({ day, free }) => free > 0 || day === visitOn);
    } catch (error) {
      // A service that was withdrawn cannot be moved, only cancelled.
      if (error instanceof RejectedError) return [];
      throw error;
    }
  }
}

function isRefusedBy(error: unknown, code: string): boolean {
  return error instanceof RejectedError && error.rejection.code === code;
}

function placeOf({ visitOn, partOfDay }: OwnOrder) {
  return { visitOn, partOfDay };
}
