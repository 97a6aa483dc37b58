import { VNode } from 'preact';
import { ActionForm, ConversationMessage, dayInWords, ErrorSummary, Notice, roublesInWords } from '#libs/web';
import { ConversationWithMessages, MessageAnswer } from '#services/support/api/client';
import { lineOf } from '../../api/line-reference';
import { stateInWords } from '../conversation-words';
import { FormParts, MessageForm, TypedForm } from './message-form';

/** What has just happened on the page. */
export interface ConversationNews {
  readonly isSent: boolean;
  /** An access code stood in what was sent. */
  readonly isCodeRemoved: boolean;
}

interface ConversationProps extends FormParts {
  readonly shown: ConversationWithMessages;
  readonly title: string;
  readonly timeZone: string;
  readonly typed: TypedForm;
  readonly news: ConversationNews;
}

/** What was written, in order, and the form for the next message. */
export function ConversationPage(props: ConversationProps): VNode {
  const { shown, title, timeZone, typed, news, ...form } = props;
  const { conversation, messages } = shown;
  const { conversationId, subject, state, openedOn, answerPromisedOn } = conversation;
  const line = subject.kind === 'charge_line' ? lineOf(subject.reference) : null;
  return (
    <>
      <ErrorSummary errors={typed.errors} />
      <p>
        <a href="/conversations">Все обращения</a>
      </p>
      <h1>{title}</h1>
      {news.isCodeRemoved && <CodeRemoved />}
      {news.isSent && (
        <Notice kind="done" title="Сообщение отправлено">
          {answerPromisedOn !== null && <p>Специалист ответит не позже {dayInWords(answerPromisedOn)}.</p>}
        </Notice>
      )}
      <p>
        Вопрос от {dayInWords(openedOn)}. {stateInWords(conversation)}.
      </p>
      {line !== null && (
        <p>
          <a href={`/charges/${line.period}/${line.utility}`}>Как посчитана эта строка</a>
        </p>
      )}
      <h2>Переписка</h2>
      {messages.map((message) => (
        <Message message={message} conversationId={conversationId} timeZone={timeZone} />
      ))}
      <h2 class="on-screen">{state === 'closed' ? 'Спросить снова' : 'Дописать'}</h2>
      {state === 'closed' && <p class="hint on-screen">Обращение закрыто. Новое сообщение откроет его снова.</p>}
      <MessageForm
        {...form}
        action={`/conversations/${conversationId}`}
        typed={typed}
        label="Ваше сообщение"
        button="Отправить"
      />
      {state !== 'closed' && (
        <ActionForm action={`/conversations/${conversationId}/closing`} token={form.token}>
          <input type="hidden" name="account" value={form.account} />
          <input type="hidden" name="key" value={`${form.formKey}-close`} />
          <button class="button button-second" type="submit">
            Вопрос решён, закрыть обращение
          </button>
        </ActionForm>
      )}
    </>
  );
}

/** Whoever has told the code once tells it again, unless somebody says why not. */
function CodeRemoved(): VNode {
  return (
    <Notice kind="warning" title="Код доступа из сообщения убран">
      <p>
        В Вашем сообщении был код доступа. Мы его не записали: на его месте точки. Код нельзя сообщать никому, даже
        нашим сотрудникам: для ответа он не нужен.
      </p>
      <p>Если код узнал кто-то посторонний, позвоните на горячую линию: бухгалтерия выдаст новый.</p>
    </Notice>
  );
}

function Message(props: {
  readonly message: MessageAnswer;
  readonly conversationId: string;
  readonly timeZone: string;
}): VNode {
  const { message, conversationId, timeZone } = props;
  const { author, text, recordedAt, attachments, correction } = message;
  const isAnswer = author !== 'resident';
  const files = attachments.map((file) => ({
    ...file,
    href: `/conversations/${conversationId}/files/${file.attachmentId}`,
  }));
  const who = isAnswer ? 'Специалист' : 'Вы';
  return (
    <ConversationMessage {...{ who, isAnswer, recordedAt, timeZone, text, files }}>
      {correction !== null && (
        <p>
          Исправлено: {roublesInWords(correction.amountKopecks)}, {correction.cause}.{' '}
          <a href="/charges">Посмотреть начисления</a>
        </p>
      )}
    </ConversationMessage>
  );
}
