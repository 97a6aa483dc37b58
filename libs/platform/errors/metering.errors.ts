import { ErrorCatalogue } from './catalogued-error';

export const METERING_ERRORS: ErrorCatalogue = {
  METERING_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  METERING_UNKNOWN_METER: { status: 404, message: 'Такого прибора учёта нет. Проверьте номер прибора.' },
  METERING_UNKNOWN_READING: {
    status: 404,
    message: 'Показание за {takenOn} не записано. Проверьте дату.',
  },
  METERING_METER_EXISTS: {
    status: 409,
    message: 'Этот прибор уже заведён с другими данными. Проверьте номер прибора.',
  },
  METERING_METER_REMOVED: {
    status: 409,
    message: 'Этот прибор снят {removedOn}. Передайте показания нового прибора.',
  },
  METERING_REGISTER_COUNT: {
    status: 422,
    message: 'Прибор даёт показаний: {registers}, прислано: {values}. Пришлите по одному на каждую шкалу.',
  },
  METERING_DIGITS_OUT_OF_RANGE: {
    status: 422,
    message: 'У прибора указано цифр до запятой: {digits}. Бывает от 3 до 9; проверьте паспорт прибора.',
  },
  METERING_VALUE_NOT_A_NUMBER: {
    status: 422,
    message: 'Показание — не число. Впишите цифры, как на приборе, дробь через точку.',
  },
  METERING_VALUE_ABOVE_DIGITS: {
    status: 422,
    message: 'Показание {value} больше, чем вмещает прибор (цифр до запятой: {digits}). Проверьте запятую.',
  },
  METERING_VALUE_TOO_MANY_PLACES: {
    status: 422,
    message:
      'В показании слишком много цифр после запятой, оно не записано. ' +
      'Впишите после запятой не больше {places} цифр, остальные справа отбросьте.',
  },
  METERING_VERIFICATION_BEFORE_INSTALLATION: {
    status: 422,
    message: 'Поверка прибора действует до {verifiedUntil}, а установлен он {installedOn}. Проверьте даты.',
  },
  METERING_REMOVAL_BEFORE_INSTALLATION: {
    status: 422,
    message: 'Прибор установлен {installedOn} и не мог быть снят {removedOn}. Проверьте дату.',
  },
  METERING_REMOVAL_BEFORE_READING: {
    status: 409,
    message: 'У прибора есть показание за {takenOn}, снять его {removedOn} нельзя. Проверьте дату.',
  },
  METERING_READING_IN_FUTURE: {
    status: 422,
    message: 'Показание снято {takenOn}, а сегодня {receivedOn}. Укажите прошедший день.',
  },
  METERING_READING_BEFORE_INSTALLATION: {
    status: 422,
    message: 'Прибор установлен {installedOn}, показание за {takenOn} раньше. Проверьте дату.',
  },
  METERING_READING_ALREADY_TAKEN: {
    status: 409,
    message: 'Показание за {takenOn} уже записано. Чтобы изменить его, подайте исправление.',
  },
  METERING_READING_ALREADY_CORRECTED: {
    status: 409,
    message: 'Показание за {takenOn} уже исправлено {correctedOn}. Подайте исправление другим днём.',
  },
  METERING_READING_DOUBTFUL: {
    status: 409,
    message:
      'Показание за {takenOn} необычно: расход не такой, как раньше. Проверьте его; если всё верно, подтвердите.',
  },
  METERING_READING_FAR_ABOVE_USUAL: {
    status: 409,
    message:
      'За это время по прибору вышло {growth}, а обычно за столько дней выходит {usual}; показание не записано. ' +
      'Сверьте цифры и запятую; если всё верно, подтвердите.',
  },
  METERING_READING_ROLLS_OVER: {
    status: 409,
    message:
      'Показание {value} меньше прежнего {previousValue} от {previousOn}: так бывает, когда прибор прошёл через ноль. ' +
      'Показание не записано; если так и есть, подтвердите.',
  },
  METERING_READING_NOT_REPLACEABLE: {
    status: 409,
    message:
      'Показание за {takenOn} заменить уже нельзя: срок передачи прошёл или его записала компания. ' +
      'Напишите нам, и мы исправим.',
  },
  METERING_READING_BELOW_PREVIOUS: {
    status: 422,
    message:
      'Показание {value} меньше прежнего {previousValue} от {previousOn}, оно не записано. ' +
      'Посмотрите на счётчик ещё раз и впишите все цифры. Если новое показание верно, ошибка в прежнем: ' +
      'жителю надо написать в бухгалтерию, бухгалтеру — исправить прежнее на этой же странице. ' +
      'Если счётчик заменили, сначала запишите замену.',
  },
  METERING_READING_ABOVE_NEXT: {
    status: 422,
    message:
      'Показание {value} больше следующего {nextValue} от {nextOn}, оно не записано. ' + 'Проверьте цифры и дату.',
  },
  METERING_CORRECTION_BEFORE_READING: {
    status: 422,
    message: 'Показание снято {takenOn}, исправить его {correctedOn} нельзя. Укажите более позднюю дату.',
  },
  METERING_REASON_REQUIRED: {
    status: 422,
    message: 'Для исправления нужна причина, не длиннее {charactersLimit} знаков. Впишите её.',
  },
  METERING_DOUBT_SETTLED: {
    status: 409,
    message: 'По показанию этого прибора за {takenOn} решать нечего: оно уже проверено или заменено.',
  },
  METERING_CHECK_VALUES_REQUIRED: {
    status: 422,
    message:
      'Показание этого прибора за {takenOn} уже учтено. Чтобы его отклонить, впишите показание по акту проверки.',
  },
  METERING_HISTORY_MONTH_INVALID: {
    status: 422,
    message: 'В истории потребления по счёту {account} месяц {period} записан с ошибкой. Исправьте его.',
  },
  METERING_HISTORY_MONTH_REPEATED: {
    status: 422,
    message: 'В истории потребления по счёту {account} месяц {period} встречается дважды. Оставьте один.',
  },
  METERING_HISTORY_EMPTY: {
    status: 422,
    message: 'История потребления по счёту {account} пуста. Добавьте хотя бы один месяц.',
  },
  METERING_HISTORY_EXISTS: {
    status: 409,
    message: 'История потребления по счёту {account} уже записана с другими объёмами. Записанное не меняют.',
  },
};
