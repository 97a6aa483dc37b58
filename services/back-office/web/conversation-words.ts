import { dayInWords, monthInWords } from '#libs/web';
import { Explanation, ExplainedLine, UtilityCard } from '#services/billing/api/client';
import { ConversationSubject, OfficeConversationAnswer, QueueAsked } from '#services/support/api/client';

const LINE_FORM = /^(\d{4}-(?:0[1-9]|1[0-2]))\/((?:order:)?[0-9A-Za-z_.-]{1,32})(?:\/([a-z0-9_]{1,40}))?$/;

export const QUEUE_WORDS: Readonly<Record<QueueAsked['show'], string>> = {
  waiting: 'Ждут ответа',
  unassigned: 'Ничьи',
  mine: 'Мои',
  all: 'Все',
};

/** A charge line that a question is about. */
export interface AskedLine {
  readonly period: string;
  readonly utility: string;
  readonly component: string | null;
}

/** Null where the question is about no line. */
export function lineOf({ kind, reference }: ConversationSubject): AskedLine | null {
  const [, period, utility, component] = (kind === 'charge_line' ? LINE_FORM.exec(reference) : null) ?? [];
  if (period === undefined || utility === undefined) return null;
  return { period, utility, component: component ?? null };
}

/** The lines of an explanation that the question is about. */
export function explainedLines({ lines }: Explanation, { utility, component }: AskedLine): readonly ExplainedLine[] {
  return lines.filter((line) => line.utility === utility && (component === null || line.component === component));
}

/** «Начисление за сентябрь 2026: Горячая вода»; without the names of utilities, by their codes. */
export function subjectInWords(subject: ConversationSubject, utilities: readonly UtilityCard[] = []): string {
  if (subject.kind === 'order') return 'Заказ услуги';
  const line = lineOf(subject);
  if (line === null) return 'Лицевой счёт';
  const name = utilities.find(({ utility }) => utility === line.utility)?.name;
  const of = name === undefined ? '' : `: ${name}`;
  return `Начисление за ${monthInWords(line.period)}${of}`;
}

/** In which state it is, and by when somebody has to answer; a missed day is said in words. */
export function promiseInWords({ state, answerPromisedOn, overdue }: OfficeConversationAnswer, today: string): string {
  if (state === 'closed') return 'закрыто';
  if (state === 'settled' || answerPromisedOn === null) return 'ответа не ждут';
  const day = dayInWords(answerPromisedOn);
  if (overdue || answerPromisedOn < today) return `просрочено: обещано до ${day}`;
  return answerPromisedOn === today ? `ответить сегодня, ${day}` : `ответить до ${day}`;
}
