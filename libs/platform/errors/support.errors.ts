import { ErrorCatalogue } from './catalogued-error';

export const SUPPORT_ERRORS: ErrorCatalogue = {
  SUPPORT_UNKNOWN_ACCOUNT: { status: 404, message: 'Лицевого счёта {account} нет. Проверьте номер.' },
  SUPPORT_UNKNOWN_CONVERSATION: { status: 404, message: 'Такого обращения нет. Проверьте его номер.' },
  SUPPORT_CONVERSATION_EXISTS: {
    status: 409,
    message: 'Это обращение уже открыто. Допишите сообщение в нём.',
  },
  SUPPORT_CONVERSATION_CLOSED: {
    status: 409,
    message: 'Это обращение закрыто. Откройте новое.',
  },
  SUPPORT_CONVERSATION_FULL: {
    status: 409,
    message: 'В этом обращении уже {messagesLimit} сообщений. Откройте новое.',
  },
  SUPPORT_CONVERSATION_UNANSWERED: {
    status: 409,
    message: 'Это обращение ещё без ответа. Сначала ответьте на него.',
  },
  SUPPORT_NOBODY_WAITS: {
    status: 409,
    message: 'По этому обращению никто не ждёт ответа, срок не изменён. Обновите страницу.',
  },
  SUPPORT_PROMISE_DAY: {
    status: 422,
    message: 'Срок ответа — день от сегодняшнего и не дальше {daysLimit} дней. Выберите другой, срок не изменён.',
  },
  SUPPORT_REASON_REQUIRED: {
    status: 422,
    message: 'Нужна причина, не длиннее {charactersLimit} знаков. Впишите её и отправьте снова.',
  },
  SUPPORT_UNKNOWN_TEMPLATE: { status: 404, message: 'Такой заготовки ответа нет. Выберите другую в списке.' },
  SUPPORT_TEMPLATE_TEXT: {
    status: 422,
    message:
      'У заготовки должны быть название не длиннее {titleLimit} знаков и текст не длиннее {charactersLimit}. Исправьте и сохраните снова.',
  },
  SUPPORT_TOO_MANY_TEMPLATES: {
    status: 409,
    message: 'Заготовок уже {limit}. Удалите ненужную и сохраните снова.',
  },
  SUPPORT_MESSAGE_EXISTS: {
    status: 409,
    message: 'Это сообщение уже записано с другим текстом. Для нового нужен новый номер.',
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
  SUPPORT_TOO_MANY_MESSAGES: {
    status: 429,
    message:
      'За час можно отправить не больше {limit} сообщений. Это сообщение не записано, отправьте его снова через {waitMinutes} мин.',
  },
  SUPPORT_TOO_MANY_CONVERSATIONS: {
    status: 429,
    message:
      'За день можно открыть не больше {limit} обращений. Допишите вопрос в одно из открытых или откройте новое {againOn}.',
  },
  SUPPORT_TOO_MANY_WAITING_CONVERSATIONS: {
    status: 429,
    message:
      'Ответа уже ждут {limit} обращений. Допишите вопрос в одно из них или откройте новое, когда ответят: первый ответ обещан до {answerPromisedOn}.',
  },
  SUPPORT_TOO_MANY_ATTACHED_MEGABYTES: {
    status: 429,
    message:
      'За день можно приложить не больше {limit} МБ файлов. Отправьте сообщение без них, а файлы приложите {againOn}.',
  },
  SUPPORT_TOO_MANY_ORDERS: {
    status: 429,
    message: 'За день можно сделать не больше {limit} заказов. Закажите {againOn} или позвоните на горячую линию.',
  },
  SUPPORT_TOO_MANY_OPEN_ORDERS: {
    status: 429,
    message:
      'У Вас уже {limit} невыполненных заказов. Отмените ненужный или закажите после ближайшего визита, он {visitOn}.',
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
  SUPPORT_UNKNOWN_SERVICE: { status: 404, message: 'Такой услуги нет в списке. Выберите другую.' },
  SUPPORT_SERVICE_EXISTS: {
    status: 409,
    message: 'Эта услуга уже предлагается. Чтобы изменить её, запишите новые условия с более позднего дня.',
  },
  SUPPORT_SERVICE_WITHDRAWN: {
    status: 409,
    message: 'Эту услугу больше нельзя заказать. Посмотрите другие услуги или позвоните на горячую линию.',
  },
  SUPPORT_SERVICE_CHANGE_TOO_EARLY: {
    status: 422,
    message: 'Условия этой услуги уже записаны с {lastFrom}. Новые могут действовать только с более позднего дня.',
  },
  SUPPORT_SERVICE_TERMS: {
    status: 422,
    message: 'Условия услуги записаны неверно. Проверьте название, цену и числа и исправьте их.',
  },
  SUPPORT_NO_FREE_SLOT: {
    status: 409,
    message: 'На этот день свободного времени больше нет: его только что заняли. Выберите другой день.',
  },
  SUPPORT_UNKNOWN_ORDER: { status: 404, message: 'Такого заказа нет. Проверьте его номер.' },
  SUPPORT_ORDER_EXISTS: { status: 409, message: 'Этот заказ уже записан. Для нового нужен новый номер.' },
  SUPPORT_ORDER_QUANTITY: {
    status: 422,
    message: 'В одном заказе может быть от 1 до {quantityLimit}. Исправьте количество.',
  },
  SUPPORT_ORDER_COMMENT_TOO_LONG: {
    status: 422,
    message: 'Примечание длиннее {charactersLimit} знаков. Сократите его.',
  },
  SUPPORT_ORDER_DAY: {
    status: 422,
    message: 'На этот день заказать услугу нельзя. Выберите день из списка свободных.',
  },
  SUPPORT_ORDER_DAY_OVER: { status: 422, message: 'Этот день уже прошёл. Выберите другой.' },
  SUPPORT_ORDER_COMPLETED: {
    status: 409,
    message: 'Этот заказ уже выполнен, изменить его нельзя. Если что-то не так, напишите нам.',
  },
  SUPPORT_ORDER_CANCELLED: { status: 409, message: 'Этот заказ отменён, изменить его нельзя. Закажите заново.' },
  SUPPORT_ORDER_NO_REFUND_DUE: {
    status: 409,
    message: 'По этому заказу возвращать нечего: деньги возвращены, возврат уже согласован или заказ не отменён.',
  },
  SUPPORT_ORDER_REFUND_OTHER_PLAN: {
    status: 409,
    message: 'Согласован возврат не той суммы, которую надо вернуть сейчас. Запросите возврат заново.',
  },
  SUPPORT_ORDER_TOO_LATE: {
    status: 409,
    message: 'Отменить или перенести этот заказ в кабинете уже нельзя: срок прошёл. Позвоните на горячую линию.',
  },
  SUPPORT_ORDER_COMPLETION_DAY: {
    status: 422,
    message: 'Работа не может быть выполнена {completedOn}: заказ сделан {placedOn}, сегодня {today}. Исправьте день.',
  },
};
