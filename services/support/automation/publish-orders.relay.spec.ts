import { orderCharged, orderChargeWithdrawn } from '#libs/contracts';
import { recordedEvents } from '#libs/testing';
import { OrderCharged, OrderChargeWithdrawn } from '../domain/order.events';
import { ORDERS_RELAY } from './publish-orders.relay';

const publish = (event: OrderCharged | OrderChargeWithdrawn) => ORDERS_RELAY.translate(recordedEvents([event])[0]!);

describe('what support tells billing', () => {
  it('of an order that is owed is what the contract says, in the order of its account', () => {
    const data: OrderCharged['data'] = {
      orderId: 'o-1',
      account: '0017',
      title: 'Вызов электрика',
      payee: 'main',
      quantity: 2,
      unit: 'час',
      unitPriceKopecks: 75_050,
      amountKopecks: 150_100,
      chargedOn: '2026-10-15',
    };
    const message = publish({ type: 'OrderCharged', version: 1, data });
    expect(message).toMatchObject({ contract: 'support.order-charged.v1', key: '0017' });
    expect(orderCharged.schema.strict().parse(message?.data)).toEqual(data);
    const again = { ...data, because: 'payment_returned' as const };
    const second = publish({ type: 'OrderCharged', version: 1, data: again });
    expect(orderCharged.schema.strict().parse(second?.data)).toEqual(again);
  });

  it('of an order that is not owed after all is what the contract says', () => {
    const data: OrderChargeWithdrawn['data'] = {
      orderId: 'o-1',
      account: '0017',
      because: 'no_access',
      cancelledOn: '2026-10-20',
    };
    const message = publish({ type: 'OrderChargeWithdrawn', version: 1, data });
    expect(message).toMatchObject({ contract: 'support.order-charge-withdrawn.v1', key: '0017' });
    expect(orderChargeWithdrawn.schema.strict().parse(message?.data)).toEqual(data);
  });

  it('is nothing else', () => {
    expect(ORDERS_RELAY.handles).toEqual(['OrderCharged', 'OrderChargeWithdrawn']);
  });
});
