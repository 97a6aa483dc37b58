import { dayAndMonth, monthInWords } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { ConversationAnswer, ConversationSubject, OwnConversationAnswer } from '#services/support/api/client';
import { lineOf } from '../api/line-reference';
import { utilityInWords } from './words';

/** What an order is called, where a conversation is about one. */
export type OrderTitles = ReadonlyMap<string, string>;

/** «Горячая вода, подогрев, сентябрь 2026», «Заказ: Вызов электрика»; null for what is about the account at large. */
export function subjectInWords(
  { kind, reference }: ConversationSubject,
  utilities: readonly UtilityCard[],
  orders: OrderTitles = new Map(),
): string | null {
  if (kind === 'order') {
    const title = orders.get(reference);
    return title === undefined ? 'Заказ услуги' : `Заказ: ${title}`;
  }
  const line = kind === 'charge_line' ? lineOf(reference) : null;
  if (line === null) return null;
  if (!utilities.some(({ utility }) => utility === line.utility))
    return `Строка начислений, ${monthInWords(line.period)}`;
  return `${utilityInWords(utilities, line.utility, line.component)}, ${monthInWords(line.period)}`;
}

/** What a conversation is called: what it is about, or the words with which it was opened. */
export function titleInWords(
  { subject, firstWords }: Pick<OwnConversationAnswer, 'subject' | 'firstWords'>,
  utilities: readonly UtilityCard[],
  orders?: OrderTitles,
): string {
  return subjectInWords(subject, utilities, orders) ?? firstWords ?? 'Вопрос о лицевом счёте';
}

/** In which state a conversation is, and what the resident may expect. */
export function stateInWords({ state, overdue, answerPromisedOn, lastAuthor }: ConversationAnswer): string {
  if (state === 'closed') return 'Закрыто';
  if (state === 'waiting' && answerPromisedOn !== null) {
    return overdue
      ? `Ответ обещан до ${dayAndMonth(answerPromisedOn)} и опаздывает`
      : `Ждёт ответа до ${dayAndMonth(answerPromisedOn)}`;
  }
  return lastAuthor === 'specialist' ? 'Специалист ответил' : 'Открыто';
}
