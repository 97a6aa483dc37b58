import { ServiceTerms } from '../additional-service.events';

/** An electrician at 750.50 an hour, up to 4 hours, from tomorrow to two weeks ahead on weekdays, two orders a day. */
export function termsOf(changes: Partial<ServiceTerms> = {}): ServiceTerms {
  return {
    name: 'Вызов электрика',
    description: 'Приедет, найдёт и устранит неисправность.',
    unit: 'час',
    unitPriceKopecks: 75_050,
    quantityLimit: 4,
    leadDays: 1,
    horizonDays: 14,
    slotsPerDay: 2,
    doneOn: 'weekdays',
    changeDaysBefore: 1,
    ...changes,
  };
}
