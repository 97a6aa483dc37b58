import { CivilDate } from '#libs/kernel';

export interface TakeSlot {
  readonly kind: 'TakeSlot';
  readonly serviceId: string;
  readonly day: CivilDate;
  readonly orderId: string;
  readonly slotsPerDay: number;
  readonly today: CivilDate;
}

export interface ReleaseSlot {
  readonly kind: 'ReleaseSlot';
  readonly serviceId: string;
  readonly day: CivilDate;
  readonly orderId: string;
  readonly today: CivilDate;
}

export type ServiceDayCommand = TakeSlot | ReleaseSlot;

export function serviceDayStream(serviceId: string, day: CivilDate): string {
  return `support_service_day-${serviceId}_${day.replaceAll('-', '_')}`;
}
