import { VNode } from 'preact';
import { dayInWords } from '#libs/web';
import { AgedAccount } from '#services/billing/api/client';

/** Beside a debt whose penalty is counted through an earlier day than its own; nothing where nothing is owed. */
export function PenaltyThrough({ debt }: { readonly debt: AgedAccount }): VNode | null {
  const { payees, penaltyThrough } = debt;
  if (penaltyThrough === undefined || payees.every(({ lines }) => lines.length === 0)) return null;
  return <p>Пени посчитаны по {dayInWords(penaltyThrough)}.</p>;
}
