import { CivilDate, RecordedEvent, unreachable } from '#libs/kernel';
import { Projection } from '#libs/read-models';
import { SERVICE_DAY_EVENT_TYPES, ServiceDayEvent } from '../domain/service-day.events';

export interface TakenSlot {
  readonly orderId: string;
  readonly takenOn: CivilDate;
}

export interface ServiceDayRow {
  readonly serviceId: string;
  readonly day: CivilDate;
  readonly taken: readonly TakenSlot[];
}

/** How many places of a service are taken on a day, and by which orders? */
export const serviceDays: Projection<ServiceDayRow> = {
  name: 'support.service-days',
  version: 1,
  handles: SERVICE_DAY_EVENT_TYPES,
  keysOf: (event) => [serviceDayKey((event as ServiceDayEvent & RecordedEvent).data)],
  columns: { service_id: 'text', day: 'text', taken: 'integer' },
  columnsOf: ({ serviceId, day, taken }) => ({ service_id: serviceId, day, taken: taken.length }),
  indexes: [['service_id', 'day'], ['day']],
  evolve(row, recorded) {
    const event = recorded as ServiceDayEvent & RecordedEvent;
    const { serviceId, day, orderId } = event.data;
    const taken = row?.taken ?? [];
    switch (event.type) {
      case 'SlotTaken':
        return { serviceId, day, taken: [...taken, { orderId, takenOn: event.data.takenOn }] };
      case 'SlotReleased':
        return { serviceId, day, taken: taken.filter((slot) => slot.orderId !== orderId) };
      default:
        return unreachable(event);
    }
  },
};

export function serviceDayKey({ serviceId, day }: Pick<ServiceDayRow, 'serviceId' | 'day'>): string {
  return `${serviceId} ${day}`;
}
