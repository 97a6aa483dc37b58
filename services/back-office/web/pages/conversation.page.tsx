import { VNode } from 'preact';
import { ActionForm, ConversationMessage, errorOf, ErrorSummary, Field, roublesInWords, Summary } from '#libs/web';
import { MessageAnswer } from '#services/support/api/client';
import { lineOf, promiseInWords, subjectInWords } from '../conversation-words';
import { AnswerForm } from './answer-form';
import { OfficeConversationProps } from './conversation-props';
import { AskedLineSection } from './asked-line';
import { nameOf } from './conversations.page';

/** A question: what it is about, what was written, the answer, and who takes care of it until when. */
export function OfficeConversationPage(props: OfficeConversationProps): VNode {
  const { shown, card, colleagues, explanation, today, timeZone, errors } = props;
  const { conversation, messages } = shown;
  const { account, subject, state, assignedTo, conversationId } = conversation;
  const line = lineOf(subject);
  return (
    <>
      <ErrorSummary errors={errors} />
      <p>
        <a href="/conversations">Все обращения</a>
      </p>
      <h1>{subjectInWords(subject, card.utilities)}</h1>
      <Summary
        items={[
          {
            name: 'Счёт',
            value: (
              <a class="digits" href={`/accounts/${account}`}>
                {account}
              </a>
            ),
          },
          { name: 'Адрес', value: `${card.address}, кв. ${card.flat}` },
          { name: 'Срок', value: promiseInWords(conversation, today) },
          { name: 'Ответственный', value: nameOf(assignedTo, colleagues) },
        ]}
      />
      {line !== null && <AskedLineSection line={line} explanation={explanation} utilities={card.utilities} />}
      <h2>Переписка</h2>
      {messages.map((message) => (
        <Message message={message} conversationId={conversationId} timeZone={timeZone} />
      ))}
      {state === 'closed' ? (
        <Turn {...props} to="open" button="Открыть обращение снова" />
      ) : (
        <>
          <AnswerForm {...props} />
          <Work {...props} />
        </>
      )}
    </>
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
  const who = isAnswer ? 'Специалист' : 'Жилец';
  return (
    <ConversationMessage {...{ who, isAnswer, recordedAt, timeZone, text, files }}>
      {correction !== null && (
        <p>
          Исправлено: {roublesInWords(correction.amountKopecks)}, {correction.cause}
        </p>
      )}
    </ConversationMessage>
  );
}

/** Who takes care of it, until when, and the end of it. */
function Work(props: OfficeConversationProps): VNode {
  const { shown, colleagues, officer, typed, token, today, errors, newKey } = props;
  const { conversationId, assignedTo, state, answerPromisedOn } = shown.conversation;
  const action = (act: string) => `/conversations/${conversationId}/${act}`;
  return (
    <>
      <h2>Кто отвечает</h2>
      <ActionForm action={action('assignment')} token={token}>
        <input type="hidden" name="key" value={newKey()} />
        <Field
          id="staffId"
          label="Передать"
          error={errorOf(errors, 'staffId')}
          control={(by) => (
            <select name="staffId" {...by}>
              {colleagues.map(({ staffId, name }) => (
                <option value={staffId} selected={staffId === (assignedTo ?? officer.staffId)}>
                  {staffId === officer.staffId ? 'мне' : (name ?? `сотрудник № ${staffId}`)}
                </option>
              ))}
            </select>
          )}
        />
        <button class="button" type="submit">
          Передать
        </button>
      </ActionForm>
      {state === 'waiting' && (
        <>
          <h2>Срок ответа</h2>
          <ActionForm action={action('promise')} token={token}>
            <input type="hidden" name="key" value={newKey()} />
            <Field
              id="answerPromisedOn"
              label="Ответить до"
              hint="Жилец сразу увидит новый срок"
              error={errorOf(errors, 'answerPromisedOn')}
              input={{ type: 'date', min: today, value: typed['answerPromisedOn'] ?? answerPromisedOn ?? '' }}
            />
            <Field
              id="reason"
              label="Причина"
              hint="Например: ждём акт поставщика. Останется в журнале"
              error={errorOf(errors, 'reason')}
              input={{ value: typed['reason'] ?? '', autocomplete: 'off', maxLength: 300 }}
            />
            <button class="button" type="submit">
              Изменить срок
            </button>
          </ActionForm>
        </>
      )}
      {state === 'settled' && <Turn {...props} to="closed" button="Вопрос решён, закрыть обращение" />}
    </>
  );
}

function Turn(
  props: Pick<OfficeConversationProps, 'shown' | 'token' | 'newKey'> & {
    readonly to: 'open' | 'closed';
    readonly button: string;
  },
): VNode {
  const { shown, token, newKey, to, button } = props;
  return (
    <ActionForm action={`/conversations/${shown.conversation.conversationId}/transition`} token={token}>
      <input type="hidden" name="key" value={newKey()} />
      <input type="hidden" name="to" value={to} />
      <button class="button button-second" type="submit">
        {button}
      </button>
    </ActionForm>
  );
}
