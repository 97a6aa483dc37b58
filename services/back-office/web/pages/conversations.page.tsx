import { VNode } from 'preact';
import { dayInWords, Table } from '#libs/web';
import { Colleague } from '#services/identity/api/client';
import { QueueAnswer, QueueAsked } from '#services/support/api/client';
import { promiseInWords, QUEUE_WORDS, subjectInWords } from '../conversation-words';

interface QueueProps {
  readonly queue: QueueAnswer;
  readonly show: QueueAsked['show'];
  readonly colleagues: readonly Colleague[];
  readonly today: string;
}

const EMPTY: Readonly<Record<QueueAsked['show'], string>> = {
  waiting: 'Никто не ждёт ответа. Новые вопросы появятся здесь, как только жильцы их зададут.',
  unassigned: 'Обращений без ответственного нет.',
  mine: 'На Вас обращений нет. Возьмите их из списка «Ничьи».',
  all: 'Обращений ещё не было. Они появятся здесь, как только жильцы зададут вопрос.',
};

/** Who waits for an answer, the earliest promise first. */
export function QueuePage({ queue, show, colleagues, today }: QueueProps): VNode {
  return (
    <>
      <h1>Обращения</h1>
      <nav aria-label="Какие обращения показать">
        <ul class="navigation navigation-inside">
          {(Object.keys(QUEUE_WORDS) as QueueAsked['show'][]).map((one) => (
            <li>
              <a href={`/conversations?show=${one}`} {...(one === show ? { 'aria-current': 'page' as const } : {})}>
                {QUEUE_WORDS[one]}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Table
        caption={`${QUEUE_WORDS[show]}${show === 'all' ? ', последние сверху' : ', ближайший срок сверху'}`}
        empty={EMPTY[show]}
        rows={queue.conversations}
        columns={[
          {
            title: 'О чём',
            names: true,
            cell: ({ conversationId, subject, account }) => (
              <a href={`/conversations/${conversationId}`}>
                {subjectInWords(subject)}
                <span class="visually-hidden">, счёт {account}</span>
              </a>
            ),
          },
          { title: 'Счёт', cell: ({ account }) => <span class="digits">{account}</span> },
          { title: 'Срок', cell: (one) => promiseInWords(one, today) },
          { title: 'Ответственный', cell: ({ assignedTo }) => nameOf(assignedTo, colleagues) },
          {
            title: 'Последнее сообщение',
            cell: ({ lastWrittenOn, lastAuthor }) =>
              lastWrittenOn === null
                ? ''
                : `${dayInWords(lastWrittenOn)}, ${lastAuthor === 'resident' ? 'жилец' : 'специалист'}`,
          },
        ]}
      />
      {queue.more && <p class="hint">Показаны первые. Остальные появятся, когда эти получат ответ.</p>}
    </>
  );
}

/** Whose a conversation is, in words. */
export function nameOf(staffId: string | null, colleagues: readonly Colleague[]): string {
  if (staffId === null) return 'никто';
  return colleagues.find((one) => one.staffId === staffId)?.name ?? `сотрудник № ${staffId}`;
}
