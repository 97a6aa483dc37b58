import { ErrorCatalogue } from './catalogued-error';
import { REGISTRY_ERRORS } from './registry.errors';

export const PAYMENTS_ERRORS: ErrorCatalogue = {
  ...REGISTRY_ERRORS,
  PAYMENTS_UNKNOWN_ACCOUNT: {
    status: 404,
    message: 'Лицевого счёта {account} нет, платёж не записан. Проверьте номер.',
  },
  PAYMENTS_UNKNOWN_PAYMENT: { status: 404, message: 'Такого платежа нет. Проверьте его номер.' },
  PAYMENTS_AMOUNT_OUT_OF_RANGE: {
    status: 422,
    message: 'Такой суммы у платежа быть не может. Она больше нуля и не больше {limitKopecks}: исправьте её.',
  },
  PAYMENTS_NAMED_PERIOD_INVALID: {
    status: 422,
    message: 'Месяц оплаты «{namedPeriod}» записан с ошибкой. Нужны год и номер месяца через дефис.',
  },
  PAYMENTS_PAYMENT_CONFLICT: {
    status: 409,
    message: 'Этот платёж уже записан с другими данными. Проверьте номер платежа.',
  },
  PAYMENTS_DATE_IN_FUTURE: {
    status: 422,
    message: 'Дата платежа ещё не наступила: сегодня {today}. Укажите прошедший день.',
  },
  PAYMENTS_DATE_TOO_EARLY: {
    status: 422,
    message: 'Дата платежа слишком давняя: {receivedOn}. Укажите день не раньше {earliest}.',
  },
  PAYMENTS_REASON_REQUIRED: {
    status: 422,
    message: 'Нужна причина, не длиннее {charactersLimit} знаков. Впишите её.',
  },
  PAYMENTS_ALREADY_REVERSED: {
    status: 409,
    message: 'Этот платёж уже отменён {reversedOn}. Повторять отмену не нужно.',
  },
  PAYMENTS_REVERSAL_BEFORE_PAYMENT: {
    status: 422,
    message: 'Платёж получен {receivedOn} и не мог быть отменён {reversedOn}. Проверьте дату.',
  },
  PAYMENTS_REVERSAL_IN_FUTURE: {
    status: 422,
    message: 'День отмены {reversedOn} ещё не наступил: сегодня {today}. Укажите день не позже сегодняшнего.',
  },
  PAYMENTS_ONLINE_NOT_OFFERED: {
    status: 409,
    message: 'Оплата картой на сайте сейчас не подключена. Оплатите по реквизитам или по коду из квитанции.',
  },
  PAYMENTS_ONLINE_AMOUNT_OUT_OF_RANGE: {
    status: 422,
    message: 'Сумма одного платежа на сайте: от {fromRoubles} до {toRoubles} рублей. Исправьте сумму.',
  },
  PAYMENTS_ONLINE_PAYMENT_CONFLICT: {
    status: 409,
    message: 'Этот платёж уже начат с другими данными. Откройте страницу оплаты и начните заново.',
  },
  PAYMENTS_UNKNOWN_ONLINE_PAYMENT: {
    status: 404,
    message: 'Такого платежа нет. Посмотрите его в истории платежей.',
  },
  PAYMENTS_ONLINE_PAYMENT_NOT_CAPTURED: {
    status: 409,
    message: 'Банк не подтвердил этот платёж, поэтому на счёт компании он прийти не мог. Проверьте номер.',
  },
  PAYMENTS_ONLINE_PAYMENT_EXPIRED: {
    status: 409,
    message:
      'Этот платёж начат слишком давно, и банк его не знает. Посмотрите историю платежей; если его там нет, откройте страницу оплаты и начните новый.',
  },
  PAYMENTS_ONLINE_TOO_MANY_UNFINISHED: {
    status: 429,
    message:
      'По счёту {account} не закончено платежей: {limit}, больше начать нельзя. Закончите один из них: они есть в истории платежей. Неоплаченные закроются сами через час.',
  },
  PAYMENTS_ONLINE_TOO_MANY_IN_AN_HOUR: {
    status: 429,
    message:
      'По счёту {account} за час начато платежей: {limit}, больше начать нельзя. Попробуйте через час или оплатите по реквизитам или по коду из квитанции.',
  },
  PAYMENTS_ONLINE_PAYMENT_NEEDS_NO_ATTENTION: {
    status: 409,
    message: 'По этому платежу разбираться не в чем: вопросов нет или на них уже ответили.',
  },
  PAYMENTS_ONLINE_PAYMENT_IS_PAID: {
    status: 409,
    message:
      'Банк подтвердил этот платёж, отметить его непрошедшим нельзя. Если деньги вернулись плательщику, отмените платёж.',
  },
  PAYMENTS_FINDING_DOES_NOT_FIT: {
    status: 422,
    message:
      'Решение по платежу и то, что найдено в банке, не подходят друг к другу, ничего не записано. Выберите другое.',
  },
  PAYMENTS_ACQUIRER_UNAVAILABLE: {
    status: 503,
    message:
      'Банк сейчас не отвечает. Попробуйте ещё раз через несколько минут или оплатите по реквизитам: за одно и то же дважды не спишется.',
  },
  PAYMENTS_ACQUIRER_REFUSED: {
    status: 502,
    message: 'Банк не принял платёж, деньги не списаны. Оплатите по реквизитам или позвоните нам.',
  },
  PAYMENTS_AUTOPAY_LIMIT_OUT_OF_RANGE: {
    status: 422,
    message: 'Предел автоплатежа — от {fromRoubles} до {toRoubles} рублей. Исправьте его.',
  },
  PAYMENTS_AUTOPAY_DAY_INVALID: {
    status: 422,
    message: 'День автоплатежа — от 1 до {lastDay}: такие дни есть в каждом месяце. Выберите другой.',
  },
  PAYMENTS_AUTOPAY_NEEDS_ADDRESS: {
    status: 409,
    message:
      'Автоплатёж не подключён: за три дня до списания мы обязаны Вас предупредить, а подтверждённого адреса электронной почты по счёту {account} нет. Подтвердите адрес: позвоните на горячую линию или придите в управляющую компанию с паспортом, потом подключите автоплатёж.',
  },
  PAYMENTS_NOTIFICATIONS_BUSY: {
    status: 503,
    message: 'Уведомлений банка сейчас слишком много. Пришлите это ещё раз через минуту.',
  },
};
