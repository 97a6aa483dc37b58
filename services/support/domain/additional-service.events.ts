import { CivilDate, DomainEvent } from '#libs/kernel';
import { Kopecks } from '#libs/money';

/** What the company offers and how it may be ordered. Whoever orders gets it by the terms of that day. */
export interface ServiceTerms {
  /** As it is printed on a slip. */
  readonly name: string;
  readonly description: string;
  /** What is counted: `шт.`, `час`. */
  readonly unit: string;
  readonly unitPriceKopecks: Kopecks;
  /** The most units of one order. */
  readonly quantityLimit: number;
  /** It may be ordered for a day so many days ahead at the earliest: 0 for the same day. */
  readonly leadDays: number;
  /** And so many at the latest. */
  readonly horizonDays: number;
  /** How many orders of one day can be done. */
  readonly slotsPerDay: number;
  readonly doneOn: 'every_day' | 'weekdays';
  /** A resident may cancel or move an order up to the end of the day so many days before it. */
  readonly changeDaysBefore: number;
}

/** The company offers an additional service from a day. */
export type AdditionalServiceOffered = DomainEvent<
  'AdditionalServiceOffered',
  { readonly serviceId: string; readonly from: CivilDate; readonly terms: ServiceTerms }
>;

/** From a day the service has other terms; orders placed before keep theirs. */
export type AdditionalServiceChanged = DomainEvent<
  'AdditionalServiceChanged',
  { readonly serviceId: string; readonly from: CivilDate; readonly terms: ServiceTerms }
>;

/** From a day the service cannot be ordered any more; orders placed before are done. */
export type AdditionalServiceWithdrawn = DomainEvent<
  'AdditionalServiceWithdrawn',
  { readonly serviceId: string; readonly from: CivilDate }
>;

/** Stream `support_additional_service-<id>`. */
export type AdditionalServiceEvent = AdditionalServiceOffered | AdditionalServiceChanged | AdditionalServiceWithdrawn;

export const ADDITIONAL_SERVICE_EVENT_TYPES: readonly AdditionalServiceEvent['type'][] = [
  'AdditionalServiceOffered',
  'AdditionalServiceChanged',
  'AdditionalServiceWithdrawn',
];
