import { dayAndMonth, monthInWords } from '#libs/web';
import { UtilityCard } from '#services/billing/api/client';
import { ConversationAnswer, ConversationSubject } from '#services/support/api/client';
import { lineOf } from '../api/line-reference';
import { utilityInWords } from './words';

/** «Начисление за сентябрь 2026: Горячая вода, подогрев». */
export function subjectInWords({ kind, reference }: ConversationSubject, utilities: readonly UtilityCard[]): string {
  if (kind === 'order') return 'Заказ услуги';
  const line = kind === 'charge_line' ? lineOf(reference) : null;
  if (line === null) return 'Лицевой счёт';
  return `Начисление за ${monthInWords(line.period)}: ${utilityInWords(utilities, line.utility, line.component)}`;
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
