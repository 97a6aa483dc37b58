import { VNode } from 'preact';
import { sumKopecks } from '#libs/money';
import { capitalised, dayInWords, Details, Money, monthInWords, payeeInWords, Table, utilityInWords } from '#libs/web';
import { AccountAt, AgedAccount } from '#services/billing/api/client';
import { Moment } from '../moment';
import { AccountFiles } from './account-frame';
import { PenaltyThrough } from './penalty-through';

interface DebtsProps {
  readonly debts: AgedAccount;
  readonly card: AccountAt;
  readonly moment: Moment;
}

/** Debts by the month in which they arose, with the penalty that has accrued to the day. */
export function DebtsPage({ debts, card, moment }: DebtsProps): VNode {
  return (
    <>
      <PenaltyThrough through={debts.penaltyThrough} />
      {debts.payees.map((payee) => (
        <DebtToPayee payee={payee} card={card} through={debts.penaltyThrough} />
      ))}
      <AccountFiles account={card.account} table="debts" moment={moment} />
    </>
  );
}

function DebtToPayee({
  payee,
  card,
  through,
}: {
  readonly payee: AgedAccount['payees'][number];
  readonly card: AccountAt;
  readonly through: string | undefined;
}): VNode {
  const posted = sumKopecks(payee.lines.map(({ penaltyPostedKopecks }) => penaltyPostedKopecks));
  return (
    <section aria-labelledby={`debt-${payee.payee}`}>
      <h2 id={`debt-${payee.payee}`}>{payeeInWords(payee.payee)}</h2>
      <p>
        Внесено вперёд: <Money kopecks={payee.advanceKopecks} />
      </p>
      <Table
        caption={`По месяцам: ${payeeInWords(payee.payee)}`}
        rows={payee.lines}
        empty="Долга и пеней нет."
        columns={[
          { title: 'За месяц', names: true, cell: ({ period }) => capitalised(monthInWords(period)) },
          {
            title: 'Оплатить надо было до',
            cell: ({ dueDate, timeBarred }) => `${dayInWords(dueDate)}${timeBarred ? ', исковая давность прошла' : ''}`,
          },
          { title: 'Долг', number: true, cell: ({ principalKopecks }) => <Money kopecks={principalKopecks} /> },
          {
            title: through === undefined ? 'Пени на этот день' : `Пени по ${dayInWords(through)}`,
            number: true,
            cell: ({ penaltyKopecks }) => <Money kopecks={penaltyKopecks} />,
          },
          {
            title: 'Из них выставлено',
            number: true,
            cell: ({ penaltyPostedKopecks }) => <Money kopecks={penaltyPostedKopecks} />,
          },
        ]}
        total={[
          'Всего',
          '',
          <Money kopecks={payee.principalKopecks} />,
          <Money kopecks={payee.penaltyKopecks} />,
          <Money kopecks={posted} />,
        ]}
      />
      {payee.lines.length > 0 && (
        <Details summary="За какие услуги">
          <Table
            caption={`Долг по услугам: ${payeeInWords(payee.payee)}`}
            rows={payee.lines.flatMap(({ period, byUtility }) => byUtility.map((share) => ({ period, ...share })))}
            empty="Долга по услугам нет: остались только пени или долг прежней программы одной суммой."
            columns={[
              { title: 'За месяц', names: true, cell: ({ period }) => capitalised(monthInWords(period)) },
              { title: 'Услуга', cell: ({ utility }) => utilityInWords(card.utilities, utility) },
              { title: 'Долг', number: true, cell: ({ principalKopecks }) => <Money kopecks={principalKopecks} /> },
            ]}
          />
        </Details>
      )}
    </section>
  );
}
