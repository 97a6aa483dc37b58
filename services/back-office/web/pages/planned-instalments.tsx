import { VNode } from 'preact';
import { countInWords, Notice, payeeInWords, Summary } from '#libs/web';
import { instalmentsOfPlan, PlannedInstalments } from '#services/billing/api/client';
import { ApprovalCard } from '#services/identity/api/client';
import { InstalmentTerms } from './instalment-terms';

type Asked = Pick<ApprovalCard, 'kind' | 'plan'>;

/** All of an agreement to pay by parts before it is agreed to, read from the plan that is carried out; nothing for others. */
export function PlannedParts({ kind, plan }: Asked): VNode | null {
  if (kind !== 'instalments') return null;
  const planned = readable(kind, plan);
  if (planned === null) {
    return (
      <Notice kind="warning" title="Условия рассрочки не читаются">
        <p>Согласовать её нельзя. Откажите и попросите составить рассрочку заново.</p>
      </Notice>
    );
  }
  const { account, terms, document } = planned;
  return (
    <>
      <h2>Что согласуется</h2>
      <Summary
        items={[
          { name: 'Счёт', value: <a href={`/accounts/${encodeURIComponent(account)}`}>{account}</a> },
          { name: 'Получатель', value: payeeInWords(terms.payee) },
          { name: 'Запас на перевод денег', value: countInWords(terms.graceDays, 'день', 'дня', 'дней') },
          ...(document === null ? [] : [{ name: 'Документ', value: document }]),
        ]}
      />
      <InstalmentTerms terms={terms} words={{ caption: 'Долг по месяцам', month: 'Месяц', debt: 'Долг' }} />
    </>
  );
}

function readable(kind: string, plan: ApprovalCard['plan']): PlannedInstalments | null {
  try {
    return instalmentsOfPlan(kind, plan);
  } catch {
    return null;
  }
}
