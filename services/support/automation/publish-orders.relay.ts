import { DataOf, orderCharged, orderChargeWithdrawn } from '#libs/contracts';
import { RecordedEvent } from '#libs/kernel';
import { RelayTranslation } from '#libs/messaging';
import { OrderCharged, OrderChargeWithdrawn } from '../domain/order.events';

/** Tells billing which orders are owed and which are not after all, in the order of each account. */
export const ORDERS_RELAY: RelayTranslation = {
  service: 'support',
  handles: ['OrderCharged', 'OrderChargeWithdrawn'] satisfies (OrderCharged | OrderChargeWithdrawn)['type'][],
  translate(recorded: RecordedEvent) {
    const event = recorded as RecordedEvent & (OrderCharged | OrderChargeWithdrawn);
    const key = event.data.account;
    if (event.type === 'OrderCharged') {
      const { account, orderId, title, payee, quantity, unit, unitPriceKopecks, amountKopecks, chargedOn } = event.data;
      const sums = { quantity, unit, unitPriceKopecks, amountKopecks };
      const reason = event.data.because && { because: event.data.because };
      const data: DataOf<typeof orderCharged> = { account, orderId, title, payee, ...sums, chargedOn, ...reason };
      return { contract: orderCharged.name, key, data };
    }
    const { account, orderId, cancelledOn, because } = event.data;
    const data: DataOf<typeof orderChargeWithdrawn> = { account, orderId, cancelledOn, because };
    return { contract: orderChargeWithdrawn.name, key, data };
  },
};
