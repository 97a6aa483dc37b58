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
  IMPORT_NOT_AN_ARCHIVE: {
    status: 422,
    message: 'Этот файл не архив ZIP или он повреждён. Сожмите папку с файлами компании в ZIP и загрузите снова.',
  },
  IMPORT_ARCHIVE_TOO_LARGE: {
    status: 413,
    message:
      'Архив или файлы в нём слишком велики: архив до {megabytesLimit} мегабайт, каждый файл в нём до 100. Ничего не загружено.',
  },
  IMPORT_UNKNOWN_CHECK: {
    status: 404,
    message: 'Этой проверки больше нет: её хранят час и до остановки программы. Загрузите архив снова.',
  },
  IMPORT_NOT_SOUND: {
    status: 409,
    message: 'В данных есть ошибки, ничего не загружено. Исправьте их и загрузите архив снова.',
  },
  IMPORT_UNDER_WAY: {
    status: 409,
    message: 'Загрузка уже идёт. Дождитесь её конца и повторите.',
  },
  IMPORT_STOPPED: {
    status: 422,
    message:
      'Загрузка остановилась на вечере {date}: счёт {account}, месяц {period}, {fault}. Всё до этого вечера сохранено; исправьте данные и загрузите снова.',
  },
  IMPORT_FAILED: {
    status: 503,
    message:
      'Загрузка прервалась из-за неполадки, записанное сохранено. Загрузите тот же архив снова: продолжится с того же места.',
  },
};
