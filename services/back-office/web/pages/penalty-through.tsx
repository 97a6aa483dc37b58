import { VNode } from 'preact';
import { dayInWords, Notice } from '#libs/web';

interface PenaltyThroughProps {
  /** The last day through which penalty is counted; undefined where that is the day of the debts. */
  readonly through: string | undefined;
}

/** Beside debts of a day that the rules of penalty do not cover: what is counted, what is missing, and where to tell it. */
export function PenaltyThrough({ through }: PenaltyThroughProps): VNode | null {
  if (through === undefined) return null;
  return (
    <Notice kind="warning" title={`Пени посчитаны по ${dayInWords(through)}`}>
      <p>
        Дальше не задан предел ставки для пеней. Основной долг — на день, который показан. Задать предел можно на
        странице <a href="/tariffs#ending">«Тарифы и правила»</a>.
      </p>
    </Notice>
  );
}
