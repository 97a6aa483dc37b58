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
};
