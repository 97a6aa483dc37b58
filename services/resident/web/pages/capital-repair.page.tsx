import { VNode } from 'preact';
import {
  Balance,
  capitalised,
  dayInWords,
  Money,
  monthInWords,
  MonthsTable,
  priceInWords,
  quantityInWords,
  Summary,
  Table,
} from '#libs/web';
import {
  AccountCard,
  AgedAccount,
  PrintedPayee,
  PrintedStatement,
  TariffRow,
  UtilityCard,
} from '#services/billing/api/client';
import { balanceOf, sum } from '../sums';
import { utilityInWords } from '../words';

interface CapitalRepairProps {
  readonly card: AccountCard;
  readonly debt: AgedAccount;
  readonly statements: readonly PrintedStatement[];
  readonly rates: readonly { readonly utility: UtilityCard; readonly rows: readonly TariffRow[] }[];
}

const PAYEE = 'capital_repair';

/** The contribution for the capital repair of the house (ЖК РФ, ст. 169): rate, area, charged, paid, balance, fund. */
export function CapitalRepairPage({ card, debt, statements, rates }: CapitalRepairProps): VNode {
  const aged = debt.payees.find(({ payee }) => payee === PAYEE);
  const fund = card.payees.find(({ payee }) => payee === PAYEE);
  const months = monthsOf(statements);
  const lastRate = rates
    .flatMap(({ rows }) => rows)
    .findLast(({ from }) => from <= (statements.at(-1)?.dueDate ?? from));
  return (
    <>
      <h1>Капитальный ремонт</h1>
      {aged !== undefined && (
        <p class="sum">
          <Balance kopecks={balanceOf(aged)} />
        </p>
      )}
      <p>
        Взнос считают так: площадь квартиры × ставка за квадратный метр (ст. 169 Жилищного кодекса).
        {lastRate !== undefined && (
          <>
            {' '}
            У Вас {quantityInWords(card.totalAreaM2, 'm2')} × {`${priceInWords(lastRate.price)}\u00a0₽`} в месяц.
          </>
        )}
      </p>
      <Months months={months} />
      {rates.map(({ utility, rows }) => (
        <Rates name={utilityInWords(card.utilities, utility.utility)} rows={rows} />
      ))}
      {fund !== undefined && <Fund fund={fund} />}
    </>
  );
}

type Month = PrintedPayee & { readonly period: string };

function monthsOf(statements: readonly PrintedStatement[]): Month[] {
  return statements.flatMap(({ period, payees }) => {
    const figures = payees.find(({ payee }) => payee === PAYEE);
    return figures === undefined ? [] : [{ period, ...figures }];
  });
}

function Months({ months }: { readonly months: readonly Month[] }): VNode {
  type Figure = 'chargedKopecks' | 'recalculatedKopecks' | 'penaltyKopecks' | 'paymentsKopecks';
  const total = (rows: readonly Month[], figure: Figure) => <Money kopecks={sum(rows.map((month) => month[figure]))} />;
  return (
    <MonthsTable
      caption="По месяцам, новые сверху"
      rows={months.toReversed()}
      empty="Закрытых месяцев ещё нет. Первый появится здесь в начале следующего месяца."
      columns={[
        {
          title: 'Месяц',
          names: true,
          cell: ({ period }) => <a href={`/charges/${period}`}>{capitalised(monthInWords(period))}</a>,
        },
        { title: 'Начислено', number: true, cell: ({ chargedKopecks }) => <Money kopecks={chargedKopecks} /> },
        {
          title: 'Перерасчёт',
          number: true,
          minor: ({ recalculatedKopecks }) => recalculatedKopecks === 0,
          cell: ({ recalculatedKopecks }) => <Money kopecks={recalculatedKopecks} />,
        },
        {
          title: 'Пени',
          number: true,
          minor: ({ penaltyKopecks }) => penaltyKopecks === 0,
          cell: ({ penaltyKopecks }) => <Money kopecks={penaltyKopecks} />,
        },
        { title: 'Оплачено', number: true, cell: ({ paymentsKopecks }) => <Money kopecks={paymentsKopecks} /> },
        { title: 'Итого', number: true, cell: ({ closingKopecks }) => <Balance kopecks={closingKopecks} /> },
      ]}
      totalOf={(rows) => [
        'Всего',
        total(rows, 'chargedKopecks'),
        total(rows, 'recalculatedKopecks'),
        total(rows, 'penaltyKopecks'),
        total(rows, 'paymentsKopecks'),
        '',
      ]}
    />
  );
}

function Rates({ name, rows }: { readonly name: string; readonly rows: readonly TariffRow[] }): VNode {
  return (
    <Table
      caption={`${name}: как менялась ставка`}
      rows={rows.toReversed()}
      empty="Ставка ещё не установлена."
      columns={[
        { title: 'С какого дня', names: true, cell: ({ from }) => dayInWords(from) },
        { title: 'Ставка за квадратный метр в месяц, ₽', number: true, cell: ({ price }) => priceInWords(price) },
      ]}
    />
  );
}

function Fund({ fund }: { readonly fund: AccountCard['payees'][number] }): VNode {
  return (
    <>
      <h2>Фонд</h2>
      <Summary
        items={[
          { name: 'Получатель', value: fund.name },
          { name: 'ИНН', value: <span class="digits">{fund.inn}</span> },
          { name: 'Счёт', value: <span class="digits">{fund.bankAccount}</span> },
          { name: 'Банк', value: `${fund.bankName}, БИК ${fund.bic}` },
          { name: 'Адрес', value: fund.address },
          ...(fund.phone === null ? [] : [{ name: 'Телефон', value: fund.phone }]),
        ]}
      />
    </>
  );
}
