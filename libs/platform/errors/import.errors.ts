import { ErrorCatalogue } from './catalogued-error';

/** What the import of a company package may be refused with, once the package itself is sound. */
export const IMPORT_ERRORS: ErrorCatalogue = {
  IMPORT_OTHER_COMPANY: {
    status: 409,
    message:
      'В этой папке уже данные другой организации (ИНН {present}), ничего не записано. Для организации с ИНН {company} ' +
      'укажите свою папку данных.',
  },
  IMPORT_HISTORY_CHANGED: {
    status: 409,
    message:
      'Пакет иначе говорит о том, что уже загружено: {fact} за {on}; ничего не записано. Загруженные дни не меняют: ' +
      'исправление вносят новой записью в открытом месяце.',
  },
  IMPORT_FACT_PARKED: {
    status: 422,
    message:
      'Запись {contract} по {key} не принята: {error}. Всё до этого дня сохранено; исправьте причину и повторите загрузку.',
  },
};
