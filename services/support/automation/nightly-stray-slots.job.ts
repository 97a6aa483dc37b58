import { CommandHandler, EventStore } from '#libs/event-store';
import { CivilDate, fold } from '#libs/kernel';
import { pagesByKey, ReadModels } from '#libs/read-models';
import { orderStream } from '../domain/order.commands';
import { orderDecider } from '../domain/order.decider';
import { OrderEvent } from '../domain/order.events';
import { serviceDayStream } from '../domain/service-day.commands';
import { serviceDayDecider } from '../domain/service-day.decider';
import { orders } from '../projections/orders.projection';
import { ServiceDayRow, serviceDays } from '../projections/service-days.projection';

export interface StraySlotsParts {
  readonly readModels: Pick<ReadModels, 'find' | 'getMany'>;
  readonly commandHandler: Pick<CommandHandler, 'executeMany'>;
  readonly store: Pick<EventStore, 'readStream'>;
}

export interface StraySlot {
  readonly serviceId: string;
  readonly day: CivilDate;
  readonly orderId: string;
}

/** Days that are read at once. */
const PAGE_LIMIT = 500;

/**
 * Places that are taken for an order which has no use of them: a process ended between taking a place and placing the
 * order, or between cancelling or moving an order and giving its place back. A place of today is left alone: its order
 * may be on its way. The read models only tell where to look: they may be behind, and a place that is in use must not
 * be given away, so that each order is asked itself.
 */
export async function listStraySlots(
  { readModels, store }: Pick<StraySlotsParts, 'readModels' | 'store'>,
  date: CivilDate,
): Promise<StraySlot[]> {
  const strays: StraySlot[] = [];
  const query = { where: { day: { from: date } }, limit: PAGE_LIMIT };
  for await (const page of pagesByKey(readModels, serviceDays, query)) {
    for (const { document } of page) {
      for (const slot of await seeminglyStray(readModels, document, date)) {
        if (!(await isUsed(store, slot))) strays.push(slot);
      }
    }
  }
  return strays;
}

async function seeminglyStray(
  readModels: StraySlotsParts['readModels'],
  { serviceId, day, taken }: ServiceDayRow,
  date: CivilDate,
): Promise<StraySlot[]> {
  const old = taken.filter(({ takenOn }) => takenOn < date);
  const known = await readModels.getMany(
    orders,
    old.map(({ orderId }) => orderId),
  );
  return old.flatMap(({ orderId }) => {
    const card = known.get(orderId)?.document;
    const seemsUsed = card !== undefined && card.state !== 'cancelled' && card.visitOn === day;
    return seemsUsed ? [] : [{ serviceId, day, orderId }];
  });
}

async function isUsed(store: StraySlotsParts['store'], { day, orderId }: StraySlot): Promise<boolean> {
  const history = await store.readStream(orderStream(orderId));
  const order = fold(orderDecider, history as unknown as readonly OrderEvent[]);
  return order.status !== 'unknown' && order.status !== 'cancelled' && order.visitOn === day;
}

/** Gives stray places back; answers how many. A second run of a date gives none. */
export async function releaseStraySlots(parts: StraySlotsParts, date: CivilDate): Promise<number> {
  const strays = await listStraySlots(parts, date);
  const results = await parts.commandHandler.executeMany(
    strays.map(({ serviceId, day, orderId }) => ({
      stream: serviceDayStream(serviceId, day),
      decider: serviceDayDecider,
      command: { kind: 'ReleaseSlot' as const, serviceId, day, orderId, today: date },
      commandId: `stray-slot:${date}:${serviceId}:${day}:${orderId}`,
      actor: 'night',
    })),
  );
  return results.filter((result) => result.kind === 'done' && result.events.length > 0).length;
}
