import { CivilDate, DomainEvent } from '#libs/kernel';

/** One of the orders that a day has room for is taken. */
export type SlotTaken = DomainEvent<
  'SlotTaken',
  { readonly serviceId: string; readonly day: CivilDate; readonly orderId: string; readonly takenOn: CivilDate }
>;

/** A place of the day is free again: the order was cancelled, moved, or never came about. */
export type SlotReleased = DomainEvent<
  'SlotReleased',
  { readonly serviceId: string; readonly day: CivilDate; readonly orderId: string; readonly releasedOn: CivilDate }
>;

/** One service on one day, stream `support_service_day-<service>_<year>_<month>_<day>`. */
export type ServiceDayEvent = SlotTaken | SlotReleased;

export const SERVICE_DAY_EVENT_TYPES: readonly ServiceDayEvent['type'][] = ['SlotTaken', 'SlotReleased'];
