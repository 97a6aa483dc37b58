import { VNode } from 'preact';
import { dayAndMonth, monthInWords } from '#libs/web';
import { AccountMetersAnswer } from '#services/metering/api/client';

/** Until when readings count for which month. */
export function WindowInWords({ meters }: { readonly meters: AccountMetersAnswer }): VNode | null {
  const { windowToDay, belongsToToday, today } = meters;
  if (windowToDay === null || belongsToToday === null) return null;
  if (belongsToToday !== today.slice(0, 7)) {
    return (
      <>Срок этого месяца прошёл: переданные сегодня показания войдут в начисления за {monthInWords(belongsToToday)}.</>
    );
  }
  const lastDay = `${today.slice(0, 8)}${String(windowToDay).padStart(2, '0')}`;
  return (
    <>
      Переданные до {dayAndMonth(lastDay)} включительно войдут в начисления за {monthInWords(belongsToToday)}.
    </>
  );
}
