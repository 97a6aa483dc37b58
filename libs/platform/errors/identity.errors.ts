import { ErrorCatalogue } from './catalogued-error';

export const IDENTITY_ERRORS: ErrorCatalogue = {
  IDENTITY_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  IDENTITY_NO_CREDENTIAL: {
    status: 409,
    message: 'По счёту {account} код доступа ещё не выдан. Сначала выдайте его.',
  },
  IDENTITY_CREDENTIAL_ALREADY_ISSUED: {
    status: 409,
    message: 'По счёту {account} код доступа уже выдан. Чтобы сменить его, выдайте новый взамен.',
  },
  IDENTITY_CREDENTIAL_REVOKED: {
    status: 409,
    message: 'Код доступа по счёту {account} отозван. Выдайте новый.',
  },
  IDENTITY_CODE_USED_BEFORE: {
    status: 409,
    message: 'Такой код по счёту {account} уже выдавался. Повторите выдачу: будет составлен другой.',
  },
  IDENTITY_CODE_SUPERSEDED: {
    status: 409,
    message: 'Этот код по счёту {account} уже заменён новым. Печатайте новый.',
  },
  IDENTITY_CODE_PRINTED_SINCE: {
    status: 409,
    message: 'Код по счёту {account} с тех пор уже напечатан. Если нужна ещё одна бумага, запросите печать снова.',
  },
  IDENTITY_REASON_REQUIRED: {
    status: 422,
    message: 'Нужна причина, не длиннее {charactersLimit} знаков. Впишите её.',
  },
  IDENTITY_LOGIN_INVALID: { status: 422, message: 'Логин записан с ошибкой. Перепишите его с квитанции.' },
  IDENTITY_LOGIN_TAKEN: {
    status: 409,
    message: 'Логин уже принадлежит другому счёту. Повторите выдачу: будет составлен другой.',
  },
  IDENTITY_PERSON_ERASED: {
    status: 410,
    message: 'Данные этого человека удалены по его требованию. Записать их снова нельзя.',
  },
  IDENTITY_VAULT_UNAVAILABLE: {
    status: 503,
    message: 'Хранилище личных данных сейчас недоступно. Повторите запрос позже с тем же ключом.',
  },
  IDENTITY_RECORDS_UNAVAILABLE: {
    status: 503,
    message: 'Вход сейчас не работает. Попробуйте через несколько минут.',
  },
  IDENTITY_SIGN_IN_BUSY: {
    status: 503,
    message: 'Сейчас входит очень много людей. Попробуйте через минуту: код менять не нужно.',
  },
  IDENTITY_SIGN_IN_MISTYPED: {
    status: 422,
    message: 'В цифрах опечатка: такого логина или кода не бывает. Сверьте их с квитанцией. Попытка не потрачена.',
  },
  IDENTITY_SIGN_IN_WRONG: {
    status: 401,
    message:
      'Логин и код не подходят друг к другу. Сверьте их с последней квитанцией: если код меняли, прежний не действует.',
  },
  IDENTITY_SIGN_IN_LOCKED: {
    status: 429,
    message:
      'Код несколько раз ввели с ошибкой. Вход откроется через {minutes} мин. Если код забыт, нажмите «Я не помню пароль».',
  },
  IDENTITY_SIGN_IN_CLOSED: {
    status: 403,
    message: 'Код слишком много раз ввели с ошибкой, вход закрыт. Новый код выдаст бухгалтерия.',
  },
  IDENTITY_ADDRESS_BLOCKED: {
    status: 429,
    message: 'С этого адреса слишком много неудачных попыток. Попробуйте через {minutes} мин.',
  },
  IDENTITY_SIGN_IN_SUSPENDED: {
    status: 403,
    message: 'Вход в кабинет заморожен по просьбе жильца. Откроет его только бухгалтерия: позвоните или приходите.',
  },
  IDENTITY_SESSION_ENDED: { status: 401, message: 'Вы вышли из кабинета. Войдите снова.' },
  IDENTITY_ACCOUNT_IS_OWN: { status: 409, message: 'Счёт {account} уже открыт: Вы вошли с его логином.' },
  IDENTITY_TOO_MANY_ATTACHED: {
    status: 409,
    message: 'Под одним входом может быть не больше {limit} дополнительных счетов. Отсоедините лишний.',
  },
  IDENTITY_TOO_MANY_SHARED: {
    status: 409,
    message:
      'Этот счёт уже открыт под {limit} другими входами. Его владелец может отсоединить лишние или получить в бухгалтерии новый код.',
  },
  IDENTITY_TOO_MANY_CONTACTS: {
    status: 409,
    message: 'По счёту {account} уже записано {limit} адресов. Сначала удалите лишний.',
  },
  IDENTITY_UNKNOWN_PERSON: { status: 404, message: 'Человека с таким номером нет. Проверьте номер.' },
  IDENTITY_UNKNOWN_PRINT_RUN: { status: 404, message: 'Такой печати кодов нет. Проверьте её номер.' },
  IDENTITY_PRINT_RUN_TAKEN: { status: 409, message: 'Печать с таким номером уже есть. Возьмите другой номер.' },
  IDENTITY_PRINT_RUN_SIZE: {
    status: 422,
    message: 'За один раз печатают коды не меньше одного счёта и не больше {limit}. Печатайте по домам или частями.',
  },
  IDENTITY_NOTHING_TO_PRINT: {
    status: 409,
    message:
      'Среди выбранных счетов нет кодов для печати, ничего не запрошено. Выберите других или сначала выдайте коды.',
  },
  IDENTITY_NOBODY_WITHOUT_CODE: {
    status: 409,
    message: 'Счетов без кода здесь нет, ничего не выдано. Выберите другой дом.',
  },
  IDENTITY_PRINT_RUN_NOT_APPROVED: {
    status: 409,
    message: 'Больше пятидесяти кодов сразу печатают, когда согласен второй сотрудник. Попросите его подтвердить.',
  },
  IDENTITY_PRINT_RUN_OWN_APPROVAL: {
    status: 403,
    message: 'Свою печать подтвердить нельзя. Попросите другого сотрудника.',
  },
  IDENTITY_PRINT_RUN_DONE: {
    status: 409,
    message:
      'Эти коды уже напечатаны. Ещё раз печатают все коды дома, с согласия второго сотрудника; одному жильцу код заменяют.',
  },
  IDENTITY_PRINT_RUN_LAPSED: {
    status: 409,
    message:
      'Эти коды с тех пор заменены или уже напечатаны, и печатать по старому запросу нечего. Запросите печать снова.',
  },
  IDENTITY_PRINT_LINK_SPENT: {
    status: 410,
    message: 'Ссылка на печать уже использована или устарела: она действует 10 минут и один раз. Получите новую.',
  },
};
