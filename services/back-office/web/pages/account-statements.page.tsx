import { VNode } from 'preact';
import {
  basisInWords,
  capitalised,
  dayInWords,
  isOfSum,
  Money,
  monthInWords,
  numberInWords,
  payeeInWords,
  priceInWords,
  quantityInWords,
  reasonInWords,
  Summary,
  Table,
  utilityInWords,
} from '#libs/web';
import { AccountAt, PrintedPayee, PrintedStatement } from '#services/billing/api/client';
import { Moment } from '../moment';
import { recalculatedInWords, recalculatedOf } from '../recalculated-volume';
import { AccountFiles, accountPath } from './account-frame';

interface StatementsProps {
  readonly statements: readonly PrintedStatement[];
  readonly card: AccountAt;
  readonly moment: Moment;
}

interface MonthOfPayee extends PrintedPayee {
  readonly period: string;
}

/** Closed months by payee, the newest first: how each sum went over into the next. */
export function StatementsPage({ statements, card: { account }, moment }: StatementsProps): VNode {
  const rows: readonly MonthOfPayee[] = statements
    .toReversed()
    .flatMap(({ period, payees }) => payees.map((payee) => ({ ...payee, period })));
  return (
    <>
      <Table
        caption="Закрытые месяцы, новые сверху"
        empty="Закрытых месяцев ещё нет."
        rows={rows}
        columns={[
          {
            title: 'Месяц',
            names: true,
            cell: ({ period }) => (
              <a href={accountPath(account, `statements/${period}`, moment)}>{capitalised(monthInWords(period))}</a>
            ),
          },
          { title: 'Получатель', cell: ({ payee }) => payeeInWords(payee) },
          { title: 'На начало', number: true, cell: ({ openingKopecks }) => <Money kopecks={openingKopecks} /> },
          { title: 'Начислено', number: true, cell: ({ chargedKopecks }) => <Money kopecks={chargedKopecks} /> },
          {
            title: 'Перерасчёты',
            number: true,
            cell: ({ recalculatedKopecks }) => <Money kopecks={recalculatedKopecks} />,
          },
          { title: 'Пени', number: true, cell: ({ penaltyKopecks }) => <Money kopecks={penaltyKopecks} /> },
          { title: 'Оплачено', number: true, cell: ({ paymentsKopecks }) => <Money kopecks={paymentsKopecks} /> },
          { title: 'На конец', number: true, cell: ({ closingKopecks }) => <Money kopecks={closingKopecks} /> },
        ]}
      />
      <p>На начало и на конец: больше нуля — долг, меньше нуля — внесено вперёд.</p>
      <AccountFiles account={account} table="statements" moment={moment} />
      <p>Все строки с объёмами и тарифами одной таблицей:</p>
      <AccountFiles account={account} table="lines" moment={moment} />
    </>
  );
}

interface MonthProps {
  readonly statement: PrintedStatement;
  readonly card: AccountAt;
  readonly moment: Moment;
}

/** One month: every line, each with the way to how it was computed. */
export function MonthPage({ statement, card, moment }: MonthProps): VNode {
  const { period, dueDate, payees } = statement;
  return (
    <>
      <h2>{capitalised(monthInWords(period))}</h2>
      <p>
        Оплатить до {dayInWords(dueDate)} включительно.{' '}
        <a href={accountPath(card.account, 'statements', moment)}>Все месяцы</a> ·{' '}
        <a href={accountPath(card.account, `events/of/${period}`, moment)}>Записи журнала за месяц</a>
      </p>
      {payees.map((payee) => (
        <PayeeOfMonth {...{ payee, period, card, moment }} />
      ))}
    </>
  );
}

interface PayeeProps {
  readonly payee: PrintedPayee;
  readonly period: string;
  readonly card: AccountAt;
  readonly moment: Moment;
}

function PayeeOfMonth(props: PayeeProps): VNode {
  const { payee } = props;
  return (
    <section aria-labelledby={`payee-${payee.payee}`}>
      <h3 id={`payee-${payee.payee}`}>{payeeInWords(payee.payee)}</h3>
      <Summary
        items={[
          { name: 'На начало месяца', value: <Money kopecks={payee.openingKopecks} /> },
          { name: 'Начислено', value: <Money kopecks={payee.chargedKopecks} /> },
          { name: 'Перерасчёты', value: <Money kopecks={payee.recalculatedKopecks} /> },
          { name: 'Пени', value: <Money kopecks={payee.penaltyKopecks} /> },
          { name: 'Оплачено', value: <Money kopecks={payee.paymentsKopecks} /> },
          { name: 'На конец месяца', value: <Money kopecks={payee.closingKopecks} /> },
        ]}
      />
      <Charges {...props} />
      {payee.recalculations.length > 0 && <Recalculations {...props} />}
    </section>
  );
}

function Charges({ payee, period, card, moment }: PayeeProps): VNode {
  return (
    <Table
      caption={`Начислено: ${payeeInWords(payee.payee)}`}
      rows={payee.charges}
      empty="В этом месяце ничего не начислено."
      columns={[
        {
          title: 'За что',
          names: true,
          cell: ({ utility, component }) => (
            <a href={accountPath(card.account, `lines/${period}/${utility}`, moment)}>
              {utilityInWords(card.utilities, utility, component)}
            </a>
          ),
        },
        { title: 'Как найден объём', cell: ({ basis }) => basisInWords(basis) },
        {
          title: 'Объём',
          number: true,
          cell: ({ quantity, unit, coefficient }) =>
            `${quantityInWords(quantity, unit)}${coefficient === null ? '' : ` × ${numberInWords(coefficient)}`}`,
        },
        { title: 'Тариф, ₽', number: true, cell: ({ tariff }) => priceInWords(tariff) },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
      ]}
      total={['Начислено', '', '', '', <Money kopecks={payee.chargedKopecks} />]}
    />
  );
}

function Recalculations({ payee, period, card, moment }: PayeeProps): VNode {
  return (
    <Table
      caption={`Перерасчёты: ${payeeInWords(payee.payee)}`}
      rows={payee.recalculations}
      empty=""
      columns={[
        {
          title: 'За что',
          names: true,
          cell: ({ utility, component }) => (
            <a href={accountPath(card.account, `lines/${period}/${utility}`, moment)}>
              {utilityInWords(card.utilities, utility, component)}
            </a>
          ),
        },
        { title: 'Почему', cell: ({ reason }) => reasonInWords(reason) },
        { title: 'За месяц', cell: ({ ofPeriod }) => monthInWords(ofPeriod) },
        {
          title: 'Объём или часы',
          number: true,
          cell: (line) => recalculatedInWords(recalculatedOf(line, payee, card.utilities)),
        },
        {
          title: 'Тариф, ₽',
          number: true,
          cell: ({ tariff, reason }) => (isOfSum(reason) ? '—' : priceInWords(tariff)),
        },
        { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
      ]}
      total={['Перерасчёты', '', '', '', '', <Money kopecks={payee.recalculatedKopecks} />]}
    />
  );
}
