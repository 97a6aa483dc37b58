import { VNode } from 'preact';
import { dayAndMonth, monthInWords } from '#libs/web';
import { AccountMetersAnswer } from '#services/metering/api/client';

/** Until when readings count for which month. */
export function WindowInWords({ meters }: { readonly meters: AccountMetersAnswer }): VNode | null {
  const { windowFromDay, windowToDay, windowToday, belongsToToday, today } = meters;
  if (windowFromDay === null || windowToDay === null || belongsToToday === null) return null;
  if (belongsToToday !== today.slice(0, 7)) {
    return (
      <>Срок этого месяца прошёл: переданные сегодня показания войдут в начисления за {monthInWords(belongsToToday)}.</>
    );
  }
  const dayOf = (day: number) => `${today.slice(0, 8)}${String(day).padStart(2, '0')}`;
  const lastDay = dayOf(windowToDay);
  return (
    <>
      {windowToday === 'open'
        ? `Сейчас идёт приём показаний: с ${String(windowFromDay)} по ${dayAndMonth(lastDay)}.`
        : `Приём показаний — с ${String(windowFromDay)} по ${dayAndMonth(lastDay)}, но передать можно и сегодня.`}{' '}
      Переданные до {dayAndMonth(lastDay)} включительно войдут в начисления за {monthInWords(belongsToToday)}.
    </>
  );
}
