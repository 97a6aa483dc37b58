import { VNode } from 'preact';
import { countInWords, dayInWords, Table } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { ConversationsAnswer } from '#services/support/api/client';
import { stateInWords, subjectInWords } from '../conversation-words';

/** Every conversation with its state and the promised day. */
export function ConversationsPage(props: {
  readonly conversations: ConversationsAnswer;
  readonly utilities: readonly UtilityCard[];
}): VNode {
  const { conversations, more } = props.conversations;
  return (
    <>
      <h1>Обращения</h1>
      <p class="lead">Спросите специалиста письменно: о лицевом счёте, строке начислений или заказе.</p>
      <div class="buttons">
        <a class="button" href="/conversations/new">
          Задать вопрос
        </a>
        <a href="/notifications">Напоминания письмом</a>
      </div>
      <Table
        caption="Ваши обращения, последние сверху"
        rows={conversations}
        empty="Здесь появятся Ваши вопросы и ответы специалистов, как только Вы спросите."
        columns={[
          {
            title: 'О чём',
            names: true,
            cell: ({ conversationId, subject, openedOn }) => (
              <a href={`/conversations/${conversationId}`}>
                {subjectInWords(subject, props.utilities)}
                <span class="visually-hidden">, обращение от {dayInWords(openedOn)}</span>
              </a>
            ),
          },
          { title: 'Состояние', cell: stateInWords },
          { title: 'Начато', cell: ({ openedOn }) => dayInWords(openedOn) },
          {
            title: 'Последнее сообщение',
            cell: ({ lastWrittenOn, messages }) => (
              <>
                {lastWrittenOn === null ? '—' : dayInWords(lastWrittenOn)}
                <span class="note">всего {countInWords(messages, 'сообщение', 'сообщения', 'сообщений')}</span>
              </>
            ),
          },
        ]}
      />
      {more && <p class="hint">Показаны последние обращения. О прежних спросите по телефону горячей линии.</p>}
    </>
  );
}
