import { ErrorCatalogue } from './catalogued-error';

/** What identity refuses the office with: who works there, how they sign in, what two of them agree to. */
export const STAFF_ERRORS: ErrorCatalogue = {
  IDENTITY_UNKNOWN_STAFF: { status: 404, message: 'Сотрудника с номером {staff} нет. Проверьте номер.' },
  IDENTITY_STAFF_TAKEN: {
    status: 409,
    message: 'Номер {staff} уже занят другим сотрудником. Отправьте форму ещё раз: номер будет составлен новый.',
  },
  IDENTITY_STAFF_NAME: {
    status: 422,
    message: 'Имя сотрудника не записано. Впишите его, не длиннее {charactersLimit} знаков.',
  },
  IDENTITY_STAFF_COMPANIES: {
    status: 422,
    message: 'Сотруднику нужна хотя бы одна управляющая компания, и не больше {limit}. Выберите её.',
  },
  IDENTITY_STAFF_OTHER_COMPANY: {
    status: 403,
    message: 'Вы не работаете в этой компании, ничего не записано. Выберите свою компанию.',
  },
  IDENTITY_STAFF_CHIEF_ONLY: {
    status: 403,
    message: 'Это делает только руководитель, ничего не записано. Обратитесь к нему.',
  },
  IDENTITY_STAFF_OWN_ACCESS: {
    status: 403,
    message: 'Свой доступ изменить нельзя, ничего не записано. Попросите другого руководителя.',
  },
  IDENTITY_STAFF_SUSPENDED: {
    status: 403,
    message: 'Вход для этого сотрудника приостановлен. Открыть его может руководитель.',
  },
  IDENTITY_STAFF_LINK_SPENT: {
    status: 410,
    message: 'Ссылка уже использована, заменена новой или устарела. Попросите у руководителя новую.',
  },
  IDENTITY_STAFF_PASSWORD_SHORT: {
    status: 422,
    message: 'Пароль слишком короткий, он не записан. Нужно не меньше 12 знаков: например, несколько слов подряд.',
  },
  IDENTITY_STAFF_PASSWORD_LONG: {
    status: 422,
    message: 'Пароль слишком длинный, он не записан. Нужно не больше 128 знаков.',
  },
  IDENTITY_STAFF_PASSWORD_PLAIN: {
    status: 422,
    message: 'Такой пароль легко угадать, он не записан. Возьмите несколько разных слов и не ставьте в них свой номер.',
  },
  IDENTITY_STAFF_SIGN_IN_WRONG: {
    status: 401,
    message: 'Номер и пароль не подходят друг к другу. Проверьте раскладку клавиатуры и попробуйте снова.',
  },
  IDENTITY_STAFF_SIGN_IN_LOCKED: {
    status: 429,
    message:
      'Вход несколько раз не удался. Он откроется через {minutes} мин. Если пароль забыт, обратитесь к руководителю.',
  },
  IDENTITY_STAFF_SIGN_IN_CLOSED: {
    status: 403,
    message: 'Вход слишком много раз не удался и закрыт. Новую ссылку для входа выдаст руководитель.',
  },
  IDENTITY_STAFF_CODE_WRONG: {
    status: 401,
    message:
      'Код из приложения не подошёл. Дождитесь следующего кода и введите его: каждый код действует один раз. ' +
      'Если не подходит и он, проверьте время на телефоне.',
  },
  IDENTITY_STAFF_PROOF_ENDED: {
    status: 401,
    message: 'После пароля прошло больше 5 минут. Начните вход сначала.',
  },
  IDENTITY_STAFF_SESSION_ENDED: { status: 401, message: 'Вы вышли из рабочего кабинета. Войдите снова.' },
  IDENTITY_UNKNOWN_APPROVAL: { status: 404, message: 'Такого запроса на согласование нет. Проверьте его номер.' },
  IDENTITY_APPROVAL_TAKEN: {
    status: 409,
    message: 'Запрос с таким номером уже есть, второй не записан. Обновите страницу и отправьте форму снова.',
  },
  IDENTITY_APPROVAL_ASKED_ALREADY: {
    status: 409,
    message: 'На согласование это уже отправлено, второй запрос не записан. Дождитесь ответа или отзовите первый.',
  },
  IDENTITY_APPROVAL_ROLE: {
    status: 403,
    message: 'Вашей должности для этого недостаточно, ничего не записано. Обратитесь к бухгалтеру или руководителю.',
  },
  IDENTITY_APPROVAL_OWN: {
    status: 403,
    message: 'На свой запрос ответить нельзя, ничего не записано. Это должен сделать другой сотрудник.',
  },
  IDENTITY_APPROVAL_NOT_OWN: {
    status: 403,
    message: 'Отозвать запрос может только тот, кто его отправил; ничего не записано. Вы можете отказать.',
  },
  IDENTITY_APPROVAL_OTHER_PLAN: {
    status: 409,
    message: 'Вы видели не то, что записано в запросе; ничего не сделано. Обновите страницу и проверьте его снова.',
  },
  IDENTITY_APPROVAL_EXPIRED: {
    status: 409,
    message: 'Срок согласования прошёл, ничего не сделано. Если это ещё нужно, отправьте новый запрос.',
  },
  IDENTITY_APPROVAL_SETTLED: {
    status: 409,
    message: 'По этому запросу уже есть ответ, второй не записан. Обновите страницу.',
  },
};
