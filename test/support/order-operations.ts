import { WholeStack } from '../../libs/testing/whole-stack';
import { additionalServiceDecider, additionalServiceStream, ServiceTerms } from '../../services/support';
import { OrderDesk } from '../../services/support/api/order-desk';
import { Expectation } from './documented-api';

const TERMS: ServiceTerms = {
  name: 'Замена смесителя',
  description: 'Снимем старый, поставим новый.',
  unit: 'шт.',
  unitPriceKopecks: 145_000,
  quantityLimit: 3,
  leadDays: 0,
  horizonDays: 60,
  slotsPerDay: 4,
  doneOn: 'every_day',
  changeDaysBefore: 0,
};
/** By what is done to each in the tests of the operations. */
const SERVICES = ['S-ORDERED', 'S-CHANGED', 'S-WITHDRAWN'];
const PLACES = ['confirmed', 'moved', 'cancelled', 'completed'] as const;

/** The orders that the operations are asked about, by what is done to each. */
export type PlacedOrders = Readonly<Record<(typeof PLACES)[number], string>>;

/** Services of the catalogue, and an order for each operation. */
export async function placeOrders(stack: WholeStack, account: string, today: string): Promise<PlacedOrders> {
  const { commands } = stack.kvitok.stack;
  for (const serviceId of SERVICES) {
    const offered = await commands.execute({
      stream: additionalServiceStream(serviceId),
      decider: additionalServiceDecider,
      command: { kind: 'OfferAdditionalService' as const, serviceId, from: '2026-04-01', terms: TERMS },
      commandId: `test:offer:${serviceId}`,
      actor: 'staff:test',
    });
    expect(offered.kind).toBe('done');
  }
  await stack.kvitok.drain();
  const desk = stack.kvitok.app.get(OrderDesk);
  const place = async (name: string) => {
    const commandId = `test:order:${name}`;
    const wanted = { account, serviceId: 'S-ORDERED', quantity: 1, visitOn: today, partOfDay: 'morning' as const };
    const said = { paid: 'on_slip' as const, comment: null, by: 'office' as const };
    const origin = { commandId, correlationId: commandId, causationId: null, actor: 'staff:test', input: undefined };
    return (await desk.place({ ...wanted, ...said }, origin)).orderId;
  };
  const ids: [string, string][] = [];
  for (const name of PLACES) ids.push([name, await place(name)]);
  return Object.fromEntries(ids) as unknown as PlacedOrders;
}

const unknownService = ['SUPPORT_UNKNOWN_SERVICE', { path: { serviceId: 'S-9999' } }] as const;
const unknownOrder = ['SUPPORT_UNKNOWN_ORDER', { path: { orderId: 'o-9999' } }] as const;
const tooEarly = ['SUPPORT_SERVICE_CHANGE_TOO_EARLY', { body: { from: '2026-03-01' } }] as const;

/** What is asked of additional services and of orders for them. */
export function orderOperations(account: string, orders: PlacedOrders): Record<string, Expectation> {
  return {
    AdditionalServices_offered: { valid: { query: { on: '2026-04-10' } }, foreign: [] },
    AdditionalServices_days: { valid: { path: { serviceId: 'S-ORDERED' } }, foreign: [unknownService] },
    AdditionalServices_offer: {
      valid: { body: { ...TERMS, serviceId: 'S-NEW', from: '2026-04-20' } },
      foreign: [
        ['SUPPORT_SERVICE_EXISTS', { body: { serviceId: 'S-ORDERED' } }],
        ['SUPPORT_SERVICE_TERMS', { body: { leadDays: 61 } }],
      ],
    },
    AdditionalServices_change: {
      valid: { path: { serviceId: 'S-CHANGED' }, body: { ...TERMS, unitPriceKopecks: 150_000, from: '2026-04-20' } },
      foreign: [unknownService, tooEarly],
    },
    AdditionalServices_withdraw: {
      valid: { path: { serviceId: 'S-WITHDRAWN' }, body: { from: '2026-04-20' } },
      foreign: [unknownService, tooEarly],
    },
    Orders_byVisit: { valid: { query: { state: 'placed', limit: '10' } }, foreign: [] },
    Orders_ofAccount: { valid: { path: { account } }, foreign: [] },
    Orders_one: { valid: { path: { orderId: orders.confirmed } }, foreign: [unknownOrder] },
    Orders_confirm: { valid: { path: { orderId: orders.confirmed } }, foreign: [unknownOrder] },
    // A place of the other day is taken, the order is moved, the place of the first day is given back.
    Orders_reschedule: {
      valid: { path: { orderId: orders.moved }, body: { visitOn: '2026-04-15', partOfDay: 'afternoon' } },
      foreign: [unknownOrder, ['SUPPORT_ORDER_DAY_OVER', { body: { visitOn: '2026-04-09' } }]],
      events: 3,
    },
    // The order, and the place of its day.
    Orders_cancel: {
      valid: { path: { orderId: orders.cancelled }, body: { because: 'resident_asked' } },
      foreign: [unknownOrder],
      events: 2,
    },
    // It is done, and its sum is owed.
    Orders_complete: {
      valid: { path: { orderId: orders.completed }, body: { completedOn: '2026-04-10' } },
      foreign: [unknownOrder, ['SUPPORT_ORDER_COMPLETION_DAY', { body: { completedOn: '2026-04-11' } }]],
      events: 2,
    },
  };
}
