import { VNode } from 'preact';
import {
  dayInWords,
  Details,
  Money,
  NavigationLink,
  payeeInWords,
  quantityInWords,
  Summary,
  Table,
  utilityInWords,
} from '#libs/web';
import { AccountAt, AgedAccount } from '#services/billing/api/client';
import { StaffRole } from '#services/identity/api/client';
import { Moment } from '../moment';
import { linksOfAccount } from '../sections';
import { accountPath } from './account-frame';
import { PenaltyThrough } from './penalty-through';

interface CardProps {
  readonly card: AccountAt;
  readonly debts: AgedAccount;
  readonly moment: Moment;
  readonly role: StaffRole;
}

/** What an account is: the dwelling, who lives there, what is charged, by which meters, whom it pays, and what it owes. */
export function AccountCardPage({ card, debts, moment, role }: CardProps): VNode {
  const { account, totalAreaM2, registered, owners, openedOn, closedOn } = card;
  return (
    <>
      <Summary
        items={[
          { name: 'Площадь', value: quantityInWords(totalAreaM2, 'm2') },
          { name: 'Проживает', value: String(registered) },
          { name: 'Собственников', value: String(owners) },
          { name: 'Открыт', value: dayInWords(openedOn) },
          ...(closedOn === null ? [] : [{ name: 'Закрыт', value: `с ${dayInWords(closedOn)}` }]),
        ]}
      />
      <PenaltyThrough through={debts.penaltyThrough} />
      <Owed debts={debts} />
      <p>
        <a href={accountPath(account, 'debts', moment)}>Долг по месяцам</a>
      </p>
      <Connections card={card} />
      <Meters card={card} />
      <Privileges card={card} />
      <Payees card={card} />
      <Links links={linksOfAccount(role, account)} />
    </>
  );
}

/** Where else this account is worked with. */
function Links({ links }: { readonly links: readonly NavigationLink[] }): VNode | null {
  if (links.length === 0) return null;
  return (
    <>
      <h2>Что сделать со счётом</h2>
      <ul class="plain-list actions">
        {links.map(({ href, text }) => (
          <li>
            <a href={href}>{text}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

function Owed({ debts }: Pick<CardProps, 'debts'>): VNode {
  return (
    <Table
      caption="Сколько должен"
      empty="Долгов нет."
      rows={debts.payees}
      columns={[
        { title: 'Кому', names: true, cell: ({ payee }) => payeeInWords(payee) },
        { title: 'Долг', number: true, cell: ({ principalKopecks }) => <Money kopecks={principalKopecks} /> },
        { title: 'Пени', number: true, cell: ({ penaltyKopecks }) => <Money kopecks={penaltyKopecks} /> },
        { title: 'Внесено вперёд', number: true, cell: ({ advanceKopecks }) => <Money kopecks={advanceKopecks} /> },
      ]}
    />
  );
}

function Connections({ card }: Pick<CardProps, 'card'>): VNode {
  const { connections, meters, utilities } = card;
  const payeeOf = (utility: string) => utilities.find((one) => one.utility === utility)?.payee ?? 'main';
  return (
    <Table
      caption="Что начисляют"
      empty="На этот день ничего не подключено."
      rows={connections}
      columns={[
        { title: 'Услуга', names: true, cell: ({ utility }) => utilityInWords(utilities, utility) },
        { title: 'С какого дня', cell: ({ from }) => dayInWords(from) },
        { title: 'Получатель', cell: ({ utility }) => payeeInWords(payeeOf(utility)) },
        {
          title: 'Счётчик',
          cell: ({ utility, meterPossible }) => {
            if (meterPossible === null) return 'не нужен';
            if (meters.some((meter) => meter.utility === utility)) return 'есть';
            return meterPossible ? 'нет, можно установить' : 'нет, установить нельзя';
          },
        },
      ]}
    />
  );
}

function Meters({ card: { meters, utilities, asOf } }: Pick<CardProps, 'card'>): VNode {
  return (
    <Table
      caption="Счётчики"
      empty="Счётчиков нет."
      rows={meters}
      columns={[
        { title: 'Номер', names: true, cell: ({ serial }) => <span class="digits">{serial}</span> },
        { title: 'Услуга', cell: ({ utility }) => utilityInWords(utilities, utility) },
        { title: 'Установлен', cell: ({ installedOn }) => dayInWords(installedOn) },
        {
          title: 'Поверка',
          cell: ({ verifiedUntil }) =>
            `${verifiedUntil < asOf ? 'истекла' : 'действует до'} ${dayInWords(verifiedUntil)}`,
        },
      ]}
    />
  );
}

function Privileges({ card: { absences, reliefs } }: Pick<CardProps, 'card'>): VNode {
  return (
    <>
      <Table
        caption="Льготы"
        empty="Льгот не записано."
        rows={reliefs}
        columns={[
          { title: 'Записана', names: true, cell: ({ recordedOn }) => dayInWords(recordedOn) },
          { title: 'Основание', cell: ({ cause }) => cause },
          { title: 'Сумма', number: true, cell: ({ amountKopecks }) => <Money kopecks={amountKopecks} /> },
        ]}
      />
      <Table
        caption="Временное отсутствие"
        empty="Временное отсутствие не записано."
        rows={absences}
        columns={[
          { title: 'С', names: true, cell: ({ leftOn }) => dayInWords(leftOn) },
          { title: 'По', cell: ({ returnedOn }) => dayInWords(returnedOn) },
          { title: 'Человек', number: true, cell: ({ persons }) => String(persons) },
        ]}
      />
    </>
  );
}

function Payees({ card: { payees } }: Pick<CardProps, 'card'>): VNode {
  return (
    <Details summary="Кому платят: реквизиты">
      {payees.map(({ payee, name, inn, bankName, bic, bankAccount }) => (
        <>
          <h3>{payeeInWords(payee)}</h3>
          <Summary
            items={[
              { name: 'Получатель', value: name },
              { name: 'ИНН', value: <span class="digits">{inn}</span> },
              { name: 'Банк', value: bankName },
              { name: 'БИК', value: <span class="digits">{bic}</span> },
              { name: 'Расчётный счёт', value: <span class="digits">{bankAccount}</span> },
            ]}
          />
        </>
      ))}
    </Details>
  );
}
