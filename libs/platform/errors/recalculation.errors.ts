import { ErrorCatalogue } from './catalogued-error';

/** Recalculations and replays, which an accountant states. */
export const RECALCULATION_ERRORS: ErrorCatalogue = {
  BILLING_RECALCULATION_ONE_KIND: {
    status: 422,
    message: 'Оснований перерасчёта {kinds}, а нужно ровно одно. Запишите перерасчёты по одному.',
  },
  BILLING_RECALCULATION_NOTHING_CHARGED: {
    status: 409,
    message: 'По счёту {account} за {period} нечего пересчитывать: такого начисления нет. Проверьте месяц и услугу.',
  },
  BILLING_RECALCULATION_CHANGES_NOTHING: {
    status: 422,
    message: 'Перерасчёт по счёту {account} ничего не меняет и не записан. Проверьте введённые данные.',
  },
  BILLING_RECALCULATION_NOT_OVER: {
    status: 409,
    message: 'Месяц {period} по счёту {account} ещё не закончился. Перерасчёт записывают, когда месяц закрыт.',
  },
  BILLING_RECALCULATION_NEEDS_APPROVAL: {
    status: 409,
    message: 'Такой перерасчёт по счёту {account} подтверждает второй сотрудник. Сначала получите подтверждение.',
  },
  BILLING_RECALCULATION_CLAIM_LATER: {
    status: 422,
    message: 'Обращение по счёту {account} датировано {claimedOn}, это ещё не наступивший день. Исправьте дату.',
  },
  BILLING_RECALCULATION_CLAIM_EARLIER: {
    status: 422,
    message:
      'Обращение по счёту {account} датировано {claimedOn}, а начисление — за {period}: до этого месяца обращаться было не о чем. Исправьте дату.',
  },
  BILLING_RECALCULATION_MONTHS: {
    status: 422,
    message: 'По акту пересчитывают от одного до {most} месяцев, а указано {months}. Исправьте число месяцев.',
  },
  BILLING_UNKNOWN_RECALCULATION: {
    status: 404,
    message:
      'Такого перерасчёта, который можно отменить, по счёту {account} нет. Проверьте его обозначение; ' +
      'отмену не отменяют, нужный перерасчёт записывают заново.',
  },
  BILLING_RECALCULATION_REVERSED: {
    status: 409,
    message: 'Этот перерасчёт по счёту {account} уже отменён. Больше ничего не нужно.',
  },
  BILLING_REPLAY_RULES: {
    status: 422,
    message: 'Одно из других правил записано неверно: «{value}». Проверьте услугу, дату и число.',
  },
  BILLING_REPLAY_CHANGED: {
    status: 409,
    message:
      'По счёту {account} пересчёт теперь даёт {foundKopecks} вместо подтверждённых {approvedKopecks}. Пересчитайте заново.',
  },
  BILLING_REPLAY_PLAN_CHANGED: {
    status: 409,
    message:
      'С тех пор, как согласовали перерасчёт, данные или правила изменились; ничего не записано. Пересчитайте и согласуйте снова.',
  },
  BILLING_REPLAY_NOT_DONE: {
    status: 409,
    message: 'Пересчёт ещё не закончен. Дождитесь его конца, и тогда его можно согласовать.',
  },
  BILLING_REPLAY_NOTHING: { status: 422, message: 'Пересчёт ничего не меняет: согласовывать нечего.' },
  BILLING_REPLAY_BUSY: {
    status: 409,
    message: 'Уже идут другие пересчёты. Дождитесь, пока один из них закончится, и запустите этот снова.',
  },
  BILLING_UNKNOWN_REPLAY_RUN: {
    status: 404,
    message: 'Этого пересчёта здесь уже нет: хранятся только последние. Запустите его снова, он даст то же самое.',
  },
  BILLING_RECALCULATION_CHANGED: {
    status: 409,
    message: 'С тех пор, как Вы смотрели, суммы перерасчёта изменились; ничего не записано. Посмотрите их ещё раз.',
  },
  BILLING_RECALCULATION_HOURS: {
    status: 422,
    message:
      'За {period} по счёту {account} указано часов: {hours}, а с этого дня до конца месяца их {most}. ' +
      'Проверьте день начала, часы и то, что уже записано за этот месяц.',
  },
  BILLING_RECALCULATION_ACT_EARLIER: {
    status: 422,
    message:
      'По счёту {account} указано начало {startedOn}, раньше месяца {period}. Укажите ту часть, что пришлась на этот ' +
      'месяц: начало {firstOn} в 00:00 и часы от него. Часы прежнего месяца запишите за прежний.',
  },
  BILLING_RECALCULATION_DEGREES: {
    status: 422,
    message: 'По счёту {account} указано градусов ниже нормы: {degrees}. Больше {most} не бывает; исправьте число.',
  },
  BILLING_RECALCULATION_RECORDED_ALREADY: {
    status: 409,
    message:
      'По счёту {account} это уже пересчитано. Если прежний перерасчёт неверен, сначала отмените его; ' +
      'второй раз то же не записывают.',
  },
  BILLING_RECALCULATION_ORDERED_ALREADY: {
    status: 409,
    message: 'По этому дому такой перерасчёт уже заказан и ещё записывается. Посмотрите его в списке перерасчётов.',
  },
  BILLING_RECALCULATION_BELOW_CHARGED: {
    status: 422,
    message:
      'По счёту {account} за {period} можно вернуть не больше {limitKopecks}, а выходит {amountKopecks}: ' +
      'больше начисленного не возвращают. Проверьте данные и прежние перерасчёты.',
  },
  BILLING_RECALCULATION_ABOVE_CHARGED: {
    status: 422,
    message:
      'По счёту {account} за {period} выходит больше {limitKopecks}: в десять раз больше начисленного ' +
      'не доначисляют. Проверьте запятую в количестве и тарифе.',
  },
  BILLING_RECALCULATION_ALONE: {
    status: 409,
    message: 'Второй сотрудник для перерасчёта по счёту {account} не нужен. Запишите его сами.',
  },
  BILLING_RECALCULATION_PLAN_CHANGED: {
    status: 409,
    message:
      'С тех пор, как согласовали перерасчёт, его сумма изменилась; ничего не записано. Посчитайте и согласуйте снова.',
  },
  BILLING_RECALCULATION_SUPPLY: {
    status: 422,
    message:
      'По счёту {account} выбрана услуга, а в поле «Чего не было» — другая: у них разные допустимые часы. ' +
      'Выберите то, чего не было, по самой услуге.',
  },
  BILLING_RECALCULATION_NO_ALLOWED_HOURS: {
    status: 422,
    message:
      'За часы перерыва по этой услуге программа плату не считает. Счёт {account} не изменён. Если мусор не вывозили ' +
      'дольше, чем разрешено (ПП РФ 354, приложение 1, п. 17), посчитайте снижение сами и проведите его как ошибку ' +
      'исполнителя. Для других услуг выберите другой вид перерасчёта.',
  },
  BILLING_RECALCULATION_NOT_HEATING: {
    status: 422,
    message: 'За холод в помещении снижают только плату за отопление. Счёт {account} не изменён. Выберите отопление.',
  },
  BILLING_RECALCULATION_OVERLAPS: {
    status: 409,
    message:
      'По счёту {account} часы с {on} {at} до {untilOn} {untilAt} уже пересчитаны: перерасчёт записан ' +
      '{recordedOn}. Второй раз их не считают. Укажите только новые часы со временем начала; если прежний ' +
      'перерасчёт неверен, сначала отмените его.',
  },
  BILLING_RECALCULATION_ACTS_OVERLAP: {
    status: 422,
    message:
      'По счёту {account} перерывы накладываются: часы с {on} {at} до {untilOn} {untilAt} указаны дважды. ' +
      'Исправьте часы или укажите, во сколько каждый перерыв начался.',
  },
};
