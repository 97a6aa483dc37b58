import { ErrorCatalogue } from './catalogued-error';

/** What the cabinet of residents refuses by itself; everything else is refused by the services behind it. */
export const CABINET_ERRORS: ErrorCatalogue = {
  CABINET_SIGN_IN_REQUIRED: {
    status: 401,
    message: 'Эта страница открывается после входа. Войдите с логином и кодом доступа из квитанции.',
  },
  CABINET_FORM_STALE: {
    status: 403,
    message:
      'Страница открыта слишком давно или в другом окне, ничего не записано. Вернитесь назад, обновите страницу и отправьте её снова.',
  },
  CABINET_UNKNOWN_ACCOUNT: { status: 404, message: 'Такого лицевого счёта среди Ваших нет. Проверьте номер.' },
  CABINET_HEADER_REQUIRED: {
    status: 403,
    message: 'Запрос пришёл не из кабинета, ничего не записано. Он должен нести заголовок X-Kvitok-Request: 1.',
  },
  CABINET_TOO_MANY_CALLS: {
    status: 429,
    message: 'Слишком много запросов подряд. Подождите {waitSeconds} с и попробуйте снова.',
  },
  CABINET_ORDER_NOT_PAYABLE: {
    status: 409,
    message: 'Платить за этот заказ сейчас не нужно: он оплачен, отменён или войдёт в квитанцию. Откройте его заново.',
  },
  CABINET_OTHER_ACCOUNT: {
    status: 409,
    message:
      'В другом окне Вы выбрали другой лицевой счёт, ничего не записано. Вернитесь на главную и заполните форму для нужного счёта.',
  },
};
