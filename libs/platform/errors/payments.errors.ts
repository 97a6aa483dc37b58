import { ErrorCatalogue } from './catalogued-error';

export const PAYMENTS_ERRORS: ErrorCatalogue = {
  PAYMENTS_UNKNOWN_ACCOUNT: {
    status: 404,
    message: 'Лицевого счёта {account} нет, платёж не записан. Проверьте номер.',
  },
  PAYMENTS_UNKNOWN_PAYMENT: { status: 404, message: 'Платежа {paymentId} нет. Проверьте его номер.' },
  PAYMENTS_AMOUNT_OUT_OF_RANGE: {
    status: 422,
    message: 'Сумма платежа {paymentId} недопустима. Она целая, в копейках, больше нуля и не больше {limitKopecks}.',
  },
  PAYMENTS_NAMED_PERIOD_INVALID: {
    status: 422,
    message: 'Месяц оплаты «{namedPeriod}» записан с ошибкой. Нужен вид ГГГГ-ММ.',
  },
  PAYMENTS_PAYMENT_CONFLICT: {
    status: 409,
    message: 'Платёж {paymentId} уже записан с другими данными. Проверьте номер платежа.',
  },
  PAYMENTS_DATE_IN_FUTURE: {
    status: 422,
    message: 'Дата платежа {paymentId} ещё не наступила: сегодня {today}. Укажите прошедший день.',
  },
  PAYMENTS_DATE_TOO_EARLY: {
    status: 422,
    message: 'Дата платежа {paymentId} слишком давняя: {receivedOn}. Укажите день не раньше {earliest}.',
  },
  PAYMENTS_REASON_REQUIRED: {
    status: 422,
    message: 'Для отмены платежа нужна причина, не длиннее {charactersLimit} знаков. Впишите её.',
  },
  PAYMENTS_ALREADY_REVERSED: {
    status: 409,
    message: 'Платёж {paymentId} уже отменён {reversedOn}. Повторять отмену не нужно.',
  },
  PAYMENTS_REVERSAL_BEFORE_PAYMENT: {
    status: 422,
    message: 'Платёж {paymentId} получен {receivedOn} и не мог быть отменён {reversedOn}. Проверьте дату.',
  },
};
