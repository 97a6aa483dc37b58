import { VNode } from 'preact';
import { Balance, capitalised, Money, monthInWords, MonthsTable } from '#libs/web';
import { PrintedStatement } from '#services/billing/api/client';
import { figureOf } from '../sums';

/** Every closed month, the latest first. */
export function ChargesPage({ statements }: { readonly statements: readonly PrintedStatement[] }): VNode {
  return (
    <>
      <h1>Начисления</h1>
      <p class="lead">Выберите месяц, чтобы увидеть, за что начислено и как посчитано.</p>
      <MonthsTable
        caption="Закрытые месяцы, новые сверху"
        rows={statements.toReversed()}
        empty="Закрытых месяцев ещё нет. Первый появится здесь в начале следующего месяца."
        columns={[
          {
            title: 'Месяц',
            names: true,
            cell: ({ period }) => <a href={`/charges/${period}`}>{capitalised(monthInWords(period))}</a>,
          },
          { title: 'Было', number: true, cell: (one) => <Balance kopecks={figureOf(one, 'openingKopecks')} /> },
          { title: 'Начислено', number: true, cell: (one) => <Money kopecks={figureOf(one, 'chargedKopecks')} /> },
          {
            title: 'Перерасчёт',
            number: true,
            minor: (one) => figureOf(one, 'recalculatedKopecks') === 0,
            cell: (one) => <Money kopecks={figureOf(one, 'recalculatedKopecks')} />,
          },
          {
            title: 'Пени',
            number: true,
            minor: (one) => figureOf(one, 'penaltyKopecks') === 0,
            cell: (one) => <Money kopecks={figureOf(one, 'penaltyKopecks')} />,
          },
          { title: 'Оплачено', number: true, cell: (one) => <Money kopecks={figureOf(one, 'paymentsKopecks')} /> },
          { title: 'Стало', number: true, cell: (one) => <Balance kopecks={figureOf(one, 'closingKopecks')} /> },
        ]}
      />
    </>
  );
}
