import { ErrorCatalogue } from './catalogued-error';

/** What the back-office refuses by itself; everything else is refused by the services behind it. */
export const BACK_OFFICE_ERRORS: ErrorCatalogue = {
  BACK_OFFICE_SIGN_IN_REQUIRED: { status: 401, message: 'Эта страница открывается после входа. Войдите.' },
  BACK_OFFICE_FORM_STALE: {
    status: 403,
    message:
      'Страница открыта слишком давно или в другом окне, ничего не записано. Вернитесь назад, обновите страницу и отправьте её снова.',
  },
  BACK_OFFICE_HEADER_REQUIRED: {
    status: 403,
    message: 'Запрос пришёл не с этого сайта, ничего не записано. Он должен нести заголовок X-Kvitok-Request: 1.',
  },
  BACK_OFFICE_ROLE_TOO_LOW: {
    status: 403,
    message: 'Вашей должности здесь недостаточно, ничего не записано. Это делает {role}: обратитесь к нему.',
  },
  BACK_OFFICE_UPLOADS_BUSY: {
    status: 503,
    message: 'Сейчас загружаются другие файлы, Ваш не прочитан. Попробуйте ещё раз через минуту.',
  },
  BACK_OFFICE_FILE_REQUIRED: { status: 422, message: 'Файл не выбран или пуст. Выберите файл.' },
  BACK_OFFICE_NO_RECIPIENT: {
    status: 404,
    message: 'Реквизиты получателя этих денег не заданы. Загрузите их вместе с данными компании.',
  },
  BACK_OFFICE_NO_COMPANY: {
    status: 404,
    message: 'В этих данных нет компании, в которой Вы работаете. Обратитесь к руководителю.',
  },
  BACK_OFFICE_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  BACK_OFFICE_UNKNOWN_HOUSE: { status: 404, message: 'Такого дома нет. Проверьте номер.' },
  BACK_OFFICE_UNKNOWN_CORRECTION: {
    status: 409,
    message:
      'Такого перерасчёта по счёту нет, он сделан до вопроса или уже отменён. Ответ не отправлен: выберите перерасчёт из списка.',
  },
  BACK_OFFICE_UNKNOWN_COLLEAGUE: {
    status: 409,
    message:
      'Этому сотруднику обращение передать нельзя: он не работает в Вашей компании или ещё не входил. Выберите другого.',
  },
  BACK_OFFICE_NAMED_PERIOD: {
    status: 422,
    message:
      'Счёт ведётся с месяца {from} по открытый {to}, за {period} заплатить нельзя. Ничего не записано: исправьте месяц ' +
      'или оставьте поле пустым.',
  },
  BACK_OFFICE_CLOSE_UNDECIDED: {
    status: 409,
    message:
      'Сомнительных показаний ждёт решения: {doubts}; {period} не закрывается, ничего не записано. Решите по ним или ' +
      'отметьте «Закрыть, не дожидаясь решения».',
  },
  BACK_OFFICE_NO_SLIPS_FOR_CODES: {
    status: 409,
    message:
      'Квитанций по этим счетам ещё нет: их последний месяц не закрыт. Коды не напечатаны; скачайте листы или подождите закрытия.',
  },
  BACK_OFFICE_CLOSE_UNSEEN: {
    status: 409,
    message:
      'Сейчас не удалось узнать всё, на что смотрят до закрытия; {period} не закрывается, ничего не записано. Попробуйте ' +
      'через минуту или отметьте «Закрыть, не дожидаясь решения».',
  },
  BACK_OFFICE_OTHER_COMPANY: {
    status: 403,
    message: 'В архиве данные компании, в которой Вы не работаете. Ничего не загружено: обратитесь к руководителю.',
  },
  BACK_OFFICE_NO_IMPORT: {
    status: 404,
    message:
      'В этой программе данные компании загружают командой `kvitok import`. Обратитесь к тому, кто её обслуживает.',
  },
};
