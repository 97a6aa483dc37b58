import { countInWords, numberInWords } from '#libs/web';
import { NightRunCard } from '#services/billing/api/client';
import { JobGo } from '../settings';
import { failureInWords } from './approval-words';

/** What the process does by the clock, as the office says it. A job without words here goes by its own name. */
const JOBS: Readonly<Record<string, string>> = {
  'nightly-charges': 'Ночной расчёт и закрытие месяца',
  'verify-log': 'Проверка целостности журнала событий',
  'autopay-charges': 'Автоплатежи: предупреждения и списания',
  'resume-autopay-charges': 'Автоплатежи: повтор списаний, о которых банк мог не узнать',
  'stray-codes': 'Уборка устаревших входов и неиспользованных кодов',
  'expired-approvals': 'Снятие согласований, на которые не ответили в срок',
  'overdue-answers': 'Отметка обращений, на которые не ответили в срок',
  reminders: 'Напоминания о показаниях и долге',
  'stray-slots': 'Возврат мест, которые никто не занял',
  'carry-out-closes': 'Закрытие месяцев, согласованных двумя сотрудниками',
  'carry-out-code-approvals': 'Замена и печать согласованных кодов доступа',
  'confirm-online-payments': 'Сверка платежей с банком',
  'note-refunds': 'Сверка возвратов с банком',
  'carry-out-recalculations': 'Проведение согласованных перерасчётов',
  'unaccepted-registries': 'Удаление проверенных и не принятых реестров',
  'finish-registries': 'Дозапись реестров банка',
  'send-letters': 'Отправка писем',
};

export function jobInWords(name: string): string {
  return JOBS[name] ?? name;
}

/** How it went; a fault that no catalogue knows is named as it is, for whoever looks after the machine. */
export function resultInWords({ failure }: JobGo): string {
  if (failure === null) return 'выполнено';
  const words = failureInWords(failure);
  return words === failure
    ? `не выполнено: сбой программы (${failure}), подробности в журнале процесса; повторится само`
    : `не выполнено: ${words}`;
}

/** `1 мин 5 с`: how long something took. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1_000);
  if (seconds < 1) return 'меньше секунды';
  const minutes = Math.floor(seconds / 60);
  const rest = `${numberInWords(String(seconds % 60))}\u00a0с`;
  return minutes === 0 ? rest : `${numberInWords(String(minutes))}\u00a0мин ${rest}`;
}

/** What a night has changed; nothing where it found nothing to do. */
export function changesInWords({ calculated, closed, parked }: NightRunCard): string {
  const accounts = (count: number) => countInWords(count, 'счёт', 'счёта', 'счетов');
  const parts = [
    calculated === 0 ? null : `рассчитано: ${accounts(calculated)}`,
    closed === 0 ? null : `закрыто: ${accounts(closed)}`,
    parked === 0 ? null : `отложено: ${accounts(parked)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? 'ничего не изменилось' : parts.join(', ');
}
