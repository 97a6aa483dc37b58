import { Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { awayIn, unlessAway } from '#libs/gateway';
import { addDays, RejectedError } from '#libs/kernel';
import { cataloguedError, wordsOf } from '#libs/platform';
import { FieldError } from '#libs/web';
import { PAYMENTS_CLIENT, PaymentsClient } from '#services/payments/api/client';
import {
  COMMENT_CHARACTERS_LIMIT,
  OfferedService,
  ORDERS_CLIENT,
  OrdersClient,
  PARTS_OF_DAY,
  PAYMENT_WAYS,
  ResidentOrder,
} from '#services/support/api/client';
import { FormTokens } from '../api/form-token';
import { Ordering } from '../api/ordering';
import { SignedIn, Visitor } from '../api/visitor';
import { FORM_TOKENS } from '../tokens';
import { Form, isPerhapsDone, readCommandForm } from './form';
import { leadToBank } from './lead-to-bank';
import { goTo, newFormKey, originOf } from './page-request';
import { Pages } from './pages';
import { NOTHING_TYPED, OrderCheckPage, OrderFormPage, TypedOrder } from './pages/order-form.page';
import { ServicesPage } from './pages/services.page';

const DAY_NOT_FREE = 'В этот день прийти некому. Выберите день из списка.';
const COMMENT_NOT_TAKEN: FieldError = {
  field: 'comment',
  message:
    'Слова для специалиста сейчас не записываются, и заказ пока не отправлен. Попробуйте через несколько минут или закажите без них.',
};
const FIELDS = /^(visitOn|partOfDay|quantity|comment|paid|step)$/;
/** Which field a refusal is about; whatever is not here is about the day. */
const FIELD_OF: Readonly<Record<string, string>> = {
  SUPPORT_ORDER_QUANTITY: 'quantity',
  SUPPORT_ORDER_COMMENT_TOO_LONG: 'comment',
  IDENTITY_PERSON_ERASED: 'comment',
};

/** The catalogue of additional services, and ordering from it. */
@ApiExcludeController()
@Controller('services')
export class ServicesPagesController {
  constructor(
    @Inject(ORDERS_CLIENT) private readonly orders: OrdersClient,
    @Inject(PAYMENTS_CLIENT) private readonly payments: PaymentsClient,
    @Inject(FORM_TOKENS) private readonly tokens: FormTokens,
    private readonly ordering: Ordering,
    private readonly pages: Pages,
  ) {}

  @Get()
  async catalogue(@Req() request: Request, @Res() response: Response, @SignedIn() _visitor: Visitor): Promise<void> {
    const services = await this.orders.services();
    await this.pages.show(request, response, {
      title: 'Дополнительные услуги',
      children: () => <ServicesPage services={services} />,
    });
  }

  @Get(':serviceId/order')
  async form(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('serviceId') serviceId: string,
  ): Promise<void> {
    const service = await this.orders.service(serviceId);
    await this.showForm(request, response, { visitor, service, typed: NOTHING_TYPED, errors: [], key: newFormKey() });
  }

  /** First the check, then the order; «Изменить» leads back with everything that was typed. */
  @Post(':serviceId/order')
  async order(
    @Req() request: Request,
    @Res() response: Response,
    @SignedIn() visitor: Visitor,
    @Param('serviceId') serviceId: string,
  ): Promise<void> {
    const form = readCommandForm(request, this.tokens, FIELDS);
    const typed = typedOf(form);
    const { key } = form;
    if (form['step'] === 'place' && (await this.isWithdrawn(serviceId))) {
      // What was sent before leads to its order; what is new is refused.
      const { order } = orderTyped(typed, { quantityLimit: Number.MAX_SAFE_INTEGER });
      if (order !== null) return this.place(request, response, { visitor, serviceId, typed, key }, order);
    }
    const service = await this.orders.service(serviceId);
    const asked = { visitor, service, typed, key };
    if (form['step'] === 'change') return this.showForm(request, response, { ...asked, errors: [] });
    const { order, errors } = orderTyped(typed, service);
    if (order === null) return this.showForm(request, response, { ...asked, errors });
    if (form['step'] !== 'place') {
      const days = await this.orders.freeDays(serviceId);
      if (days.some(({ day, free }) => day === order.visitOn && free > 0)) {
        return this.showCheck(request, response, asked, order);
      }
      return this.showForm(request, response, { ...asked, errors: [{ field: 'visitOn', message: DAY_NOT_FREE }] });
    }
    try {
      await this.place(request, response, { visitor, serviceId, typed, key }, order);
    } catch (error) {
      // Billing knows with whose key words to the specialist are sealed; nothing else of an order needs it.
      const away = awayIn(error);
      if (away?.service === 'billing' && !isPerhapsDone(request, away)) {
        return this.showForm(request, response, { ...asked, status: 503, errors: [COMMENT_NOT_TAKEN] });
      }
      if (!(error instanceof RejectedError)) throw error;
      const { rejection } = error;
      const fault = { field: FIELD_OF[rejection.code] ?? 'visitOn', message: wordsOf(rejection) };
      const status = cataloguedError(rejection.code)?.status === 429 ? 429 : 422;
      // Whoever went back to an order that was placed, and changed it, means another one.
      const another = rejection.code === 'COMMAND_ID_REUSED' ? { key: newFormKey() } : {};
      await this.showForm(request, response, { ...asked, ...another, status, errors: [fault] });
    }
  }

  private async isWithdrawn(serviceId: string): Promise<boolean> {
    return this.orders.service(serviceId).then(
      () => false,
      (error: unknown) => error instanceof RejectedError && error.rejection.code === 'SUPPORT_SERVICE_WITHDRAWN',
    );
  }

  private async place(
    request: Request,
    response: Response,
    { visitor, serviceId, typed, key }: Pick<Asked, 'visitor' | 'typed' | 'key'> & { readonly serviceId: string },
    order: CheckedOrder,
  ): Promise<void> {
    const { account } = visitor;
    const { comment } = typed;
    const origin = originOf(request, visitor, key);
    const { orderId, payment } = await this.ordering.placeAndPay({ ...order, account, serviceId, comment }, origin);
    if (typeof payment !== 'string') return leadToBank(response, this.payments, payment);
    goTo(response, `/orders/${orderId}?done=${payment === 'not_begun' ? 'unpaid' : 'placed'}`);
  }

  private async showForm(request: Request, response: Response, asked: Asked): Promise<void> {
    const { visitor, service, typed, errors, key, status } = asked;
    const days = await this.orders.freeDays(service.serviceId);
    await this.pages.show(request, response, {
      title: `Заказ: ${service.name}`,
      errors,
      isStep: true,
      ...(status !== undefined && { status }),
      children: ({ token }) => (
        <OrderFormPage
          service={service}
          days={days}
          typed={typed}
          errors={errors}
          token={token}
          account={visitor.account}
          formKey={key}
        />
      ),
    });
  }

  private async showCheck(
    request: Request,
    response: Response,
    { visitor, service, typed, key }: Omit<Asked, 'errors'>,
    order: CheckedOrder,
  ): Promise<void> {
    const online = await unlessAway(this.payments.online());
    await this.pages.show(request, response, {
      title: 'Проверьте заказ',
      isStep: true,
      children: ({ token }) => (
        <OrderCheckPage
          service={service}
          order={typed}
          isOnline={online?.isOffered ?? false}
          amountKopecks={order.quantity * service.unitPriceKopecks}
          changeableUntil={addDays(order.visitOn, -service.changeDaysBefore)}
          token={token}
          account={visitor.account}
          formKey={key}
        />
      ),
    });
  }
}

interface Asked {
  readonly visitor: Visitor;
  readonly service: OfferedService;
  readonly typed: TypedOrder;
  readonly errors: readonly FieldError[];
  /** Of the answer; by whether there are errors where absent. */
  readonly status?: number;
  readonly key: string;
}

type CheckedOrder = Omit<ResidentOrder, 'account' | 'serviceId' | 'comment'>;

function typedOf(form: Form): TypedOrder {
  const { visitOn = '', partOfDay = '', quantity = '', comment = '', paid = '' } = form;
  return { visitOn, partOfDay, quantity, comment, paid };
}

/** The order as it was meant; null where a field says nothing that could be ordered. */
function orderTyped(
  typed: TypedOrder,
  { quantityLimit }: Pick<OfferedService, 'quantityLimit'>,
): { readonly order: CheckedOrder | null; readonly errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const { visitOn } = typed;
  const quantity = /^\d{1,3}$/.test(typed.quantity) ? Number(typed.quantity) : 0;
  const partOfDay = PARTS_OF_DAY.find((part) => part === typed.partOfDay);
  const paid = PAYMENT_WAYS.find((way) => way === typed.paid);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(visitOn)) errors.push({ field: 'visitOn', message: 'Выберите день из списка.' });
  if (partOfDay === undefined) errors.push({ field: 'partOfDay', message: 'Выберите, когда Вам удобнее.' });
  if (quantity < 1 || quantity > quantityLimit) {
    errors.push({ field: 'quantity', message: `Введите число от 1 до ${String(quantityLimit)}.` });
  }
  if (typed.comment.length > COMMENT_CHARACTERS_LIMIT) {
    errors.push({ field: 'comment', message: `Сократите до ${String(COMMENT_CHARACTERS_LIMIT)} знаков.` });
  }
  if (paid === undefined) errors.push({ field: 'paid', message: 'Выберите, как оплатить.' });
  if (errors.length > 0 || partOfDay === undefined || paid === undefined) return { order: null, errors };
  return { order: { visitOn, partOfDay, quantity, paid }, errors };
}
