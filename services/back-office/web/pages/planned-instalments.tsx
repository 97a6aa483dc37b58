import { VNode } from 'preact';
import { countInWords, dayInWords, Money, monthInWords, Notice, payeeInWords, Summary, Table } from '#libs/web';
import { instalmentsOfPlan, PlannedInstalments } from '#services/billing/api/client';
import { ApprovalCard } from '#services/identity/api/client';

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
      <Table
        caption="Долг по месяцам"
        empty=""
        rows={terms.months}
        columns={[
          { title: 'Месяц', names: true, cell: ({ period }) => monthInWords(period) },
          { title: 'Долг', number: true, cell: (month) => <Money kopecks={month.amountKopecks} /> },
        ]}
        total={['Всего', <Money kopecks={sumOf(terms.months)} />]}
      />
      <Table
        caption="Части"
        empty=""
        rows={terms.parts}
        columns={[
          { title: 'Заплатить до', names: true, cell: ({ dueOn }) => dayInWords(dueOn) },
          { title: 'Сумма', number: true, cell: (part) => <Money kopecks={part.amountKopecks} /> },
        ]}
        total={['Всего', <Money kopecks={sumOf(terms.parts)} />]}
      />
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

function sumOf(items: readonly { readonly amountKopecks: number }[]): number {
  return items.reduce((total, { amountKopecks }) => total + amountKopecks, 0);
}
