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
  SUPPORT_TOO_MANY_ATTACHMENTS: {
    status: 422,
    message:
      'К сообщению можно приложить не больше {attachmentsLimit} файлов. Отправьте остальные следующим сообщением.',
  },
  SUPPORT_ATTACHMENT_TOO_LARGE: {
    status: 422,
    message: 'Файл больше {megabytesLimit} МБ. Уменьшите его или сфотографируйте с меньшим качеством.',
  },
  SUPPORT_ATTACHMENT_EMPTY: { status: 422, message: 'Файл пустой. Выберите другой.' },
  SUPPORT_ATTACHMENT_UNKNOWN_TYPE: {
    status: 422,
    message: 'Такой файл приложить нельзя. Приложите снимок JPG или PNG или документ PDF.',
  },
  SUPPORT_ATTACHMENT_UNREADABLE: {
    status: 422,
    message: 'Файл повреждён или слишком велик по размерам снимка. Откройте его, сохраните заново и приложите снова.',
  },
  SUPPORT_ATTACHMENT_UNSAFE: {
    status: 422,
    message: 'В документе есть пароль, программа или вложенный файл. Сохраните его как простой PDF и приложите снова.',
  },
  SUPPORT_UPLOADS_BUSY: {
    status: 503,
    message: 'Сейчас принимается слишком много файлов. Сообщение не записано, отправьте его снова через минуту.',
  },
  SUPPORT_UNKNOWN_ATTACHMENT: { status: 404, message: 'Такого файла в обращении нет. Откройте обращение заново.' },
  SUPPORT_UNKNOWN_SUBJECT: { status: 422, message: 'Непонятно, о чём обращение. Откройте его со страницы начислений.' },
  SUPPORT_PERSON_ERASED: {
    status: 409,
    message: 'Личные данные по этому лицевому счёту удалены, поэтому письма по нему не принимаются. Позвоните нам.',
  },
  SUPPORT_UNKNOWN_NOTIFICATION: { status: 404, message: 'Такого письма нет. Проверьте его номер.' },
  SUPPORT_TOO_MANY_CONTACTS: {
    status: 409,
    message: 'На лицевом счёте уже {contactsLimit} адресов. Удалите лишний.',
  },
  SUPPORT_PROMISE_BEFORE_MESSAGE: {
    status: 422,
    message: 'Ответ обещан {answerPromisedOn}, раньше самого сообщения ({writtenOn}). Исправьте дату.',
  },
};
