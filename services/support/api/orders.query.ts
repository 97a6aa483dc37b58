import { Inject, Injectable } from '@nestjs/common';
import { EventStore } from '#libs/event-store';
import { CivilDate, fold, RecordedEvent, RejectedError, Rejection } from '#libs/kernel';
import { EVENT_STORE, READ_MODELS } from '#libs/platform';
import { Query, ReadModels } from '#libs/read-models';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { OrderEvent } from '../domain/order.events';
import { OrderRefundPlan, planOrderRefund } from '../domain/order-refund.policy';
import { OrderCard, orders, OrderStateName, RefundStep } from '../projections/orders.projection';

export interface OrdersQuestion {
  readonly state?: OrderStateName | undefined;
  readonly refund?: 'due' | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
  readonly limit: number;
}

export interface FoundOrders {
  readonly orders: readonly OrderCard[];
  readonly more: boolean;
}

const OPEN_STATES: readonly OrderStateName[] = ['placed', 'confirmed'];

@Injectable()
export class OrdersQuery {
  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly store: Pick<EventStore, 'readStream'>,
  ) {}

  /** Those of an account, the latest visit first. */
  ofAccount(account: string, limit: number): Promise<FoundOrders> {
    return this.find({ where: { account }, orderBy: ['-visit_on'] }, limit);
  }

  /** Those of an account whose work is still to be done, the next visit first; so many at most. */
  async openOf(account: string, limit: number): Promise<readonly OrderCard[]> {
    const found = await Promise.all(
      OPEN_STATES.map((state) => this.find({ where: { account, state }, orderBy: ['visit_on'] }, limit)),
    );
    const open = found.flatMap(({ orders: some }) => some);
    return open.sort((left, right) => (left.visitOn < right.visitOn ? -1 : 1)).slice(0, limit);
  }

  /** The office's work, the next visit first. */
  byVisit({ state, refund, from, to, limit }: OrdersQuestion): Promise<FoundOrders> {
    const days = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
    const where = {
      ...(state === undefined ? {} : { state }),
      ...(refund === undefined ? {} : { refund_due: 1 }),
      ...(from === undefined && to === undefined ? {} : { visit_on: days }),
    };
    return this.find({ where, orderBy: ['visit_on'] }, limit);
  }

  /** Orders of which money has to go back, the earliest visit first: to be asked for, or waited for at the bank. */
  async refunds(step: RefundStep, limit: number): Promise<FoundOrders> {
    return this.find({ where: { refund_step: step }, orderBy: ['visit_on'] }, limit);
  }

  /** What a second person is to agree to. Throws RejectedError with what `planOrderRefund` refuses. */
  async proposeRefund(orderId: string, reason: string): Promise<OrderRefundPlan> {
    const history = await this.store.readStream(orderStream(orderId));
    const state = fold(orderDecider, history as unknown as readonly (OrderEvent & RecordedEvent)[]);
    const plan = planOrderRefund({ orderId, reason }, state);
    if (plan instanceof Rejection) throw new RejectedError(plan);
    return plan;
  }

  /** Throws RejectedError SUPPORT_UNKNOWN_ORDER. */
  async one(orderId: string): Promise<OrderCard> {
    const row = await this.readModels.get(orders, orderId);
    if (row === null) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_ORDER', { orderId }));
    return row.document;
  }

  private async find(query: Pick<Query, 'where' | 'orderBy'>, limit: number): Promise<FoundOrders> {
    const rows = await this.readModels.find(orders, { ...query, limit: limit + 1 });
    return { orders: rows.slice(0, limit).map(({ document }) => document), more: rows.length > limit };
  }
}
