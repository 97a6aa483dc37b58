import { ErrorCatalogue } from './catalogued-error';
import { RECALCULATION_ERRORS } from './recalculation.errors';

export const BILLING_ERRORS: ErrorCatalogue = {
  ...RECALCULATION_ERRORS,
  BILLING_ORDER_SUM_DIFFERS: {
    status: 422,
    message: 'Сумма заказа по счёту {account} не равна количеству, умноженному на цену. Она не начислена.',
  },
  BILLING_UNKNOWN_ORDER: {
    status: 404,
    message: 'Такой заказ по счёту {account} не начислялся, отменять нечего. Проверьте номер заказа.',
  },
  BILLING_NO_COMPANY: {
    status: 409,
    message: 'Компания ещё не заведена. Сначала загрузите её данные (kvitok import).',
  },
  BILLING_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  BILLING_ACCOUNT_EXISTS: {
    status: 409,
    message: 'Лицевой счёт {account} уже открыт. Для другого помещения нужен другой номер.',
  },
  BILLING_ACCOUNT_CLOSED: {
    status: 409,
    message: 'Лицевой счёт {account} закрыт с {closedOn}. Закрыть его другой датой нельзя.',
  },
  BILLING_CLOSED_BEFORE_OPENED: {
    status: 422,
    message: 'Счёт {account} открыт {openedOn} и не может быть закрыт {closedOn}. Укажите более позднюю дату.',
  },
  BILLING_RESIDENTS_ALREADY_REGISTERED: {
    status: 409,
    message: 'Число жильцов по счёту {account} с {from} уже записано. Укажите другую дату.',
  },
  BILLING_UTILITY_CONNECTED: {
    status: 409,
    message: 'Эта услуга по счёту {account} уже подключена. Сначала отключите её.',
  },
  BILLING_UTILITY_NOT_CONNECTED: {
    status: 409,
    message: 'Эта услуга по счёту {account} на эту дату не подключена. Проверьте услугу и дату.',
  },
  BILLING_ABSENCE_DATES: {
    status: 422,
    message: 'Отсутствие по счёту {account} с {leftOn} заканчивается раньше, чем начинается. Исправьте даты.',
  },
  BILLING_ABSENCE_OVERLAPS: {
    status: 409,
    message: 'Отсутствие по счёту {account} с {leftOn} пересекается с уже записанным. Исправьте даты.',
  },
  BILLING_UNKNOWN_EVENT: {
    status: 404,
    message: 'Такой записи по счёту {account} в журнале нет. Откройте её по ссылке из расчёта или из журнала счёта.',
  },
  BILLING_UNKNOWN_METER: {
    status: 404,
    message: 'По счёту {account} такого прибора учёта нет. Проверьте прибор и счёт.',
  },
  BILLING_UNKNOWN_READING: {
    status: 404,
    message: 'Показание прибора за {takenOn} по счёту {account} не записано. Проверьте дату.',
  },
  BILLING_UNKNOWN_UTILITY: { status: 404, message: 'Такой услуги нет. Проверьте её обозначение.' },
  BILLING_REFERENCE_CONFLICT: {
    status: 409,
    message:
      'С этой даты у правила уже записано другое значение. Его не меняют: отзовите его на странице «Тарифы и правила» и ' +
      'введите верное с той же даты, или введите правило с другой даты.',
  },
  BILLING_REASON_REQUIRED: {
    status: 422,
    message: 'Нужно основание: до {charactersLimit} знаков. Напишите, по какому решению меняется правило.',
  },
  BILLING_RULE_BACKDATED: {
    status: 422,
    message:
      'Правило с {from} изменило бы закрытые месяцы. Задайте его не раньше {notBefore}; закрытые месяцы пересчитывает «Пересчёт месяцев» в разделе «Месяц».',
  },
  BILLING_RULE_USED: {
    status: 409,
    message:
      'По значению с {from} начислены закрытые месяцы, его не отзывают. Задайте верное значение не раньше {notBefore}; ' +
      'закрытые месяцы пересчитывает «Пересчёт месяцев» в разделе «Месяц».',
  },
  BILLING_RULE_NIGHT_GOES_ON: {
    status: 409,
    message:
      'Сейчас идёт начисление, закрытие месяца или загрузка данных; правило не изменено. Повторите, когда они закончатся.',
  },
  BILLING_RULE_KEPT: {
    status: 409,
    message: 'Значение этой настройки с {from} не отзывают. Если оно неверно, задайте новое с другого дня.',
  },
  BILLING_RULE_ONLY: {
    status: 409,
    message: 'Без значения с {from} считать будет не по чему. Задайте верное значение с другого дня, а это оставьте.',
  },
  BILLING_RULE_NOT_STATED: {
    status: 404,
    message: 'Такого значения с {from} нет: его уже отозвали или не задавали. Обновите страницу правил.',
  },
  BILLING_RULE_UNKNOWN: {
    status: 422,
    message: 'Такого правила у компании нет: {rule}. Выберите его из списка.',
  },
  BILLING_RULE_VALUE: {
    status: 422,
    message: 'Значение «{value}» не подходит. Нужно: {expected}.',
  },
  BILLING_NO_RULE_IN_FORCE: {
    status: 409,
    message: 'На {on} не задано: {rule}. Расчёт остановлен; введите недостающее правило и повторите.',
  },
  BILLING_DAY_BEYOND_RULES: {
    status: 409,
    message:
      'На {on} долг посчитать нельзя: правила известны только по {to}, дальше не задано: {rule}. Укажите день не позже {to} или введите недостающее правило.',
  },
  BILLING_BEFORE_FIRST_PERIOD: {
    status: 422,
    message: 'Расчёты есть с {first}. Укажите этот день или более поздний.',
  },
  BILLING_DATES_OUT_OF_ORDER: {
    status: 422,
    message: 'Начало ({from}) позже конца ({to}). Поменяйте их местами.',
  },
  BILLING_UNKNOWN_STATEMENT: {
    status: 404,
    message: 'Расчёта по счёту {account} за {period} нет: месяц не закрыт или счёт тогда не вёлся.',
  },
  BILLING_NOTHING_CHARGED: {
    status: 404,
    message: 'По счёту {account} за {period} начислений ещё нет. Проверьте месяц или дождитесь расчёта.',
  },
  BILLING_PERIOD_NOT_OPENED: {
    status: 409,
    message: 'Расчётный месяц по счёту {account} ещё не открыт. Повторите запрос позже.',
  },
  BILLING_PERIOD_CLOSED: {
    status: 409,
    message:
      'Месяц {period} по счёту {account} закрыт и не меняется. Исправление пойдёт перерасчётом в открытом месяце.',
  },
  BILLING_PAYMENT_QR_IMPOSSIBLE: {
    status: 422,
    message: 'Код для оплаты составить нельзя: в реквизитах ошибка. Исправьте их.',
  },
  BILLING_SLIP_PERIOD_NOT_CLOSED: {
    status: 409,
    message: 'Месяц {period} по счёту {account} ещё не закрыт. Квитанция появится после закрытия месяца.',
  },
  BILLING_SLIP_DOES_NOT_ADD_UP: {
    status: 409,
    message:
      'Квитанция {account} за {period} не выпущена: в одной из сумм {saidKopecks}, а по частям {partsKopecks}. Сообщите в бухгалтерию.',
  },
  BILLING_SLIP_HOUSE_NOT_CLOSED: {
    status: 409,
    message: 'В этом доме за {period} нет закрытых счетов. Сначала закройте месяц.',
  },
  BILLING_UNKNOWN_HOUSE: { status: 404, message: 'Такого дома нет. Проверьте его обозначение.' },
  BILLING_SLIP_NOT_ISSUED: {
    status: 404,
    message: 'Квитанции по счёту {account} за {period} нет. Сначала выпустите её; проверьте месяц и версию.',
  },
  BILLING_NIGHT_NOT_STARTED: {
    status: 409,
    message: 'Ночной расчёт за {date} не начат. Сначала запустите его.',
  },
  BILLING_NIGHT_IN_FUTURE: {
    status: 422,
    message: 'Ночной расчёт за {date} ещё нельзя выполнить: сегодня {today}. Укажите прошедший день.',
  },
  BILLING_NIGHT_UNKNOWN_HOUSE: {
    status: 404,
    message: 'Этот дом не участвует в ночном расчёте за {date}. Проверьте дом.',
  },
  BILLING_NIGHT_HOUSE_TAKEN: {
    status: 409,
    message: 'Этот дом за {date} уже рассчитывает другой исполнитель. Дождитесь его.',
  },
  BILLING_NIGHT_LEASE_LOST: {
    status: 409,
    message: 'Расчёт этого дома за {date} перешёл к другому исполнителю. Повторять ничего не нужно.',
  },
  BILLING_CALCULATION_IMPOSSIBLE: {
    status: 409,
    message: 'Рассчитывать нечего: открытого месяца нет, или он позже последнего месяца расчёта. Проверьте настройки.',
  },
  BILLING_ACCOUNT_NOT_PARKED: {
    status: 409,
    message: 'Счёт {account} не отложен: он уже рассчитан или закрыт. Обновите страницу.',
  },
  BILLING_NIGHT_HOUSES_OPEN: {
    status: 409,
    message: 'Ночной расчёт за {date} не закончен: рассчитаны не все дома. Запустите расчёт ещё раз.',
  },
  BILLING_HOUSE_TOO_LARGE: {
    status: 422,
    message:
      'В этом доме счетов {accounts}, а сразу пересчитывают не больше {limit}. Ничего не посчитано. Сделайте перерасчёт по лицевым счетам.',
  },
  BILLING_LEFT_OUT_NOT_IN_HOUSE: {
    status: 422,
    message: 'Счёта {account} в этом доме нет, исключать нечего. Проверьте номер в поле «Кроме счетов».',
  },
  BILLING_PREVIEW_BUSY: {
    status: 409,
    message: 'Сейчас считаются другие предпросмотры. Подождите минуту и откройте страницу снова.',
  },
  BILLING_WAIVER_TOO_LARGE: {
    status: 422,
    message:
      'По счёту {account} за {period} выставлено и не оплачено {postedKopecks} пени, списать {amountKopecks} нельзя. Уменьшите сумму.',
  },
  BILLING_WAIVER_CHANGED: {
    status: 409,
    message: 'С тех пор, как согласовали списание, пени изменились; ничего не списано. Согласуйте списание снова.',
  },
  BILLING_UNKNOWN_RECALCULATION_ORDER: {
    status: 404,
    message: 'Такого перерасчёта нескольких счетов нет. Проверьте адрес страницы.',
  },
  BILLING_WHAT_IF_CHANGES: {
    status: 422,
    message:
      'Предположений {changes}, а считаем от одного до {most}. Скажите, что изменится: показание, платёж, жильцы, тариф.',
  },
  BILLING_WHAT_IF_DATE: {
    status: 422,
    message: 'Посчитать заранее можно с {from} по {to}. Укажите день в этих пределах.',
  },
  BILLING_WHAT_IF_UNKNOWN_METER: {
    status: 404,
    message: 'У счёта {account} такого действующего прибора нет. Проверьте номер прибора.',
  },
  BILLING_WHAT_IF_READING: {
    status: 422,
    message: 'Прибор даёт показаний: {registers}. Впишите по числу на каждую шкалу, дробь через точку.',
  },
  BILLING_WHAT_IF_READING_BELOW: {
    status: 422,
    message: 'Показание меньше известного ({known}). Впишите большее.',
  },
  BILLING_WHAT_IF_UNKNOWN_UTILITY: { status: 404, message: 'Такой услуги нет. Проверьте её обозначение.' },
  BILLING_WHAT_IF_PRICE: {
    status: 422,
    message: 'Цена {price} записана неверно. Впишите рубли за единицу, дробь через точку.',
  },
  BILLING_WHAT_IF_NO_SUCH_TARIFF: {
    status: 422,
    message: 'У этой услуги нет тарифа такой части. Укажите другую часть, а если частей нет, не указывайте её.',
  },
  BILLING_WHAT_IF_NEEDS_HISTORY: {
    status: 409,
    message: 'По счёту {account} исправлено очень давнее показание; считать вперёд можно после закрытия месяца.',
  },
  BILLING_CLOSE_OTHER_PERIOD: {
    status: 409,
    message: 'Закрыть {period} сейчас нельзя: открыт другой месяц. Обновите страницу: месяцы закрываются по порядку.',
  },
  BILLING_INSTALMENTS_NO_DEBT: {
    status: 409,
    message:
      'По счёту {account} нет просроченного долга этому получателю. Делить на части нечего: проверьте счёт и получателя.',
  },
  BILLING_INSTALMENTS_DEBT_CHANGED: {
    status: 409,
    message: 'С тех пор, как составили рассрочку, долг изменился; она не начата. Составьте её заново.',
  },
  BILLING_INSTALMENTS_PARTS: {
    status: 422,
    message: 'Частей должно быть от двух до {partsMax}, и каждая больше нуля. Исправьте части.',
  },
  BILLING_INSTALMENTS_DATES: {
    status: 422,
    message:
      'Первую часть платят не раньше завтрашнего дня, каждую следующую позже прежней, последнюю не позже чем через {yearsMax} года. Исправьте дни.',
  },
  BILLING_INSTALMENTS_GRACE: {
    status: 422,
    message: 'Запас на перевод денег — от 0 до {daysMax} дней после срока части. Составьте рассрочку заново.',
  },
  BILLING_INSTALMENTS_SUM: {
    status: 422,
    message:
      'Части вместе дают {partsKopecks}, а долг {debtKopecks}. Исправьте части: суммы должны совпасть до копейки.',
  },
  BILLING_INSTALMENTS_RUNNING: {
    status: 409,
    message: 'По счёту {account} уже есть рассрочка этому получателю. Сначала прекратите её.',
  },
  BILLING_INSTALMENTS_ENDED: {
    status: 409,
    message: 'Рассрочка по счёту {account} уже кончилась. Откройте список рассрочек, чтобы посмотреть почему.',
  },
  BILLING_UNKNOWN_INSTALMENTS: {
    status: 404,
    message: 'Такой рассрочки нет. Откройте список рассрочек.',
  },
  BILLING_CLOSE_NOT_ENDED: {
    status: 409,
    message: 'Месяц {period} ещё не кончился. Закрыть его можно с вечера последнего дня.',
  },
  BILLING_CLOSE_OF_NIGHT: {
    status: 409,
    message: 'Месяц {period} закроет ночной расчёт сам. Чтобы его закрывали двое, задайте настройку period_close.',
  },
  BILLING_CLOSE_OF_NOTHING: {
    status: 409,
    message:
      'Закрывать за {period} нечего: месяц не рассчитывается или по всем счетам не хватает правил. Проверьте настройки.',
  },
  BILLING_CLOSE_CHANGED: {
    status: 409,
    message:
      'С тех пор, как согласовали закрытие, суммы изменились; ничего не закрыто. Проверьте их и согласуйте снова.',
  },
  BILLING_NOT_HEARD: {
    status: 503,
    message:
      'Расчёт ещё не получил всего, что сообщили другие службы, например оплат. Пока их нет, ничего не закрывается и ' +
      'не списывается; попытка повторится сама.',
  },
};
