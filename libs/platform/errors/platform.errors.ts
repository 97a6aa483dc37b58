import { ErrorCatalogue } from './catalogued-error';

/** What any operation may answer. */
export const PLATFORM_ERRORS: ErrorCatalogue = {
  VALIDATION_FAILED: {
    status: 400,
    message: 'Запрос заполнен с ошибками, ничего не записано. Исправьте перечисленные поля и отправьте его снова.',
  },
  MALFORMED_REQUEST: {
    status: 400,
    message: 'Запрос не удалось прочитать, ничего не записано. Тело запроса должно быть объектом JSON в UTF-8.',
  },
  IDEMPOTENCY_KEY_REQUIRED: {
    status: 400,
    message:
      'Нет заголовка Idempotency-Key, ничего не записано. Придумайте для этого действия ключ и отправьте запрос снова; ' +
      'при повторе того же действия ключ должен быть тем же.',
  },
  IDEMPOTENCY_KEY_INVALID: {
    status: 400,
    message:
      'Заголовок Idempotency-Key не подходит, ничего не записано. Ключ — от 8 до 64 латинских букв, цифр, точек, ' +
      'подчёркиваний и дефисов.',
  },
  COMMAND_ID_REUSED: {
    status: 409,
    message:
      'Ключ этого запроса уже использован для другого действия, ничего не записано. Для нового действия нужен новый ключ.',
  },
  EVENT_STORE_CONFLICT: {
    status: 409,
    message:
      'Те же данные одновременно изменял кто-то ещё, Ваше изменение не записано. Отправьте запрос ещё раз с тем же ключом.',
  },
  EVENT_STORE_UNAVAILABLE: {
    status: 503,
    message:
      'Хранилище сейчас не может записать или прочитать данные, ничего не записано. ' +
      'Повторите запрос позже с тем же ключом.',
  },
  EVENT_STORE_DAMAGED: {
    status: 503,
    message:
      'Журнал событий повреждён, расчёты по нему не выдаются. Проверьте его командой kvitok verify и восстановите из копии.',
  },
  DERIVED_FILE_DAMAGED: {
    status: 503,
    message: 'Вспомогательный файл повреждён. Данные целы: уберите его, он будет построен заново из журнала событий.',
  },
  READ_MODEL_NOT_BUILT: {
    status: 503,
    message: 'Эти сведения ещё собираются из журнала событий. Повторите запрос через несколько минут.',
  },
  NOT_FOUND: { status: 404, message: 'По этому адресу ничего нет. Проверьте адрес запроса.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'Такое действие по этому адресу невозможно. Проверьте метод запроса.' },
  NOT_ACCEPTABLE: { status: 406, message: 'Ответ есть только в виде JSON. Измените заголовок Accept.' },
  REQUEST_TIMEOUT: { status: 408, message: 'Запрос не был получен целиком вовремя. Отправьте его снова.' },
  TABLE_TOO_LONG: {
    status: 422,
    message: 'В этой таблице больше {most} строк, в файл Excel она не поместится. Возьмите файл CSV или выберите дом.',
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    message: 'Запрос слишком велик, ничего не записано. Разделите его на части.',
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    message: 'Запрос прислан в неизвестном виде, ничего не записано. Нужен application/json в UTF-8.',
  },
  SERVICES_KEY_REQUIRED: {
    status: 401,
    message:
      'Ключа служб в запросе нет или он другой, ничего не записано. Пришлите ключ в заголовке «Authorization: Bearer КЛЮЧ»; ' +
      'он задан в KVITOK_SERVICES_KEY или лежит в файле services-api.key папки данных.',
  },
  HOST_NOT_ALLOWED: {
    status: 421,
    message: 'Сервер не отвечает под этим именем. Обратитесь по адресу, указанному в его настройках.',
  },
  INTERNAL_FAULT: {
    status: 500,
    message:
      'Произошла внутренняя ошибка. Она записана под номером {correlationId}; сообщите его, если ошибка повторится.',
  },
};
