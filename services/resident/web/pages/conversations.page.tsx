import { VNode } from 'preact';
import { countInWords, dayInWords, Table } from '#libs/web';
import { OwnConversationAnswer } from '#services/support/api/client';
import { stateInWords } from '../conversation-words';

interface TitledConversation extends OwnConversationAnswer {
  readonly title: string;
}

/** Every conversation with what it is about, its state and the promised day. */
export function ConversationsPage(props: {
  readonly conversations: readonly TitledConversation[];
  /** Earlier ones are not shown. */
  readonly more: boolean;
}): VNode {
  const { conversations, more } = props;
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
          { title: 'О чём', names: true, cell: (conversation) => <Title conversation={conversation} /> },
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

/** Two questions about one line differ by their words and days. */
function Title({ conversation }: { readonly conversation: TitledConversation }): VNode {
  const { conversationId, title, openedOn, firstWords } = conversation;
  return (
    <>
      <a href={`/conversations/${conversationId}`}>
        {title}
        <span class="visually-hidden">, обращение от {dayInWords(openedOn)}</span>
      </a>
      {firstWords !== null && firstWords !== title && <span class="note">{firstWords}</span>}
    </>
  );
}
