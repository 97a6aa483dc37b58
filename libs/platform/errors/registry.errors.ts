import { ErrorCatalogue } from './catalogued-error';

/** Files of banks, payments that stand aside, and what an accountant does with payments. */
export const REGISTRY_ERRORS: ErrorCatalogue = {
  PAYMENTS_REGISTRY_REFUSED: {
    status: 422,
    message:
      'Реестр не принят: ошибок {faults}, первая в строке {line}. Ничего не записано. Проверьте файл или выберите другой вид реестра.',
  },
  PAYMENTS_REGISTRY_ENCODING_MISMATCH: {
    status: 422,
    message:
      'Файл в кодировке {found}, а вид реестра ждёт {expected}. Выберите другой вид реестра или сохраните файл в {expected}.',
  },
  PAYMENTS_REGISTRY_BYTES_INVALID: {
    status: 422,
    message: 'Строка {line}: есть знаки, которых нет в кодировке {encoding}. Попросите у банка файл ещё раз.',
  },
  PAYMENTS_REGISTRY_LINE_TOO_LONG: {
    status: 422,
    message: 'Строка {line} длиннее {limit} байтов. Проверьте: это реестр платежей?',
  },
  PAYMENTS_REGISTRY_TOO_LARGE: {
    status: 413,
    message: 'Файл больше {limit} байтов. Попросите банк прислать реестр по частям.',
  },
  PAYMENTS_REGISTRY_TOO_LONG: {
    status: 422,
    message: 'В файле {payments} платежей, а принимается не больше {limit}. Попросите банк прислать реестр по частям.',
  },
  PAYMENTS_REGISTRY_EMPTY: {
    status: 422,
    message: 'В файле нет ни одного платежа. Проверьте: тот ли это файл?',
  },
  PAYMENTS_REGISTRY_COLUMNS_MISCOUNTED: {
    status: 422,
    message: 'Строка {line}: столбцов {found}, а должно быть {expected}. Проверьте вид реестра и разделитель.',
  },
  PAYMENTS_REGISTRY_DATE_INVALID: {
    status: 422,
    message: 'Строка {line}, столбец {column}: это не дата. Проверьте вид реестра или попросите файл ещё раз.',
  },
  PAYMENTS_REGISTRY_DATE_OUT_OF_RANGE: {
    status: 422,
    message: 'Строка {line}: платёж от {paidOn}, а сегодня {today}. Такой даты у платежа быть не может. Спросите банк.',
  },
  PAYMENTS_REGISTRY_ORDER_LATER: {
    status: 422,
    message:
      'Строка {line}: платёжное поручение от {orderedOn}, а сегодня {today}. Такая дата ещё не наступила. Спросите банк.',
  },
  PAYMENTS_REGISTRY_PERIOD_INVALID: {
    status: 422,
    message: 'Строка {line}, столбец {column}: это не месяц оплаты. Нужен вид ММГГ. Попросите файл ещё раз.',
  },
  PAYMENTS_REGISTRY_AMOUNT_INVALID: {
    status: 422,
    message:
      'Строка {line}, столбец {column}: это не сумма в рублях. Проверьте вид реестра или попросите файл ещё раз.',
  },
  PAYMENTS_REGISTRY_AMOUNT_ZERO: {
    status: 422,
    message:
      'Строка {line}, столбец {column}: сумма равна нулю, такой платёж не записать. Попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_AMOUNT_TOO_LARGE: {
    status: 422,
    message:
      'Строка {line}, столбец {column}: сумма больше {limitKopecks}, таких платежей не бывает. ' +
      'Проверьте, что выбран верный вид реестра, или попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_OPERATION_INVALID: {
    status: 422,
    message: 'Строка {line}, столбец {column}: это не номер операции. Проверьте вид реестра.',
  },
  PAYMENTS_REGISTRY_PLACE_INVALID: {
    status: 422,
    message: 'Строка {line}, столбец {column}: значение длиннее 32 знаков. Проверьте вид реестра.',
  },
  PAYMENTS_REGISTRY_COMMISSION_MISMATCH: {
    status: 422,
    message:
      'Строка {line}: сумма {amount} не равна перечислению и комиссии вместе, {expected}. Попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_FOOTER_MISSING: {
    status: 422,
    message: 'В конце файла, после строки {line}, нет итогов. Файл пришёл не целиком: попросите его ещё раз.',
  },
  PAYMENTS_REGISTRY_FOOTER_INVALID: {
    status: 422,
    message: 'Строка {line}, столбец {column}: в итогах не то, что ожидалось. Проверьте вид реестра.',
  },
  PAYMENTS_REGISTRY_FOOTER_NOT_LAST: {
    status: 422,
    message: 'Строка {line} стоит после итогов. Возможно, склеены два файла: загрузите их по отдельности.',
  },
  PAYMENTS_REGISTRY_COUNT_MISMATCH: {
    status: 422,
    message: 'В итогах платежей {stated}, а в файле их {counted}. Файл пришёл не целиком: попросите его ещё раз.',
  },
  PAYMENTS_REGISTRY_SUM_MISMATCH: {
    status: 422,
    message: 'Итог «{name}» в строке {line}: {stated}, а по строкам файла {counted}. Попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_NOT_EXCHANGE: {
    status: 422,
    message: 'Первая строка не «1CClientBankExchange»: это не выписка для 1С. Выберите другой вид реестра.',
  },
  PAYMENTS_REGISTRY_SECTION_BROKEN: {
    status: 422,
    message: 'Строка {line}: раздел, начатый в строке {begun}, не закончен. Попросите файл ещё раз.',
  },
  PAYMENTS_REGISTRY_FIELD_INVALID: {
    status: 422,
    message: 'Строка {line}: поле «{name}» пустое или с ошибкой. Попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_REQUISITE_KEY_INVALID: {
    status: 422,
    message: 'Строка {line}: контрольная цифра счёта «{name}» не подходит к БИК. Попросите банк исправить файл.',
  },
  PAYMENTS_REGISTRY_RECIPIENT_UNKNOWN: {
    status: 422,
    message:
      'Строка {line}: деньги пришли на счёт {recipientAccount}, которого нет среди счетов компании. Проверьте файл.',
  },
  PAYMENTS_REGISTRY_OTHER_PROFILE: {
    status: 409,
    message: 'Этот файл уже загружен как «{profileId}». Откройте его в списке реестров.',
  },
  PAYMENTS_REGISTRY_OTHER_FILE: {
    status: 409,
    message: 'Это не тот файл, который был принят. Продолжить можно только с тем же самым файлом.',
  },
  PAYMENTS_REGISTRY_FILE_GONE: {
    status: 409,
    message: 'Файл реестра больше не хранится. Загрузите его ещё раз: записанное не повторится.',
  },
  PAYMENTS_REGISTRY_LINES_MISPLACED: {
    status: 409,
    message: 'Этот реестр записан до строки {recorded}, продолжить со строки {after} нельзя. Начните загрузку заново.',
  },
  PAYMENTS_UNKNOWN_REGISTRY: { status: 404, message: 'Такого реестра нет. Откройте список реестров.' },
  PAYMENTS_UNKNOWN_REGISTRY_PROFILE: {
    status: 404,
    message: 'Вида реестра «{profileId}» нет. Выберите вид из списка или опишите новый.',
  },
  PAYMENTS_REGISTRY_PROFILE_INVALID: {
    status: 422,
    message: 'Вид реестра «{profileId}» описан с ошибкой. Исправьте его.',
  },
  PAYMENTS_REGISTRY_PROFILE_CONFLICT: {
    status: 409,
    message: 'Вид реестра «{profileId}» с {from} уже описан иначе. Укажите другой день начала.',
  },
  PAYMENTS_UNKNOWN_SET_ASIDE: {
    status: 404,
    message: 'Такого платежа среди невыясненных нет. Обновите список.',
  },
  PAYMENTS_SET_ASIDE_SETTLED: {
    status: 409,
    message: 'По этому платежу решение уже принято. Обновите список, чтобы увидеть его.',
  },
  PAYMENTS_NO_CONFLICT: {
    status: 409,
    message: 'Этот платёж ни с чем не расходится, отклонить его нельзя. Найдите счёт или верните деньги.',
  },
  PAYMENTS_TRANSFER_TO_SAME_ACCOUNT: {
    status: 422,
    message: 'Платёж уже на счёте {account}. Укажите другой счёт.',
  },
  PAYMENTS_REFUND_AT_BANK: {
    status: 409,
    message:
      'Этот платёж сделан картой на сайте, и деньги возвращает банк: оформите возврат в личном кабинете банка. Здесь он появится сам, долг пересчитается.',
  },
  PAYMENTS_REFUND_OTHER_PLAN: {
    status: 409,
    message: 'Согласован возврат не того, что записано сейчас. Ничего не возвращено: запросите возврат заново.',
  },
  PAYMENTS_APPROVAL_REQUIRED: {
    status: 403,
    message: 'Возврат этого платежа должен одобрить второй человек. Отправьте его на одобрение.',
  },
};
