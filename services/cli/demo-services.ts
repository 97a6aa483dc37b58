import { RejectedError } from '#libs/kernel';
import { Stack } from '#libs/platform';
import { additionalServiceDecider, additionalServiceStream, ServiceTerms } from '#services/support';

/** From this day on the demonstration offers its additional services: the packages of companies have no catalogue. */
const FROM = '2026-10-01';

/** By the id of the service. */
const SERVICES: Readonly<Record<string, ServiceTerms>> = {
  'mixer-replacement': {
    name: 'Замена смесителя',
    description: 'Снимем старый смеситель, поставим Ваш новый и проверим, не подтекает ли. Смеситель купите заранее.',
    unit: 'шт.',
    unitPriceKopecks: 1_450_00,
    quantityLimit: 3,
    leadDays: 1,
    horizonDays: 21,
    slotsPerDay: 4,
    doneOn: 'weekdays',
    changeDaysBefore: 1,
  },
  'water-meter-verification': {
    name: 'Поверка счётчика воды',
    description: 'Поверим счётчик на месте, без снятия, и сами внесём новую дату поверки.',
    unit: 'шт.',
    unitPriceKopecks: 890_00,
    quantityLimit: 4,
    leadDays: 3,
    horizonDays: 45,
    slotsPerDay: 6,
    doneOn: 'weekdays',
    changeDaysBefore: 2,
  },
  electrician: {
    name: 'Вызов электрика',
    description: 'Найдём неисправность, заменим розетку, выключатель или автомат. Материалы оплачиваются отдельно.',
    unit: 'вызов',
    unitPriceKopecks: 750_00,
    quantityLimit: 1,
    leadDays: 0,
    horizonDays: 14,
    slotsPerDay: 5,
    doneOn: 'every_day',
    changeDaysBefore: 0,
  },
  'bulky-waste-removal': {
    name: 'Вывоз крупногабаритного мусора',
    description: 'Заберём старую мебель, технику и строительный мусор от подъезда. Цена за один кубический метр.',
    unit: 'м³',
    unitPriceKopecks: 1_100_00,
    quantityLimit: 10,
    leadDays: 2,
    horizonDays: 30,
    slotsPerDay: 3,
    doneOn: 'every_day',
    changeDaysBefore: 1,
  },
};

/** Offers the services by the ordinary commands. At a second start they are known and nothing is written. */
export async function offerDemoServices({ commands }: Pick<Stack, 'commands'>): Promise<void> {
  for (const [serviceId, terms] of Object.entries(SERVICES)) {
    const result = await commands.execute({
      stream: additionalServiceStream(serviceId),
      decider: additionalServiceDecider,
      command: { kind: 'OfferAdditionalService', serviceId, from: FROM, terms },
      commandId: `demo:offer:${serviceId}`,
      actor: 'staff:demo',
      // Another wording in a later version offers nothing anew.
      input: { serviceId },
    });
    if (result.kind === 'rejected') throw new RejectedError(result.rejection);
  }
}
