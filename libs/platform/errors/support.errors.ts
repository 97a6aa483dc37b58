import { ErrorCatalogue } from './catalogued-error';

export const SUPPORT_ERRORS: ErrorCatalogue = {
  SUPPORT_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  SUPPORT_UNKNOWN_CONVERSATION: { status: 404, message: 'Обращения {conversationId} нет. Проверьте его номер.' },
  SUPPORT_CONVERSATION_EXISTS: {
    status: 409,
    message: 'Обращение {conversationId} уже открыто. Допишите сообщение в нём.',
  },
  SUPPORT_CONVERSATION_CLOSED: {
    status: 409,
    message: 'Обращение {conversationId} закрыто. Откройте новое.',
  },
  SUPPORT_CONVERSATION_FULL: {
    status: 409,
    message: 'В обращении {conversationId} уже {messagesLimit} сообщений. Откройте новое.',
  },
  SUPPORT_CONVERSATION_UNANSWERED: {
    status: 409,
    message: 'Обращение {conversationId} ещё без ответа. Сначала ответьте на него.',
  },
  SUPPORT_MESSAGE_EXISTS: {
    status: 409,
    message:
      'Сообщение {messageId} в обращении {conversationId} уже записано с другим текстом. Для нового нужен новый номер.',
  },
  SUPPORT_MESSAGE_EMPTY: { status: 422, message: 'Сообщение пустое. Впишите текст.' },
  SUPPORT_MESSAGE_TOO_LONG: {
    status: 422,
    message: 'Сообщение длиннее {charactersLimit} знаков. Сократите его или разделите на два.',
  },
  SUPPORT_PROMISE_BEFORE_MESSAGE: {
    status: 422,
    message: 'Ответ обещан {answerPromisedOn}, раньше самого сообщения ({writtenOn}). Исправьте дату.',
  },
};
