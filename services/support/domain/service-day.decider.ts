import { Decider, Rejection, unreachable } from '#libs/kernel';
import { ReleaseSlot, ServiceDayCommand, TakeSlot } from './service-day.commands';
import { ServiceDayEvent } from './service-day.events';

/** The orders that have a place on the day. */
export interface ServiceDayState {
  readonly orders: readonly string[];
}

/**
 * The places of a service on a day. Everybody who wants one writes to the same stream, so that the last one goes to
 * whoever was first, and the other is told at once.
 */
export const serviceDayDecider: Decider<ServiceDayState, ServiceDayCommand, ServiceDayEvent> = {
  initialState: () => ({ orders: [] }),
  evolve(state, event) {
    const { orderId } = event.data;
    switch (event.type) {
      case 'SlotTaken':
        return { orders: [...state.orders, orderId] };
      case 'SlotReleased':
        return { orders: state.orders.filter((one) => one !== orderId) };
      default:
        return unreachable(event);
    }
  },
  decide(command, state) {
    switch (command.kind) {
      case 'TakeSlot':
        return takeSlot(command, state);
      case 'ReleaseSlot':
        return releaseSlot(command, state);
      default:
        return unreachable(command);
    }
  },
};

/** An order that has its place already keeps it. */
export function takeSlot(command: TakeSlot, state: ServiceDayState): readonly ServiceDayEvent[] | Rejection {
  const { serviceId, day, orderId, slotsPerDay, today } = command;
  if (state.orders.includes(orderId)) return [];
  if (state.orders.length >= slotsPerDay) return new Rejection('SUPPORT_NO_FREE_SLOT', { serviceId, day });
  return [{ type: 'SlotTaken', version: 1, data: { serviceId, day, orderId, takenOn: today } }];
}

/** A place that the order does not have is free already. */
export function releaseSlot(command: ReleaseSlot, state: ServiceDayState): readonly ServiceDayEvent[] {
  const { serviceId, day, orderId, today } = command;
  if (!state.orders.includes(orderId)) return [];
  return [{ type: 'SlotReleased', version: 1, data: { serviceId, day, orderId, releasedOn: today } }];
}
