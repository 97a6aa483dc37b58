import { Inject, Injectable } from '@nestjs/common';
import { RejectedError, Rejection } from '#libs/kernel';
import { PersonVault } from '#libs/person-vault';
import { CommandOrigin, PERSON_VAULT } from '#libs/platform';
import { OrderCard } from '../../projections/orders.projection';
import { AdditionalServicesQuery } from '../additional-services.query';
import { commentPurpose, OrderDesk } from '../order-desk';
import { ORDERS_PAGE_LIMIT } from '../orders.dto';
import { OrdersQuery } from '../orders.query';
import { OrdersClient, OwnOrder, PartOfDay, ResidentOrder } from './orders-client';

/** Additional services in the same process. */
@Injectable()
export class EmbeddedOrdersClient implements OrdersClient {
  constructor(
    @Inject(PERSON_VAULT) private readonly vault: PersonVault,
    private readonly catalogue: AdditionalServicesQuery,
    private readonly query: OrdersQuery,
    private readonly desk: OrderDesk,
  ) {}

  services() {
    return this.catalogue.offered();
  }

  service(serviceId: string) {
    return this.catalogue.inForce(serviceId);
  }

  freeDays(serviceId: string) {
    return this.catalogue.days(serviceId);
  }

  placeOrder(order: ResidentOrder, origin: CommandOrigin) {
    return this.desk.place({ ...order, by: 'resident' }, origin);
  }

  async orders(account: string): Promise<readonly OwnOrder[]> {
    const { orders } = await this.query.ofAccount(account, ORDERS_PAGE_LIMIT);
    return Promise.all(orders.map((card) => this.opened(card)));
  }

  async order(account: string, orderId: string): Promise<OwnOrder> {
    const card = await this.query.one(orderId);
    if (card.account !== account) throw new RejectedError(new Rejection('SUPPORT_UNKNOWN_ORDER', { orderId }));
    return this.opened(card);
  }

  async cancelOrder(account: string, orderId: string, origin: CommandOrigin) {
    await this.desk.requireOwn(account, orderId);
    return this.desk.cancel(orderId, { because: 'resident_asked', by: 'resident' }, origin);
  }

  async rescheduleOrder(
    account: string,
    orderId: string,
    to: { readonly visitOn: string; readonly partOfDay: PartOfDay },
    origin: CommandOrigin,
  ) {
    await this.desk.requireOwn(account, orderId);
    return this.desk.reschedule(orderId, { ...to, by: 'resident' }, origin);
  }

  private async opened({ comment, payments, refundAgreedKopecks, ...card }: OrderCard): Promise<OwnOrder> {
    void payments;
    void refundAgreedKopecks;
    const text = comment && (await this.vault.open(comment.personId, commentPurpose(card.orderId), comment.sealedText));
    return { ...card, commented: comment !== null, comment: text };
  }
}
